import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handoffStep, handoffWaits, nextHandoffs } from '../../src/lib/domain/care/handoff.ts';
import { triageAnswers, triageQuestions } from '../../src/lib/domain/care/triage.ts';
import * as care from '../../src/lib/domain/care/vocabulary.ts';
import * as evidence from '../../src/lib/domain/evidence-rows.ts';
import { mutationKinds } from '../../src/lib/domain/mutations.ts';
import { conflictReasons } from '../../src/lib/domain/mutation-answers.ts';
import { taskEventKinds } from '../../src/lib/domain/rows.ts';
import { nextStatuses, transition, transitions } from '../../src/lib/domain/transitions.ts';
import * as tracing from '../../src/lib/domain/people/vocabulary.ts';
import * as people from '../../src/lib/domain/people/record.ts';
import * as photos from '../../src/lib/domain/photo-rows.ts';
import * as reports from '../../src/lib/domain/reports/vocabulary.ts';
import { reportTransitions } from '../../src/lib/domain/reports/transitions.ts';
import * as vocabulary from '../../src/lib/domain/vocabulary.ts';
import { taskStatuses } from '../../src/lib/domain/vocabulary.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** The lists of the domain by their names in the database. */
const lists: Record<string, readonly string[]> = {
  role: vocabulary.roles,
  specialty: vocabulary.specialties,
  team_status: vocabulary.teamStatuses,
  site_kind: vocabulary.siteKinds,
  site_status: vocabulary.siteStatuses,
  coord_source: vocabulary.coordSources,
  area_level: vocabulary.areaLevels,
  area_access: vocabulary.areaAccesses,
  search_method: vocabulary.searchMethods,
  search_result: vocabulary.searchResults,
  task_kind: vocabulary.taskKinds,
  priority: vocabulary.priorities,
  task_status: vocabulary.taskStatuses,
  holding: vocabulary.holdings,
  operation_status: vocabulary.operationStatuses,
  task_event_kind: taskEventKinds,
  conflict_reason: conflictReasons,
  person_sex: people.personSexes,
  person_age_group: people.personAgeGroups,
  person_condition: people.personConditions,
  share_scope: people.shareScopes,
  person_event_kind: people.personEventKinds,
  erasure_reason: people.erasureReasons,
  mutation_kind: mutationKinds,
  triage_category: care.triageCategories,
  triage_method: care.triageMethods,
  triage_question: triageQuestions,
  triage_answer: triageAnswers,
  handoff_status: care.handoffStatuses,
  care_sign: care.careSigns,
  care_need: care.careNeeds,
  care_event_kind: care.careEventKinds,
  bed_kind: care.bedKinds,
  evidence_method: evidence.evidenceMethods,
  custody_action: evidence.custodyActions,
  custody_step: evidence.custodySteps,
  facility_status: care.facilityStatuses,
  photo_consent_by: photos.photoConsentGivers,
  photo_removal: photos.photoRemovals,
  photo_reason: photos.photoReasons,
  tracing_status: tracing.requestStatuses,
  claim_status: tracing.claimStatuses,
  seeker_relation: tracing.seekerRelations,
  tracing_event_kind: tracing.tracingEventKinds,
  report_kind: reports.reportKinds,
  reliability: reports.reliabilities,
  credibility: reports.credibilities,
  report_status: reports.reportStatuses,
  measure: reports.measures,
  report_event_kind: reports.reportEventKinds,
};
/** Lists that stand in no column of their own. */
const withoutType = [
  'mutation_kind',
  'triage_question',
  'triage_answer',
  'custody_step',
  'photo_reason',
];
/** Lists that rules are about before any row has them. */
const onlyInDomain: readonly (readonly string[])[] = [care.triageAlgorithms, care.releaseGroups];

