import { describe, expect, test } from 'vitest';
import type { Mutation, MutationKind, Payloads } from '../domain/mutations.ts';
import type { PersonEvent, Rows } from '../domain/rows.ts';
import { composeMutation } from './compose.ts';
import type { Author } from './layer.ts';
import { newRecord } from './outbox.ts';
import { Replica } from './replica.ts';
import { noRows } from './store.ts';
import { author, operationId, personRow, uuid } from './testing/rows.ts';
import { mutationKinds } from '../domain/mutations.ts';
import { readyEffects } from './overlay.ts';

// The effects of the desks are loaded when a phone has something of theirs.
await readyEffects(mutationKinds);

const [one, two, three] = [uuid('9', 1), uuid('9', 2), uuid('9', 3)];
const admin: Author = { userId: uuid('e', 2), role: 'admin', teamId: null };

const phoneWith = (
  people: Rows['people'][],
  { history = [], by = author }: { history?: PersonEvent[]; by?: Author } = {},
): Replica =>
  new Replica(
    { rows: { ...noRows(), people, person_events: history }, outbox: [], cursor: null },
    by,
  );

const nowMs = Date.parse('2024-12-08T04:00:00Z');
const nowText = '2024-12-08T04:00:00.000Z';
let made = 0;

/** Records what a person asks for; it is pending from then on. */
const tap = <K extends MutationKind>(
  phone: Replica,
  kind: K,
  entityId: string,
  payload: Payloads[K],
): Mutation => {
  made += 1;
  const asked = { id: uuid('f', made), operationId, kind, entityId, payload, nowMs };
  const mutation = composeMutation(asked, phone, phone.author);
  const record = { ...newRecord(mutation), seq: made };
  phone.apply({ dropRows: false, changes: [], records: [record], removed: [] });
  return mutation;
};

const arrive = (phone: Replica, ...people: Rows['people'][]) =>
  phone.apply({
    dropRows: false,
    changes: people.map((row) => ({
      table: 'people',
      id: row.id,
      version: row.version,
      op: 'put',
      row,
    })),
    records: [],
    removed: [],
  });

const kindsOf = (phone: Replica, id: string) =>
  phone.by('person_events', id).map(({ kind }) => kind);

const conflict = (id: string): PersonEvent => ({
  ...personRow(id),
  id,
  person_id: one,
  kind: 'conflict',
  reason: 'fields_changed',
  actor_id: null,
  actor_role: 'medic',
  actor_team_id: null,
  detail: { wanted: { given: 'خليل' }, seen: { given: 'خالد' }, present: { given: 'وليد' } },
  device_at: nowText,
  received_at: nowText,
  resolved_by: null,
});

describe('[K2] [N1] a pending change of a person', () => {
  test('shows at once, with its entry in the history', () => {
    const phone = phoneWith([personRow(one, { given: 'خالد' })]);
    const mutation = tap(phone, 'person.update', one, { set: { given: 'وليد', sex: 'male' } });
    expect(phone.get('people', one)).toMatchObject({
      given: 'وليد',
      sex: 'male',
      changed_at: nowText,
    });
    expect(phone.get('person_events', mutation.id)).toMatchObject({
      kind: 'updated',
      detail: { old: { given: 'خالد', sex: 'unknown' }, new: { given: 'وليد', sex: 'male' } },
    });
  });

  test('shows nothing of itself once one of its fields is another: the server will set none', () => {
    const phone = phoneWith([personRow(one, { given: 'خالد' })]);
    tap(phone, 'person.update', one, { set: { given: 'وليد', condition: 'critical' } });
    arrive(phone, personRow(one, { given: 'خليل', version: 2 }));
    expect(phone.get('people', one)).toMatchObject({ given: 'خليل', condition: 'unknown' });
    expect(kindsOf(phone, one)).toEqual([]);
  });

  test('that another phone has asked for too stays agreed', () => {
    const phone = phoneWith([personRow(one, { given: 'خالد' })]);
    tap(phone, 'person.update', one, { set: { given: 'وليد', condition: 'critical' } });
    arrive(phone, personRow(one, { given: 'وليد', version: 2 }));
    expect(phone.get('people', one)).toMatchObject({ given: 'وليد', condition: 'critical' });
  });

  test('[C6] that decides the last conflict takes the record out of review', () => {
    const [first, second] = [uuid('d', 1), uuid('d', 2)];
    const phone = phoneWith([personRow(one, { needs_review: true })], {
      history: [conflict(first), conflict(second)],
    });
    const keep = tap(phone, 'person.update', one, { set: {}, resolves: [first] });
    expect(phone.get('people', one)?.needs_review).toBe(true);
    expect(phone.get('person_events', first)?.resolved_by).toBe(keep.id);
    tap(phone, 'person.merge', one, { into: one, reasons: [], resolves: [second] });
    expect(phone.get('people', one)?.needs_review).toBe(true);
    tap(phone, 'person.update', one, { set: {}, resolves: [second] });
    expect(phone.get('people', one)?.needs_review).toBe(false);
  });

  test('[N3] that takes the record away takes the history too', () => {
    const phone = phoneWith([personRow(one)], { history: [conflict(uuid('d', 1))], by: admin });
    const mutation = tap(phone, 'person.update', one, { set: { deleted: true } });
    expect(phone.all('people')).toEqual([]);
    expect(phone.by('person_events', one)).toEqual([]);
    expect(phone.get('person_events', mutation.id)?.deleted_at).toBe(nowText);
    tap(phone, 'person.update', one, { set: { deleted: false } });
    expect(phone.all('people')).toHaveLength(1);
    expect(kindsOf(phone, one).toSorted()).toEqual(['conflict', 'updated', 'updated']);
  });
});

describe('[K2] [N2] a pending merge', () => {
  test('shows, and can be taken back before anybody has heard of it', () => {
    const phone = phoneWith([personRow(one), personRow(two)]);
    tap(phone, 'person.merge', one, { into: two, reasons: ['mother'] });
    expect(phone.get('people', one)?.merged_into).toBe(two);
    const back = tap(phone, 'person.unmerge', one, { reason: 'Two cousins' });
    expect(back.payload).toMatchObject({ from: two });
    expect(phone.get('people', one)?.merged_into).toBeNull();
    expect(kindsOf(phone, one)).toEqual(['merged', 'unmerged']);
  });

  test('with what stands for another record, is not on this phone or is itself shows nothing', () => {
    const merged = { merged_into: two };
    const phone = phoneWith([personRow(one), personRow(two), personRow(three, merged)]);
    for (const into of [three, uuid('9', 9), one])
      tap(phone, 'person.merge', one, { into, reasons: [] });
    tap(phone, 'person.merge', three, { into: one, reasons: [] });
    expect(phone.get('people', one)?.merged_into).toBeNull();
    expect(phone.get('people', three)?.merged_into).toBe(two);
  });

  test('of a record that somebody else has merged meanwhile gives way', () => {
    const phone = phoneWith([personRow(one), personRow(two), personRow(three)]);
    tap(phone, 'person.merge', one, { into: two, reasons: [] });
    arrive(phone, personRow(one, { merged_into: three, version: 2 }));
    expect(phone.get('people', one)?.merged_into).toBe(three);
  });

  test('taken back for one record does not take back another merge', () => {
    const phone = phoneWith([personRow(one, { merged_into: two }), personRow(two)]);
    tap(phone, 'person.unmerge', one, { reason: 'Two cousins' });
    arrive(phone, personRow(one, { merged_into: three, version: 2 }));
    expect(phone.get('people', one)?.merged_into).toBe(three);
  });
});
