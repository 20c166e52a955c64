import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MutationResult } from '../../src/lib/domain/mutation-answers.ts';
import type { MutationKind, Payloads } from '../../src/lib/domain/mutations.ts';
import {
  mayAdminister,
  mayCheckIn,
  mayClaimTask,
  mayCommentOnTask,
  mayCreateArea,
  mayCreateTask,
  mayCorrectRelease,
  mayDeletePeople,
  mayDeleteTracing,
  mayErase,
  mayMoveTask,
  mayRecordPeople,
  mayRecordReleases,
  maySearchAreas,
  maySeeTracing,
  mayWorkOnTask,
  mayWriteReports,
  type Actor,
} from '../../src/lib/domain/permissions.ts';
import { roles, taskStatuses, type TaskStatus } from '../../src/lib/domain/vocabulary.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  apply,
  makeAccount,
  makeOperation,
  makeClaim,
  makePerson,
  makeRequest,
  makeReport,
  mutation,
  uuid,
  type Draft,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;

/** Every role, with a team and without. */
const kinds = roles.flatMap((role) => [
  { role, team: 'own' as const },
  { role, team: 'none' as const },
]);
const accounts = new Map<string, { id: string; actor: Actor }>();
const nameOf = ({ role, team }: (typeof kinds)[number]) => `${role} with ${team} team`;
const accountOf = (kind: (typeof kinds)[number]) => {
  const account = accounts.get(nameOf(kind));
  if (!account) throw new Error(`no account for ${nameOf(kind)}`);
  return account;
};

beforeAll(async () => {
  db = await freshDatabase();
  operation = await makeOperation(db);
  for (const kind of kinds) {
    const id = await makeAccount(db, kind.role);
    const teamId = kind.team === 'own' ? operation.teamA : null;
    await addMember(db, operation.id, id, kind.role, teamId);
    accounts.set(nameOf(kind), { id, actor: { role: kind.role, teamId } });
  }
});
afterAll(() => db.close());

type Held = { id: string; status: TaskStatus; team_id: string | null; done_team_id: string | null };

/** Tasks in every status, held by the own team, another or none, and done by each. */
async function everyTask(): Promise<Held[]> {
  const teams = [operation.teamA, operation.teamB, null];
  const tasks = taskStatuses.flatMap((status) =>
    teams.flatMap((team_id) =>
      teams.map((done_team_id) => ({ id: uuid(), status, team_id, done_team_id })),
    ),
  );
  const rows = tasks.map((task) => ({ ...task, operation_id: operation.id, kind: 'search' }));
  await db.sql`insert into public.tasks ${db.sql(rows)}`;
  return tasks;
}

async function answers(account: string, drafts: Draft[]): Promise<MutationResult[]> {
  const all: MutationResult[] = [];
  for (let from = 0; from < drafts.length; from += 100) {
    all.push(...(await apply(db, account, drafts.slice(from, from + 100))));
  }
  return all;
}

const draft = <K extends MutationKind>(kind: K, entity: string, payload: Payloads[K]) =>
  mutation(operation.id, kind, entity, payload);

/** Compares the database's word on each task with the screen's. */
async function compare(
  account: string,
  ask: (task: Held) => Draft,
  expected: (task: Held) => boolean,
): Promise<void> {
  const tasks = await everyTask();
  const results = await answers(account, tasks.map(ask));
  const differing = tasks.filter(
    (task, place) => (results[place]?.outcome === 'applied') !== expected(task),
  );
  expect(differing).toEqual([]);
}