describe('the closed lists', () => {
  it('are all here: a new one in the domain fails this test', () => {
    const inDomain: (readonly string[])[] = [vocabulary, people, care, reports].flatMap((part) =>
      Object.values<readonly string[]>(part),
    );
    const missing = inDomain.filter(
      (list) => !Object.values(lists).includes(list) && !onlyInDomain.includes(list),
    );
    expect(missing).toEqual([]);
  });

  for (const [name, words] of Object.entries(lists)) {
    it(`${name} is the same for checking payloads`, async () => {
      const [row] = await db.sql<{ words: string[] }[]>`select private.words(${name}) as words`;
      expect(row?.words).toEqual([...words]);
    });
  }

  for (const [name, words] of Object.entries(lists).filter(
    ([list]) => !withoutType.includes(list),
  )) {
    it(`${name} is the same as the type of columns`, async () => {
      const type = `private.${name}`;
      for (const word of words) {
        const [row] = await db.sql<{ valid: boolean }[]>`
          select pg_input_is_valid(${word}, ${type}) as valid`;
        expect(row?.valid, word).toBe(true);
      }
      const [check] = await db.sql<{ text: string }[]>`
        select pg_get_constraintdef(oid) as text from pg_constraint
        where contypid = ${type}::regtype`;
      const inCheck = [...(check?.text ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1]);
      expect(inCheck).toEqual([...words]);
    });
  }
});

describe('[C2] the table of transitions', () => {
  it('is the same in the domain and in the database', async () => {
    const inDatabase = await db.sql<{ from: string; to: string; needsReason: boolean }[]>`
      select from_status as from, to_status as to, needs_reason as "needsReason"
      from public.task_transitions()`;
    const inDomain = taskStatuses.flatMap((from) =>
      nextStatuses(from).map((to) => ({ from, to, ...transition(from, to) })),
    );
    const byStep = (a: { from: string; to: string }, b: { from: string; to: string }) =>
      `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`);
    expect([...inDatabase].toSorted(byStep)).toEqual(inDomain.toSorted(byStep));
    expect(Object.keys(transitions)).toEqual([...taskStatuses]);
  });

  it('[P4] asks for a reason exactly where every step to a status does', async () => {
    const rows = await db.sql<{ to: string; same: boolean }[]>`
      select to_status as to, bool_and(needs_reason = private.needs_reason(to_status)) as same
      from public.task_transitions() group by to_status`;
    expect(rows.filter((row) => !row.same)).toEqual([]);
  });
});

it('[D4] the steps of a report are the same in the domain and in the database', async () => {
  const inDatabase = await db.sql<{ step: string; needsReason: boolean }[]>`
    select from_status || ' ' || to_status as step, needs_reason as "needsReason"
    from public.report_transitions()`;
  const inDomain = reports.reportStatuses.flatMap((from) =>
    Object.entries(reportTransitions[from]).map(([to, step]) => ({
      step: `${from} ${to}`,
      ...step,
    })),
  );
  const byStep = (a: { step: string }, b: { step: string }) => a.step.localeCompare(b.step);
  expect([...inDatabase].toSorted(byStep)).toEqual(inDomain.toSorted(byStep));
});

describe('[M3] the table of the hand-off', () => {
  it('is the same in the domain and in the database', async () => {
    const inDatabase = await db.sql<{ step: string; needsReason: boolean }[]>`
      select from_status || ' ' || to_status as step, needs_reason as "needsReason", facility,
        said_by as by
      from public.handoff_steps()`;
    const inDomain = care.handoffStatuses.flatMap((from) =>
      nextHandoffs(from).map((to) => ({ step: `${from} ${to}`, ...handoffStep(from, to) })),
    );
    const byStep = (a: { step: string }, b: { step: string }) => a.step.localeCompare(b.step);
    expect([...inDatabase].toSorted(byStep)).toEqual(inDomain.toSorted(byStep));
  });

  it('knows the same waits, with the same limits', async () => {
    const inDatabase = await db.sql<{ status: string; on: string; limitMinutes: number }[]>`
      select status, waits_on as on, limit_minutes as "limitMinutes" from public.handoff_waits()`;
    expect(Object.fromEntries(inDatabase.map(({ status, ...wait }) => [status, wait]))).toEqual(
      handoffWaits,
    );
  });
});
