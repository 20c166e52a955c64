/** Medical care: the hand-over from team to facility, with medics and coordinators on one case. */
import type { CareCase } from '../../../src/lib/domain/care-rows.ts';
import type { TriagePayload } from '../../../src/lib/domain/care-payloads.ts';
import { handoffStep, nextHandoffs } from '../../../src/lib/domain/care/handoff.ts';
import type { HandoffStatus } from '../../../src/lib/domain/care/vocabulary.ts';
import {
  bedKinds,
  careNeeds,
  careSigns,
  facilityStatuses,
  handoffStatuses,
  triageCategories,
} from '../../../src/lib/domain/care/vocabulary.ts';
import {
  mayOpenCare,
  mayReportFacility,
  maySeeClinical,
} from '../../../src/lib/domain/permissions.ts';
import type { Dice } from '../dice.ts';
import type { KindOfWish, KindsOfWishes, Seen, Wish } from './wish.ts';
import { placeOf, reasonFor, some, words } from './wish.ts';

const triageOf = (dice: Dice): TriagePayload => {
  if (dice.chance(0.5)) return { category: dice.pick(triageCategories), method: 'direct' };
  return dice.chance(0.5)
    ? { category: 'minor', method: 'start', path: [{ question: 'walks', answer: 'yes' }] }
    : {
        category: 'immediate',
        method: 'jumpstart',
        path: [
          { question: 'walks', answer: 'no' },
          { question: 'breathing', answer: 'no' },
          { question: 'breathing_with_open_airway', answer: 'yes' },
        ],
      };
};

const facilityFor = ({ replica, dice }: Seen): string | undefined =>
  some(
    dice,
    replica.all('sites').filter(({ kind }) => kind === 'hospital' || kind === 'clinic'),
  )?.id;

/** The same `from` and `to` keep things as they are, to decide what no longer fitted. */
const openConflicts = ({ replica }: Seen, care: CareCase): string[] =>
  replica
    .by('care_events', care.id)
    .filter(({ outcome, resolved_at }) => outcome === 'conflict' && resolved_at === null)
    .map(({ id }) => id)
    .toSorted();

const onCase =
  <P>(make: (care: CareCase, seen: Seen) => P) =>
  (seen: Seen): { entityId: string; payload: P } | null => {
    const care = some(seen.dice, seen.replica.all('care_cases'));
    return care ? { entityId: care.id, payload: make(care, seen) } : null;
  };

const stepTo = ({ handoff }: CareCase, to: HandoffStatus, seen: Seen) => {
  const facility = handoffStep(handoff, to)?.facility ? facilityFor(seen) : undefined;
  return {
    ...{ from: handoff, to, reason: reasonFor(seen.dice) },
    ...(facility ? { facility_id: facility } : {}),
  };
};

const onward: Partial<Record<HandoffStatus, HandoffStatus>> = {
  ...{ triaged: 'in_transport', transport_requested: 'in_transport', in_transport: 'arrived' },
  ...{ arrived: 'received', not_received: 'received' },
};

/** Whoever sets out with somebody goes on to receive them, which a facility has to do [M2]. */
export const seeThrough = (seen: Seen, caseId: string): Wish | null => {
  const care = seen.replica.get('care_cases', caseId);
  const to = care && onward[care.handoff];
  return to ? { kind: 'care.step', entityId: caseId, payload: stepTo(care, to, seen) } : null;
};

const step: KindOfWish<'care.step'> = {
  weight: 18,
  may: mayOpenCare,
  make: onCase((care, seen) => {
    const { dice } = seen;
    const resolves = openConflicts(seen, care);
    if (resolves.length > 0 && dice.chance(0.4))
      return { from: care.handoff, to: care.handoff, resolves };
    const any = dice.pick(handoffStatuses);
    // The ends come last on the list of what can follow, and are the rarest.
    const to = dice.chance(0.04) ? any : (dice.pickUnevenly(nextHandoffs(care.handoff)) ?? any);
    return {
      ...stepTo(care, to, seen),
      ...(resolves.length > 0 && dice.chance(0.5) ? { resolves } : {}),
    };
  }),
};

export const careWishes: KindsOfWishes<
  `care.${'open' | 'triage' | 'observe' | 'step' | 'link'}` | 'facility.report'
> = {
  'care.open': {
    weight: 9,
    may: mayOpenCare,
    make: (seen) => {
      const { replica, dice } = seen;
      const person = dice.chance(0.5) ? some(dice, replica.all('people')) : undefined;
      const task = dice.chance(0.3) ? some(dice, replica.all('tasks')) : undefined;
      return {
        entityId: dice.uuid(),
        payload: {
          ...placeOf(seen),
          ...(person ? { person_id: person.id } : {}),
          ...(task ? { task_id: task.id } : {}),
          ...(dice.chance(0.6) ? { triage: triageOf(dice) } : {}),
        },
      };
    },
  },
  'care.triage': { weight: 9, may: mayOpenCare, make: onCase((_care, { dice }) => triageOf(dice)) },
  'care.observe': {
    weight: 14,
    may: maySeeClinical,
    make: onCase((_care, { dice }) => ({
      signs: [dice.pick(careSigns)],
      needs: [dice.pick(careNeeds)],
      pulse_per_min: 40 + dice.int(120),
      ...(dice.chance(0.5) ? { note: dice.pick(words) } : {}),
    })),
  },
  'care.step': step,
  'care.link': {
    weight: 7,
    may: mayOpenCare,
    make: onCase((care, seen) => {
      const { replica, dice } = seen;
      const person = dice.chance(0.8) ? some(dice, replica.all('people')) : undefined;
      const resolves = openConflicts(seen, care);
      return {
        person_id: person?.id ?? null,
        ...(resolves.length > 0 && dice.chance(0.5) ? { resolves } : {}),
      };
    }),
  },
  'facility.report': {
    weight: 3,
    may: mayReportFacility,
    make: (seen) => {
      const entityId = facilityFor(seen);
      const { dice } = seen;
      const payload = { status: dice.pick(facilityStatuses) };
      const beds = { bed_kind: dice.pick(bedKinds), beds_total: 20, beds_free: dice.int(20) };
      return entityId
        ? { entityId, payload: dice.chance(0.5) ? payload : { ...payload, ...beds } }
        : null;
    },
  },
};
