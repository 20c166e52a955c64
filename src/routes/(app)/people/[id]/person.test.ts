import { describe, expect, it } from 'vitest';
import type { Person, PersonEvent } from '$lib/domain/rows';
import { personRow, uuid } from '$lib/sync/testing/rows';
import { readPersonEvent, recordedAt, setAt } from '../readEvent';
import { openConflicts } from './conflicts';
import { knownFacts } from './facts';
import { groupOf, joined } from './together';

const coordinator = { role: 'coordinator', teamId: 'team' } as const;
const person = personRow(uuid('a', 1), { given: 'خالد', sex: 'male' });
const event = (kind: PersonEvent['kind'], detail: PersonEvent['detail'], id: string = kind) =>
  ({
    ...personRow(id),
    person_id: person.id,
    kind,
    reason: kind === 'conflict' ? 'fields_changed' : null,
    actor_id: null,
    actor_role: 'medic',
    actor_team_id: null,
    detail,
    device_at: '2024-12-08T04:00:00Z',
    received_at: '2024-12-08T04:05:00Z',
    resolved_by: null,
  }) as PersonEvent;
const created = event('created', { new: { given: 'خالد' } });
const clash = event('conflict', {
  wanted: { given: 'خلف', sex: 'male' },
  seen: { given: null },
  present: { given: 'خالد', sex: 'male' },
});
const none = () => undefined;
const open = (history: PersonEvent[], actor: Parameters<typeof openConflicts>[0] = coordinator) =>
  openConflicts(actor, person, history, 'active', none);

describe('an entry of the history', () => {
  it('says what was recorded, changed, merged and parted', () => {
    expect(readPersonEvent(created)).toEqual({
      type: 'created',
      fields: [{ field: 'given', from: undefined, to: 'خالد' }],
    });
    const updated = event('updated', { old: { sex: 'unknown' }, new: { sex: 'male' } });
    expect(readPersonEvent(updated)).toEqual({
      type: 'changed',
      fields: [{ field: 'sex', from: 'unknown', to: 'male' }],
    });
    expect(readPersonEvent(event('updated', { old: {}, new: {} }))).toEqual({ type: 'kept' });
    const merged = { old: { merged_into: null }, new: { merged_into: 'b' }, reasons: ['given'] };
    expect(readPersonEvent(event('merged', merged))).toEqual({
      type: 'merged',
      into: 'b',
      reasons: ['given'],
    });
    const parted = { old: { merged_into: 'b' }, new: { merged_into: null }, reason: 'brothers' };
    expect(readPersonEvent(event('unmerged', parted))).toEqual({
      type: 'unmerged',
      from: 'b',
      reason: 'brothers',
    });
    expect(readPersonEvent(event('updated', { new: { deleted: true } }))).toEqual({ type: 'away' });
  });

  it('of a newer version of the app is shown as unreadable', () => {
    expect(readPersonEvent(event('updated', { new: { sex: 'new' } })).type).toBe('unreadable');
  });

  it('tells since when a field says what it says, by the phone that said it; a conflict sets none', () => {
    expect([...setAt([created, clash])]).toEqual([['given', '2024-12-08T04:00:00Z']]);
    expect(recordedAt(person, [created, clash])).toBe('2024-12-08T04:00:00Z');
    expect(recordedAt(person, [clash])).toBe(person.created_at);
  });
});

describe('[N1] an open conflict', () => {
  it('has both sides, who set the one that stands, and a decision for either', () => {
    const [conflict] = open([created, clash]);
    expect(conflict?.fields).toEqual([
      { field: 'given', from: 'خالد', to: 'خلف' },
      { field: 'sex', from: 'male', to: 'male' },
    ]);
    expect(conflict?.other).toBe(created);
    expect(conflict?.keep).toEqual({
      kind: 'person.update',
      payload: { set: {}, resolves: ['conflict'] },
    });
    expect(conflict?.take).toEqual({
      kind: 'person.update',
      payload: { set: { given: 'خلف', sex: 'male' }, resolves: ['conflict'] },
    });
  });

  it('is over once a person has decided it', () => {
    expect(open([created, { ...clash, resolved_by: 'decision' }])).toEqual([]);
  });

  it('is not decided by who may not record, nor in a closed operation', () => {
    const nobody = { keep: null, take: null };
    expect(open([clash], { role: 'observer', teamId: null })[0]).toMatchObject(nobody);
    expect(openConflicts(coordinator, person, [clash], 'closed', none)[0]).toMatchObject(nobody);
  });

  it('about taking the record away is for an admin to grant', () => {
    const away = event('conflict', { wanted: { deleted: true }, present: { deleted: false } });
    expect(open([away])[0]?.take).toBeNull();
    expect(open([away], { role: 'admin', teamId: null })[0]?.take).not.toBeNull();
  });

  it('[N2] about a merge is taken while both records are there and neither stands for another', () => {
    const merge = event('conflict', { wanted: { merged_into: 'b' }, reasons: ['given'] });
    const take = (of: Person, other?: Person) =>
      openConflicts(coordinator, of, [merge], 'active', () => other)[0]?.take;
    const other: Person = { ...person, id: 'b' };
    expect(take(person, other)).toEqual({
      kind: 'person.merge',
      payload: { into: 'b', reasons: ['given'], resolves: ['conflict'] },
    });
    expect(take(person)).toBeNull();
    expect(take(person, { ...other, merged_into: 'c' })).toBeNull();
    expect(take({ ...person, merged_into: 'c' }, other)).toBeNull();
    expect(open([merge])[0]?.keep).not.toBeNull();
  });

  it('[N2] about parting two records parts what stands now, with the reason that was given', () => {
    const part = event('conflict', { wanted: { merged_into: null }, reason: 'brothers' });
    const take = (of: Person) =>
      openConflicts(coordinator, of, [part], 'active', () => undefined)[0]?.take;
    expect(take({ ...person, merged_into: 'c' })).toEqual({
      kind: 'person.unmerge',
      payload: { reason: 'brothers', from: 'c', resolves: ['conflict'] },
    });
    expect(take(person)).toBeNull();
  });
});

describe('what is known', () => {
  it('is not what is unknown, empty or not yet asked', () => {
    expect(knownFacts(person)).toEqual(['given', 'sex']);
    expect(knownFacts({ ...person, consent_at: 'then' })).toContain('share_consent');
  });
});

describe('people who stay together', () => {
  const child = personRow(uuid('a', 2));
  const twin = personRow(uuid('a', 3), { group_id: 'g' });
  const sister = personRow(uuid('a', 4), { group_id: 'g' });
  const aunt = personRow(uuid('a', 5), { group_id: 'h' });
  const all = [person, child, twin, sister, aunt];

  it('are the others of the group', () => {
    expect(groupOf(all, twin)).toEqual([sister]);
    expect(groupOf(all, person)).toEqual([]);
  });

  it('get a new group, or come into the one that there is', () => {
    expect(joined(all, person, child, 'new')).toEqual([
      { id: person.id, group_id: 'new' },
      { id: child.id, group_id: 'new' },
    ]);
    expect(joined(all, person, twin, 'new')).toEqual([{ id: person.id, group_id: 'g' }]);
  });

  it('bring along everyone who had to stay with them', () => {
    expect(joined(all, aunt, twin, 'new')).toEqual([
      { id: twin.id, group_id: 'h' },
      { id: sister.id, group_id: 'h' },
    ]);
  });
});
