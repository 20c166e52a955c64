import { describe, expect, it } from 'vitest';
import type { CareCase, CareEvent } from '$lib/domain/care-rows';
import { conflictOf, openConflicts, standsBy } from './conflicts';

const care = (said: Partial<CareCase>) =>
  ({
    id: 'c',
    handoff: 'in_transport',
    team_id: 'a',
    facility_id: 'h1',
    person_id: 'p1',
    ...said,
  }) as CareCase;
const event = (said: Partial<CareEvent>) =>
  ({
    id: 'e',
    kind: 'step',
    outcome: 'conflict',
    from_status: 'triaged',
    to_status: 'discharged',
    reason: null,
    facility_id: null,
    person_id: null,
    resolved_at: null,
    version: 2,
    ...said,
  }) as CareEvent;
const coordinator = { actor: { role: 'coordinator', teamId: 'a' }, userId: 'x' } as const;
const stranger = { actor: { role: 'coordinator', teamId: 'b' }, userId: 'y' } as const;

describe('a conflict of a care case', () => {
  it('is open until somebody has decided it', () => {
    const decided = event({ id: 'd', resolved_at: '2024-12-08T00:00:00Z' });
    expect(openConflicts([decided, event({}), event({ outcome: 'applied' })])).toEqual([event({})]);
  });

  it('can be settled by keeping what stands', () => {
    expect(conflictOf(coordinator, care({}), [], event({})).keep).toEqual({
      kind: 'care.step',
      payload: { from: 'in_transport', to: 'in_transport', resolves: ['e'] },
    });
  });

  it('can be settled by what was asked, where the table has that step from where it stands', () => {
    const left = event({ to_status: 'left', reason: 'with her brother' });
    expect(conflictOf(coordinator, care({}), [], left).apply).toEqual({
      kind: 'care.step',
      payload: { from: 'in_transport', to: 'left', reason: 'with her brother', resolves: ['e'] },
    });
    expect(conflictOf(coordinator, care({}), [], event({})).apply).toBeNull();
  });

  it('has nothing to do where both wanted the same', () => {
    expect(
      conflictOf(coordinator, care({ handoff: 'left' }), [], event({ to_status: 'left' })).apply,
    ).toBeNull();
  });

  it('is not decided by who may not care for the person', () => {
    expect(conflictOf(stranger, care({}), [], event({}))).toMatchObject({
      keep: null,
      apply: null,
    });
  });

  it('about who it is can be settled either way', () => {
    const link = event({ kind: 'link', to_status: null, person_id: 'p2' });
    const { keep, apply } = conflictOf(coordinator, care({}), [], link);
    expect(keep?.payload).toMatchObject({ person_id: 'p1', from_person_id: 'p1', resolves: ['e'] });
    expect(apply?.payload).toMatchObject({ person_id: 'p2', from_person_id: 'p1' });
  });

  it('stands against the last entry of its kind that was done', () => {
    const done = event({ id: 'done', outcome: 'applied', to_status: 'in_transport' });
    const opened = event({ id: 'open', kind: 'open', outcome: 'applied' });
    expect(standsBy([opened, done, event({})], { kind: 'step' })?.id).toBe('done');
    expect(standsBy([opened, done, event({})], { kind: 'link' })?.id).toBe('open');
  });
});
