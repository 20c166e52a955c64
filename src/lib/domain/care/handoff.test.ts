import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  handoffRefusal,
  handoffs,
  handoffStep,
  handoffWaits,
  nextHandoffs,
  overdueHandoff,
  overdueHandoffs,
  type HandoffCase,
  type HandoffRequest,
  type WaitingHandoff,
} from './handoff.ts';
import { handoffStatuses, type HandoffStatus } from './vocabulary.ts';

const ends: HandoffStatus[] = ['discharged', 'left', 'died'];
const steps = handoffStatuses.flatMap((from) =>
  nextHandoffs(from).map((to) => ({
    from,
    to,
    name: `${from} -> ${to}`,
    ...handoffStep(from, to),
  })),
);
const named = (chosen: typeof steps) => chosen.map(({ name }) => name);
/** Every status that can be come to from this one, itself included. */
const reachable = (from: HandoffStatus): Set<HandoffStatus> => {
  const reached = new Set([from]);
  for (const step of reached) for (const next of nextHandoffs(step)) reached.add(next);
  return reached;
};

describe('the table', () => {
  test('has a line for every status', () => {
    expect(Object.keys(handoffs)).toEqual([...handoffStatuses]);
  });

  test('hands on from door to door', () => {
    expect(
      named(steps.filter(({ to, from }) => !ends.includes(to) && !ends.includes(from))),
    ).toEqual([
      'registered -> triaged',
      'triaged -> transport_requested',
      'triaged -> in_transport',
      'transport_requested -> in_transport',
      'transport_requested -> triaged',
      'in_transport -> arrived',
      'in_transport -> transport_requested',
      'arrived -> received',
      'arrived -> not_received',
      'not_received -> transport_requested',
      'not_received -> in_transport',
      'not_received -> received',
      'received -> transport_requested',
    ]);
  });

  test('lets a case that is under way end by death or leaving, wherever it is', () => {
    for (const from of handoffStatuses.filter((status) => !ends.includes(status)))
      expect(nextHandoffs(from)).toEqual(expect.arrayContaining(['left', 'died']));
  });

  test('discharges where somebody was treated: on the spot or by the facility', () => {
    expect(named(steps.filter(({ to }) => to === 'discharged'))).toEqual([
      'triaged -> discharged',
      'received -> discharged',
    ]);
  });

  test('has no dead end: from every status a facility can still receive the person', () => {
    for (const from of handoffStatuses) expect(reachable(from)).toContain('received');
  });

  test('takes back an end only to a new triage, with a reason', () => {
    for (const end of ends) expect(handoffs[end]).toMatchObject({ triaged: { needsReason: true } });
    expect(named(steps.filter(({ from }) => ends.includes(from)))).toHaveLength(ends.length);
  });

  test('asks for a reason where a plan failed, somebody left, or an end is taken back', () => {
    const failed = steps.filter(({ needsReason, to, from }) => {
      return needsReason === true && to !== 'left' && !ends.includes(from);
    });
    expect(named(failed)).toEqual([
      'transport_requested -> triaged',
      'in_transport -> transport_requested',
      'arrived -> not_received',
    ]);
    for (const { to, needsReason } of steps) if (to === 'left') expect(needsReason).toBe(true);
  });

  test('lets only the facility receive, give back, and decide on those it has received', () => {
    expect(named(steps.filter(({ by }) => by === 'facility'))).toEqual([
      'arrived -> received',
      'arrived -> not_received',
      'not_received -> received',
      'received -> discharged',
      'received -> transport_requested',
      'received -> left',
      'received -> died',
    ]);
  });

  test('sends on to another facility who was received or given back', () => {
    expect(named(steps.filter(({ facility }) => facility === 'another'))).toEqual([
      'not_received -> transport_requested',
      'not_received -> in_transport',
      'received -> transport_requested',
    ]);
  });
});

