/** That the figures of a daily return add up, whatever happened. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  emtAges,
  emtOutcomes,
  emtSexes,
  type EmtAge,
  type EmtOutcome,
} from '../../src/lib/domain/care/emt-daily.ts';
import { handoffStep, nextHandoffs } from '../../src/lib/domain/care/handoff.ts';
import {
  triageCategories,
  type HandoffStatus,
  type TriageCategory,
} from '../../src/lib/domain/care/vocabulary.ts';
import type { MutationKind, Payloads } from '../../src/lib/domain/mutations.ts';
import { personAgeGroups } from '../../src/lib/domain/people/record.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { makeCareOperation, type CareOperation } from './care.fixture.ts';
import { dailyOf, dayAgo } from './emt-daily.fixture.ts';
import { makePerson, mutation, send, uuid, type Draft } from './fixture.ts';

let db: TestDatabase;
let operation: CareOperation;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeCareOperation(db);
});

const sum = (counts: Record<string, number>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

interface Told {
  category: TriageCategory | null;
  person: {
    sex: 'female' | 'male' | 'unknown';
    age_group: (typeof personAgeGroups)[number];
  } | null;
  linkedLater: boolean;
  daysAgo: number;
  /** Which of the steps that can follow is taken each time, and how many days ago at least. */
  steps: readonly { choice: number; daysAgo: number }[];
}
const told: fc.Arbitrary<Told> = fc.record({
  category: fc.constantFrom(...triageCategories, null),
  person: fc.option(
    fc.record({
      sex: fc.constantFrom('female', 'male', 'unknown'),
      age_group: fc.constantFrom(...personAgeGroups),
    }),
  ),
  linkedLater: fc.boolean(),
  daysAgo: fc.integer({ min: 0, max: 2 }),
  steps: fc.array(
    fc.record({ choice: fc.nat({ max: 20 }), daysAgo: fc.integer({ min: 0, max: 2 }) }),
    { maxLength: 5 },
  ),
});

const ages: Record<string, EmtAge> = {
  infant: 'under_1',
  child: '1_to_17',
  adolescent: '5_to_17',
  adult: '18_to_64',
  elderly: '65_and_over',
  unknown: 'unknown',
};

interface Step {
  from: HandoffStatus;
  to: HandoffStatus;
  daysAgo: number;
}

/** One case as phones tell of it: what is sent, by whom, in this order, and the steps that it takes. */
const telling = (
  { category, person, linkedLater, daysAgo, steps }: Told,
  idOf: (person: NonNullable<Told['person']>) => string,
): { sent: [author: string, draft: Draft][]; taken: Step[] } => {
  const { medicA, medicB, hospital, clinic } = operation;
  const care = uuid();
  const sent: [string, Draft][] = [];
  const say = <K extends MutationKind>(
    author: string,
    kind: K,
    said: Payloads[K],
    days: number,
  ) => {
    // Noon in Damascus, so that no step stands at the edge of a day.
    const device_at = `${dayAgo(days + 1)}T09:00:00Z`;
    sent.push([author, mutation(operation.id, kind, care, said, { device_at })]);
  };
  const id = person && idOf(person);
  const triage = category && ({ category, method: 'direct' } as const);
  const opening = { ...(triage && { triage }), ...(id && !linkedLater && { person_id: id }) };
  say(medicB, 'care.open', opening, daysAgo);
  if (id && linkedLater) say(medicB, 'care.link', { person_id: id, from_person_id: null }, daysAgo);
  const taken: Step[] = [];
  let from: HandoffStatus = category ? 'triaged' : 'registered';
  let facility = hospital;
  for (const { choice, daysAgo: days } of steps) {
    const open = nextHandoffs(from);
    const to: HandoffStatus = open[choice % open.length] ?? from;
    const step = handoffStep(from, to);
    if (step?.facility === 'another') facility = facility === hospital ? clinic : hospital;
    const where = step?.facility ? { facility_id: facility } : {};
    const said = { from, to, reason: 'Said so', ...where };
    say(step?.by === 'facility' ? medicA : medicB, 'care.step', said, days);
    taken.push({ from, to, daysAgo: days });
    from = to;
  }
  return { sent, taken };
};

/** What the standard calls a step; undefined for one that is no outcome. */
const outcomeOf = ({ from, to }: Step): EmtOutcome | undefined => {
  if (to === 'received') return 'admitted';
  if (to === 'discharged' || to === 'left') return to;
  if (to === 'died') return from === 'received' ? 'died_in_facility' : 'died_before_receipt';
  return from === 'received' && to === 'transport_requested' ? 'referred' : undefined;
};
/** An end that was taken back is none: the next step leads away from it. */
const standing = (taken: readonly Step[]): Step[] =>
  taken.filter(
    ({ to }, at) => !taken.slice(at + 1).some((b) => b.from === to && b.to === 'triaged'),
  );

describe('[M7] the figures of a return', () => {
  it('add up, whoever was opened, linked and moved on, and in whatever order', async () => {
    const people: Record<string, string> = {};
    for (const sex of emtSexes)
      for (const age_group of personAgeGroups)
        people[`${sex} ${age_group}`] = await makePerson(db, operation, { sex, age_group });
    await fc.assert(
      fc.asyncProperty(fc.array(told, { maxLength: 4 }), async (cases) => {
        await db.sql`update public.care_cases set deleted_at = now()
          where operation_id = ${operation.id}`;
        const taken: Step[] = [];
        for (const one of cases) {
          const told = telling(one, ({ sex, age_group }) => people[`${sex} ${age_group}`] ?? '');
          for (const [author, draft] of told.sent)
            expect(await send(db, author, draft)).toMatchObject({ outcome: 'applied' });
          taken.push(...standing(told.taken));
        }
        for (const day of [0, 1, 2]) {
          const daily = await dailyOf(db, operation, dayAgo(day + 1));
          const opened = cases.filter(({ daysAgo }) => daysAgo === day);
          const table = daily.new_cases_by_sex_and_age;
          expect(daily.new_cases).toBe(opened.length);
          expect(sum(daily.new_cases_by_category)).toBe(opened.length);
          expect(emtSexes.reduce((total, sex) => total + sum(table[sex] ?? {}), 0)).toBe(
            opened.length,
          );
          for (const category of [...triageCategories, null])
            expect(daily.new_cases_by_category[category ?? 'none']).toBe(
              opened.filter((one) => one.category === category).length,
            );
          for (const sex of emtSexes)
            for (const age of emtAges) {
              const some = opened.filter(({ person }) => {
                const { sex: own, age_group } = person ?? { sex: 'unknown', age_group: 'unknown' };
                return own === sex && ages[age_group] === age;
              });
              expect(table[sex]?.[age]).toBe(some.length);
            }
          for (const outcome of emtOutcomes)
            expect(daily.outcomes[outcome]).toBe(
              taken.filter((step) => step.daysAgo === day && outcomeOf(step) === outcome).length,
            );
        }
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});
