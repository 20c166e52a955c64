import { describe, expect, it } from 'vitest';
import type { CareCase, CareEvent } from '$lib/domain/care-rows';
import type { HandoffStatus } from '$lib/domain/care/vocabulary';
import { asksFirst, offeredSteps } from './offered';

const care = (handoff: HandoffStatus) =>
  ({ id: 'c', handoff, team_id: 'a', facility_id: 'h', deleted_at: null }) as CareCase;
const broughtBy = (actor_id: string) =>
  [{ version: 1, outcome: 'applied', to_status: 'in_transport', actor_id }] as CareEvent[];
const medic = { actor: { role: 'medic', teamId: 'b' }, userId: 'medic' } as const;
const coordinator = { actor: { role: 'coordinator', teamId: 'a' }, userId: 'c1' } as const;
const offer = (
  who: Parameters<typeof offeredSteps>[0],
  handoff: HandoffStatus,
  events: CareEvent[] = [],
) => {
  const { main, others, why } = offeredSteps(who, care(handoff), events, 'active');
  return { main: main?.to ?? null, others: others.map(({ to }) => to), why };
};

describe('the steps of a hand-off', () => {
  it('have one way forward, and the others behind it', () => {
    expect(offer(coordinator, 'triaged')).toEqual({
      main: 'transport_requested',
      others: ['in_transport', 'discharged', 'left', 'died'],
      why: null,
    });
  });

  it('leave the word of the facility to its medics', () => {
    expect(offer(coordinator, 'arrived')).toEqual({
      main: null,
      others: ['left', 'died'],
      why: 'facility',
    });
    expect(offer(medic, 'arrived')).toMatchObject({ main: 'received', why: null });
  });

  it('leave it to another medic than the one who set out with the person', () => {
    expect(offer(medic, 'arrived', broughtBy('medic'))).toMatchObject({
      main: null,
      why: 'own_transport',
    });
    expect(offer(medic, 'arrived', broughtBy('other'))).toMatchObject({ main: 'received' });
    expect(offer(medic, 'received', broughtBy('medic'))).toMatchObject({ main: 'discharged' });
  });

  it('have no tap in the place of a first look', () => {
    expect(offer(medic, 'registered')).toEqual({ main: null, others: ['left', 'died'], why: null });
  });

  it('are none for another team, an observer, or in a closed operation', () => {
    const other = { actor: { role: 'coordinator', teamId: 'b' }, userId: 'x' } as const;
    const observer = { actor: { role: 'observer', teamId: null }, userId: 'x' } as const;
    for (const who of [other, observer])
      expect(offer(who, 'triaged')).toEqual({ main: null, others: [], why: null });
    expect(offeredSteps(medic, care('triaged'), [], 'closed').main).toBeNull();
  });

  it('ask before a death, a discharge, and whatever needs a reason or a facility', () => {
    const { others } = offeredSteps(medic, care('in_transport'), [], 'active');
    expect(others.map((step) => [step.to, asksFirst(step)])).toEqual([
      ['transport_requested', true],
      ['left', true],
      ['died', true],
    ]);
    const set = offeredSteps(medic, care('transport_requested'), [], 'active').main;
    expect(set && asksFirst(set)).toBe(false);
  });
});