describe('a step is refused', () => {
  const ask = (to: HandoffStatus, over: Partial<HandoffRequest> = {}): HandoffRequest => ({
    to,
    reason: null,
    facilityId: null,
    medicOf: null,
    ...over,
  });
  const at = (handoff: HandoffStatus) => ({ handoff, facility_id: 'hospital' });

  test.each<[string, HandoffStatus, HandoffRequest, string | null]>([
    ['that the table does not have', 'registered', ask('received'), 'no_such_step'],
    ['by anyone but the facility', 'arrived', ask('received'), 'not_the_facility'],
    [
      'by another facility than the one where the person is',
      'arrived',
      ask('received', { medicOf: 'clinic' }),
      'not_the_facility',
    ],
    ['to no facility', 'triaged', ask('transport_requested'), 'facility_missing'],
    ['without a reason', 'transport_requested', ask('triaged'), 'reason_missing'],
    [
      'with a blank reason',
      'transport_requested',
      ask('triaged', { reason: ' ' }),
      'reason_missing',
    ],
    [
      'back to the door that gave back',
      'not_received',
      ask('in_transport', { facilityId: 'hospital' }),
      'same_facility',
    ],
  ])('%s', (_, from, asked, type) => {
    expect(handoffRefusal(at(from), asked)).toEqual({ type });
  });

  test('never, when it is in the table and everything that it asks for is there', () => {
    for (const { from, to } of steps)
      expect(
        handoffRefusal(
          at(from),
          ask(to, { reason: 'full', facilityId: 'clinic', medicOf: 'hospital' }),
        ),
      ).toBeNull();
  });

  test('where no facility was named yet, to a medic of none', () => {
    expect(handoffRefusal({ handoff: 'arrived', facility_id: null }, ask('received'))).toEqual({
      type: 'not_the_facility',
    });
  });
});

const noon = Date.parse('2024-12-08T12:00:00Z');
const since = (handoff: HandoffStatus, minutes: number, over: Partial<HandoffCase> = {}) => ({
  handoff,
  handoff_happened_at: new Date(noon - minutes * 60_000).toISOString(),
  facility_id: null,
  deleted_at: null,
  ...over,
});

describe('a case is overdue', () => {
  test('from the minute of its limit: 30 for a vehicle, 60 on the road, 30 at the door', () => {
    const waits = Object.entries(handoffWaits).map(([status, { on, limitMinutes }]) => [
      status,
      on,
      limitMinutes,
    ]);
    expect(waits).toEqual([
      ['transport_requested', 'transport', 30],
      ['in_transport', 'transport', 60],
      ['arrived', 'facility', 30],
      ['not_received', 'carer', 30],
    ]);
    for (const [status, { on, limitMinutes }] of Object.entries(handoffWaits)) {
      const handoff = status as WaitingHandoff;
      expect(overdueHandoff(since(handoff, limitMinutes - 1), noon)).toBeNull();
      expect(overdueHandoff(since(handoff, limitMinutes + 5), noon)).toEqual({
        waitsOn: on,
        overdueMs: 5 * 60_000,
      });
      expect(overdueHandoff(since(handoff, limitMinutes), noon)).not.toBeNull();
    }
  });

  test('by the limits of the operation, where it has set them', () => {
    expect(overdueHandoff(since('arrived', 20), noon, { arrived: 15 })).not.toBeNull();
    expect(overdueHandoff(since('arrived', 40), noon, { arrived: 45 })).toBeNull();
    expect(overdueHandoff(since('in_transport', 60), noon, { arrived: 45 })).not.toBeNull();
    expect(overdueHandoff(since('arrived', 0), noon, { arrived: 0 })).not.toBeNull();
  });

  test('never, where nobody waits or the case was deleted', () => {
    const still = fc.constantFrom(...handoffStatuses.filter((status) => !(status in handoffWaits)));
    fc.assert(
      fc.property(still, fc.nat(100_000), (handoff, minutes) => {
        expect(overdueHandoff(since(handoff, minutes), noon)).toBeNull();
      }),
    );
    const gone = since('arrived', 90, { deleted_at: '2024-12-08T11:00:00Z' });
    expect(overdueHandoff(gone, noon)).toBeNull();
  });

  test('and read with the longest beyond its limit first, not the oldest', () => {
    const cases = [
      { id: 'on the road for 70', ...since('in_transport', 70) },
      { id: 'at the door for 10', ...since('arrived', 10) },
      { id: 'at the door for 50', ...since('arrived', 50) },
      { id: 'received long ago', ...since('received', 900) },
    ];
    expect(overdueHandoffs(cases, noon).map(({ id }) => id)).toEqual([
      'at the door for 50',
      'on the road for 70',
    ]);
  });
});
