/** Care on the phone: what a mutation says its author saw, and what the screen shows of it. */
import { describe, expect, test } from 'vitest';
import type { CareCase, CareEvent } from '../domain/care-rows.ts';
import type { MutationKind, Payloads } from '../domain/mutations.ts';
import { composeAgain, composeMutation } from './compose.ts';
import type { Author } from './layer.ts';
import { newRecord } from './outbox.ts';
import { Replica } from './replica.ts';
import { noRows } from './store.ts';
import { author, operationId, teamA, uuid } from './testing/rows.ts';
import { mutationKinds } from '../domain/mutations.ts';
import { readyEffects } from './overlay.ts';

// The effects of the desks are loaded when a phone has something of theirs.
await readyEffects(mutationKinds);

const [id, hospital, clinic, person] = [uuid('1'), uuid('2'), uuid('3'), uuid('4')];
const medic: Author = { ...author, role: 'medic' };
const at = '2024-12-08T10:00:00.000Z';
const synced = { operation_id: operationId, created_at: at, updated_at: at, deleted_at: null };

const care = (change: Partial<CareCase> = {}): CareCase => ({
  ...synced,
  id,
  version: 5,
  person_id: person,
  site_id: null,
  area_id: null,
  task_id: null,
  team_id: teamA,
  category: 'delayed',
  category_at: at,
  handoff: 'arrived',
  handoff_at: at,
  handoff_happened_at: at,
  handoff_reason: null,
  facility_id: hospital,
  needs_review: false,
  ...change,
});
const journey = (actor: string): CareEvent => ({
  ...synced,
  id: uuid('9'),
  version: 4,
  case_id: id,
  team_id: teamA,
  kind: 'step',
  from_status: 'triaged',
  to_status: 'in_transport',
  reason: null,
  facility_id: hospital,
  person_id: null,
  outcome: 'applied',
  conflict_reason: null,
  before_status: 'triaged',
  before_facility_id: null,
  before_person_id: null,
  actor_id: actor,
  actor_role: 'medic',
  actor_team_id: teamA,
  happened_at: at,
  received_at: at,
  resolved_at: null,
});
const phone = (row = care(), events: CareEvent[] = []) =>
  new Replica(
    { rows: { ...noRows(), care_cases: [row], care_events: events }, outbox: [], cursor: null },
    medic,
  );
const compose = <K extends MutationKind>(kind: K, payload: Payloads[K], on = phone()) =>
  composeMutation({ id: uuid('f'), operationId, kind, entityId: id, payload, nowMs: 0 }, on, medic);

/** The case as the phone shows it once this was tapped. */
const shown = <K extends MutationKind>(kind: K, payload: Payloads[K], on = phone()) => {
  const record = { ...newRecord(compose(kind, payload, on)), seq: 1 };
  on.apply({ dropRows: false, changes: [], records: [record], removed: [] });
  return on.get('care_cases', id);
};

describe('[M3] what the author saw', () => {
  test('is the facility, where a step leaves it as it is', () => {
    expect(compose('care.step', { from: 'arrived', to: 'received' })).toMatchObject({
      base_version: 5,
      payload: { from: 'arrived', to: 'received', facility_id: hospital },
    });
    const onwards = { from: 'received', to: 'transport_requested', facility_id: clinic } as const;
    expect(compose('care.step', onwards).payload).toEqual(onwards);
  });

  test('is who the person was thought to be', () => {
    expect(compose('care.link', { person_id: null }).payload).toEqual({
      person_id: null,
      from_person_id: person,
    });
  });

  test('[C6] is read anew when a conflict is decided, and the conflict is named', () => {
    const late = compose('care.step', { from: 'in_transport', to: 'died', reason: 'Bled' });
    const record = { ...newRecord(late), seq: 1, state: 'conflict' as const };
    const now = phone(care({ handoff: 'not_received', facility_id: clinic }));
    expect(composeAgain(record, uuid('e'), 0, now, medic).payload).toEqual({
      from: 'not_received',
      to: 'died',
      reason: 'Bled',
      facility_id: clinic,
      resolves: [late.id],
    });
  });

  test('happened once, at its time, where it is a look or a count', () => {
    const look = compose('care.triage', { category: 'minor', method: 'direct' });
    const record = { ...newRecord(look), seq: 1, state: 'refused' as const };
    expect(composeAgain(record, uuid('e'), 99_000, phone(), medic).device_at).toBe(look.device_at);
  });
});

describe('[K2] the screen', () => {
  const receipt = { from: 'arrived', to: 'received' } as const;

  test('shows the step at once', () => {
    expect(shown('care.step', receipt)).toMatchObject({
      handoff: 'received',
      facility_id: hospital,
    });
  });

  test('leaves the case as it is where the server will see a conflict', () => {
    const late = { from: 'in_transport', to: 'died' } as const;
    expect(shown('care.step', late, phone())?.handoff).toBe('arrived');
    expect(shown('care.link', { person_id: uuid('5'), from_person_id: null })?.person_id).toBe(
      person,
    );
  });

  test.each([
    ['by whoever brought the person', receipt, phone(care(), [journey(medic.userId)])],
    ['without its reason', { from: 'arrived', to: 'left' } as const, phone()],
    ['that the table does not have', { from: 'arrived', to: 'discharged' } as const, phone()],
  ])('leaves it where the server will refuse a step %s', (_name, payload, on) => {
    expect(shown('care.step', payload, on)?.handoff).toBe('arrived');
  });

  test('shows the receipt by another medic', () => {
    const on = phone(care(), [journey(uuid('8'))]);
    expect(shown('care.step', receipt, on)?.handoff).toBe('received');
  });
});