describe.each(kinds.map((kind) => [nameOf(kind), kind] as const))('%s', (_name, kind) => {
  for (const to of taskStatuses) {
    it(`[C2] [P2] [P3] moves tasks to ${to} exactly where mayMoveTask says so`, async () => {
      const { id, actor } = accountOf(kind);
      const tasks = (await everyTask()).filter((task) => task.status !== to);
      const results = await answers(
        id,
        tasks.map((task) =>
          draft('task.status', task.id, {
            status: to,
            from: task.status,
            reason: 'Stairs blocked',
          }),
        ),
      );
      const differing = tasks.filter(
        (task, place) => (results[place]?.outcome === 'applied') !== mayMoveTask(actor, task, to),
      );
      expect(differing).toEqual([]);
    });
  }

  it('[P2] updates tasks exactly where mayWorkOnTask says so', () => {
    const { id, actor } = accountOf(kind);
    return compare(
      id,
      (task) =>
        draft('task.update', task.id, {
          set: { priority: 'critical' },
          base: { priority: 'normal' },
        }),
      (task) => mayWorkOnTask(actor, task),
    );
  });

  it('[P2] hands over tasks exactly where mayWorkOnTask says so', () => {
    const { id, actor } = accountOf(kind);
    return compare(
      id,
      (task) => draft('task.hand_over', task.id, { team_id: null, from_team_id: task.team_id }),
      (task) => mayWorkOnTask(actor, task),
    );
  });

  it('[P2] comments exactly where mayCommentOnTask says so', () => {
    const { id, actor } = accountOf(kind);
    return compare(
      id,
      (task) => draft('task.comment', task.id, { body: 'Need light' }),
      () => mayCommentOnTask(actor),
    );
  });

  // The screen offers "claim" to the field alone; an admin assigns, and may claim all the same [P1].
  it.runIf(kind.role !== 'admin')(
    '[P2] claims tasks that nobody holds exactly where mayClaimTask says so',
    () => {
      const { id, actor } = accountOf(kind);
      return compare(
        id,
        (task) => draft('task.claim', task.id, { from_team_id: null }),
        (task) =>
          mayClaimTask(actor, task) ||
          // A claim of what the own team holds already changes nothing.
          (task.team_id !== null &&
            mayClaimTask(actor, { ...task, team_id: null }) &&
            task.team_id === actor.teamId),
      );
    },
  );

  it('[P2] checks in and sets a team’s status exactly where mayCheckIn says so', async () => {
    const { id, actor } = accountOf(kind);
    for (const team of [operation.teamA, operation.teamB]) {
      const results = await apply(db, id, [
        draft('team.checkin', team, { checkin_id: uuid() }),
        draft('team.status', team, { status: 'on_site' }),
      ]);
      for (const result of results) {
        expect(result.outcome === 'applied').toBe(mayCheckIn(actor, team));
      }
    }
  });

  it('[P2] creates tasks, searches and adds areas exactly where the rules say so', async () => {
    const { id, actor } = accountOf(kind);
    const search = { search_id: uuid(), method: 'dog', result: 'nothing_found' } as const;
    const area = { site_id: operation.site, level: 'room', name_en: 'Behind the door' } as const;
    const results = await apply(db, id, [
      draft('task.create', uuid(), { kind: 'breach' }),
      draft('area.search', operation.area, search),
      draft('area.create', uuid(), area),
    ]);
    expect(results.map((result) => result.outcome === 'applied')).toEqual([
      mayCreateTask(actor),
      maySearchAreas(actor),
      mayCreateArea(actor),
    ]);
  });

  it('[P2] counts releases and corrects them exactly where the rules say so', async () => {
    const { id, actor } = accountOf(kind);
    const counted = [operation.teamA, operation.teamB].map((team_id) => ({ id: uuid(), team_id }));
    await apply(
      db,
      operation.admin,
      counted.map((row) => draft('release.record', row.id, { men: 2, team_id: row.team_id })),
    );
    const results = await apply(db, id, [
      draft('release.record', uuid(), { women: 1 }),
      ...counted.map((row) => draft('release.record', uuid(), { men: -1, corrects: row.id })),
    ]);
    expect(results.map((result) => result.outcome === 'applied')).toEqual([
      mayRecordReleases(actor),
      ...counted.map((row) => mayCorrectRelease(actor, row)),
    ]);
  });

  it('[P2] records, changes, merges and parts people exactly where mayRecordPeople says so, and takes them away where mayDeletePeople does', async () => {
    const { id, actor } = accountOf(kind);
    const [person, other] = [await makePerson(db, operation), await makePerson(db, operation)];
    const results = await apply(db, id, [
      draft('person.create', uuid(), {}),
      draft('person.update', person, { set: { sex: 'male' }, base: { sex: 'unknown' } }),
      draft('person.merge', person, { into: other, reasons: [] }),
      draft('person.unmerge', person, { reason: 'Two people' }),
      draft('person.update', person, { set: { deleted: true }, base: { deleted: false } }),
      draft('person.erase', other, { reason: 'kept_too_long' }),
    ]);
    const may = mayRecordPeople(actor);
    expect(results.map((result) => result.outcome === 'applied')).toEqual([
      ...[may, may, may, may],
      mayDeletePeople(actor),
      mayErase(actor),
    ]);
  });

  it('[P2] records requests, proposes and steps claims exactly where maySeeTracing says so, and takes requests away where mayDeleteTracing does', async () => {
    const { id, actor } = accountOf(kind);
    const [request, person] = [await makeRequest(db, operation), await makePerson(db, operation)];
    const other = await makePerson(db, operation);
    const claim = await makeClaim(db, operation, request, other);
    const results = await apply(db, id, [
      draft('tracing.request', uuid(), { given: 'خالد' }),
      draft('tracing.update', request, { set: { sex: 'male' }, base: { sex: 'unknown' } }),
      draft('tracing.claim', uuid(), { request_id: request, person_id: person }),
      draft('tracing.claim_step', claim, { from: 'proposed', to: 'confirmed_once' }),
      draft('tracing.step', request, { from: 'matched_pending', to: 'withdrawn', reason: 'Asked' }),
      draft('tracing.update', request, { set: { deleted: true }, base: { deleted: false } }),
      draft('tracing.erase', request, { reason: 'kept_too_long' }),
    ]);
    const may = maySeeTracing(actor);
    expect(results.map((result) => result.outcome === 'applied')).toEqual([
      ...[may, may, may, may, may],
      mayDeleteTracing(actor),
      mayErase(actor),
    ]);
  });

  it('[D2] writes, changes, grades, moves, assigns and follows reports exactly where mayWriteReports says so', async () => {
    const { id, actor } = accountOf(kind);
    const lead = await makeReport(db, operation, { kind: 'lead' });
    const results = await apply(db, id, [
      draft('report.create', uuid(), { kind: 'claim', text: 'All are out' }),
      draft('report.create', uuid(), { kind: 'lead', text: 'A door behind the shelf' }),
      draft('report.update', lead, { set: { source: 'A guard' }, base: { source: null } }),
      draft('report.grade', lead, {
        reliability: 'C',
        credibility: '3',
        from: { reliability: 'F', credibility: '6' },
      }),
      draft('report.status', lead, { status: 'disputed', from: 'unverified', reason: 'No shelf' }),
      draft('report.assign', lead, { assigned_team_id: operation.teamB, from_team_id: null }),
      draft('report.task', lead, { task_id: null }),
      draft('report.update', lead, { set: { deleted: true }, base: { deleted: false } }),
    ]);
    const outcomes = results.map((result) => result.outcome);
    expect(new Set(outcomes)).toEqual(new Set([mayWriteReports(actor) ? 'applied' : 'rejected']));
  });

  it('[P1] administers exactly where mayAdminister says so', async () => {
    const { id, actor } = accountOf(kind);
    const results = await apply(db, id, [
      draft('site.create', uuid(), { code: uuid(), name_en: 'Clinic', kind: 'clinic' }),
      draft('site.update', operation.site, { set: {} }),
      draft('area.update', operation.area, { set: {} }),
      draft('team.create', uuid(), { code: uuid(), name_en: 'Team', specialty: 'medical' }),
      draft('team.update', operation.teamB, { set: {} }),
      draft('operation.update', operation.id, { set: {} }),
    ]);
    const outcomes = results.map((result) => result.outcome);
    expect(new Set(outcomes)).toEqual(new Set([mayAdminister(actor) ? 'applied' : 'rejected']));
  });
});

it('[P1] an admin claims a task for a team', async () => {
  const [task] = await everyTask();
  const claim = draft('task.claim', task?.id ?? '', {
    team_id: operation.teamB,
    from_team_id: task?.team_id ?? null,
  });
  const [answer] = await apply(db, operation.admin, [claim]);
  expect(answer?.outcome).toBe('applied');
});

it('[P2] a coordinator searches for the own team alone', async () => {
  const search = { search_id: uuid(), method: 'dog', result: 'nothing_found' } as const;
  const [answer] = await apply(db, operation.coordinatorA, [
    draft('area.search', operation.area, { ...search, team_id: operation.teamB }),
  ]);
  expect(answer).toMatchObject({ outcome: 'rejected', reason: 'not_allowed' });
});

it('[P2] a coordinator makes a task for the own team or for nobody, never for another', async () => {
  const results = await apply(
    db,
    operation.coordinatorA,
    [operation.teamA, null, operation.teamB].map((team_id) =>
      draft('task.create', uuid(), { kind: 'breach', team_id }),
    ),
  );
  expect(results.map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['applied', null],
    ['applied', null],
    ['rejected', 'not_allowed'],
  ]);
});
