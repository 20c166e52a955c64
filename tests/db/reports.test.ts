/** What becomes of claims and leads: grades, statuses, assignments, tasks, and what came too late. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { reportTransitions } from '../../src/lib/domain/reports/transitions.ts';
import { reportStatuses, type ReportStatus } from '../../src/lib/domain/reports/vocabulary.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  apply,
  makeOperation,
  makeReport,
  makeTask,
  mutation,
  pull,
  rowOf,
  send,
  uuid,
  type Draft,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let report: string;
/** What the fixture's report says. */
const first = 'Over a hundred below the red building';

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  report = await makeReport(db, operation);
});

type ReportKinds =
  'report.update' | 'report.grade' | 'report.status' | 'report.assign' | 'report.task';
const draft = <K extends ReportKinds>(kind: K, payload: Payloads[K], more: Partial<Draft> = {}) =>
  mutation(operation.id, kind, report, payload, more);
const say = <K extends ReportKinds>(
  kind: K,
  payload: Payloads[K],
  account = operation.coordinatorA,
) => send(db, account, draft(kind, payload));
const row = (id = report) => rowOf(db, 'reports', id);
const history = (id = report) => db.sql<
  { id: string; kind: string; reason: string | null; why: string | null; detail: unknown }[]
>`select id, kind, reason, why, detail from public.report_events
  where report_id = ${id} order by version`;
const standing = (status: ReportStatus, better: string | null = null) =>
  db.sql`update public.reports set status = ${status}, superseded_by = ${better} where id = ${report}`;

describe('report.create', () => {
  it('is F6 and unverified until somebody judges it', async () => {
    expect(await row()).toMatchObject({
      reliability: 'F',
      credibility: '6',
      status: 'unverified',
      needs_review: false,
      task_id: null,
    });
    expect(await history()).toMatchObject([{ kind: 'create', reason: null }]);
  });

  it('takes the site from the area, and an id once', async () => {
    const id = uuid();
    const fields = { kind: 'claim', text: 'x', area_id: operation.area } as const;
    const made = mutation(operation.id, 'report.create', id, fields);
    expect((await send(db, operation.coordinatorA, made)).outcome).toBe('applied');
    expect(await row(id)).toMatchObject({ site_id: operation.site, area_id: operation.area });
    const again = mutation(operation.id, 'report.create', id, fields);
    expect((await send(db, operation.coordinatorB, again)).reason).toBe('already_exists');
  });

  it('lets figures that contradict each other stand side by side', async () => {
    const figures = [3500, 300].map((figure_from) =>
      mutation(operation.id, 'report.create', uuid(), {
        kind: 'claim',
        text: 'Freed',
        measure: 'people_freed',
        figure_from,
        site_id: operation.site,
      }),
    );
    await apply(db, operation.coordinatorA, figures);
    const found = await db.sql`
      select figure_from, figure_to from public.reports
      where operation_id = ${operation.id} and measure = 'people_freed' order by figure_from`;
    expect([...found]).toEqual([
      { figure_from: 300, figure_to: null },
      { figure_from: 3500, figure_to: null },
    ]);
  });
});

describe('[D3] what no longer fits', () => {
  it('is a conflict with both sides, and sets nothing of what would fit', async () => {
    await say('report.update', {
      set: { text: 'Ninety' },
      base: { text: first },
    });
    const late = draft('report.update', {
      set: { text: 'A hundred', source: 'A driver' },
      base: { text: first, source: null },
    });
    expect(await send(db, operation.coordinatorB, late)).toMatchObject({
      outcome: 'conflict',
      reason: 'fields_changed',
    });
    expect(await row()).toMatchObject({ text: 'Ninety', source: null, needs_review: true });
    expect((await history()).at(-1)).toMatchObject({
      id: late.id,
      reason: 'fields_changed',
      detail: {
        wanted: { text: 'A hundred', source: 'A driver' },
        seen: { text: first, source: null },
        present: { text: 'Ninety', source: null },
      },
    });
  });

  it('of a grade, a status and an assignment says which it is', async () => {
    await standing('disputed');
    await db.sql`update public.reports set reliability = 'B', assigned_team_id = ${operation.teamB},
      assigned_at = now() where id = ${report}`;
    const answers = [
      await say('report.grade', {
        reliability: 'A',
        credibility: '1',
        from: { reliability: 'F', credibility: '6' },
      }),
      await say('report.status', { status: 'corroborated', from: 'unverified', reason: 'x' }),
      await say('report.assign', { assigned_team_id: operation.teamA, from_team_id: null }),
    ];
    expect(answers.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['conflict', 'fields_changed'],
      ['conflict', 'status_changed'],
      ['conflict', 'held_by_other_team'],
    ]);
    expect(await row()).toMatchObject({
      reliability: 'B',
      status: 'disputed',
      assigned_team_id: operation.teamB,
      needs_review: true,
    });
  });

  it('is agreement where the wanted stands there already', async () => {
    await standing('disputed');
    const { version } = (await row()) ?? {};
    const answer = await say('report.status', {
      status: 'disputed',
      from: 'unverified',
      reason: 'I heard so too',
    });
    expect(answer).toMatchObject({ outcome: 'applied', version: null });
    expect((await row())?.version).toBe(version);
  });

  it('[C6] is decided by a later word that resolves it, and by nothing else', async () => {
    await standing('disputed');
    const late = [1, 2].map(() =>
      draft('report.status', { status: 'corroborated', from: 'unverified', reason: 'x' }),
    );
    await apply(db, operation.coordinatorB, late);
    const [first, second] = late.map(({ id }) => id);
    await say('report.grade', {
      reliability: 'C',
      credibility: '3',
      from: { reliability: 'F', credibility: '6' },
      resolves: [first ?? ''],
    });
    expect((await row())?.needs_review).toBe(true);
    const keep = draft('report.status', {
      status: 'disputed',
      from: 'disputed',
      resolves: [second ?? ''],
    });
    expect((await send(db, operation.admin, keep)).outcome).toBe('applied');
    expect(await row()).toMatchObject({ needs_review: false, status: 'disputed' });
    const [decided] =
      await db.sql`select resolved_by from public.report_events where id = ${second ?? ''}`;
    expect(decided?.resolved_by).toBe(keep.id);
  });

  it('nothing that anyone has said is lost, in whatever order it comes', async () => {
    const words = ['A', 'B', 'C'].map((text) => `Words of ${text}`);
    const steps = fc.array(
      fc.record({
        who: fc.constantFrom('admin', 'coordinatorA', 'coordinatorB'),
        text: fc.constantFrom(...words),
        seen: fc.constantFrom(...words, first),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (said) => {
        const id = await makeReport(db, operation);
        const drafts = said.map(({ text, seen }) =>
          mutation(operation.id, 'report.update', id, { set: { text }, base: { text: seen } }),
        );
        let stands = first;
        for (const [place, one] of drafts.entries()) {
          const { who, text, seen } = said[place] ?? { who: 'admin', text: '', seen: '' };
          const { outcome } = await send(db, operation[who as 'admin'], one);
          const fits = seen === stands || text === stands;
          expect(outcome).toBe(fits ? 'applied' : 'conflict');
          if (fits) stands = text;
        }
        expect((await row(id))?.text).toBe(stands);
        const kept = JSON.stringify(await history(id));
        for (const { text } of said) expect(kept.includes(text) || text === stands).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});

describe('[D4] report.status', () => {
  it('takes the steps of the table, from every status to every other', async () => {
    const better = await makeReport(db, operation);
    for (const from of reportStatuses)
      for (const to of reportStatuses.filter((status) => status !== from)) {
        await standing(from, from === 'superseded' ? better : null);
        const { outcome, reason } = await say('report.status', {
          status: to,
          from,
          reason: 'Seen',
          ...(to === 'superseded' ? { superseded_by: better } : {}),
        });
        expect([from, to, outcome, reason]).toEqual(
          reportTransitions[from][to]
            ? [from, to, 'applied', null]
            : [from, to, 'rejected', 'transition_not_allowed'],
        );
      }
  });

  it('never changes without a reason, which stands in the row and in the history', async () => {
    for (const reason of [undefined, ' \u200f'])
      expect(
        await say('report.status', {
          status: 'refuted',
          from: 'unverified',
          ...(reason ? { reason } : {}),
        }),
      ).toMatchObject({ outcome: 'rejected', reason: 'reason_required', field: 'reason' });
    await say('report.status', { status: 'refuted', from: 'unverified', reason: 'Nobody is left' });
    expect(await row()).toMatchObject({ status: 'refuted', status_reason: 'Nobody is left' });
    expect((await history()).at(-1)).toMatchObject({ kind: 'status', why: 'Nobody is left' });
  });

  it('names the report that says it better, of the same operation, and not itself', async () => {
    const elsewhere = await makeReport(db, await makeOperation(db));
    for (const superseded_by of [null, report, elsewhere, uuid()])
      expect(
        await say('report.status', {
          status: 'superseded',
          from: 'unverified',
          superseded_by,
          reason: 'x',
        }),
      ).toMatchObject({ reason: 'invalid_payload', field: 'superseded_by' });
  });

  it('nothing is superseded in a circle, and two betters are a conflict', async () => {
    const other = await makeReport(db, operation);
    const supersede = (one: string, by: string) =>
      send(
        db,
        operation.admin,
        mutation(operation.id, 'report.status', one, {
          status: 'superseded',
          from: 'unverified',
          superseded_by: by,
          reason: 'Counted since',
        }),
      );
    expect((await supersede(report, other)).outcome).toBe('applied');
    expect(await supersede(other, report)).toMatchObject({ outcome: 'conflict' });
    const third = await makeReport(db, operation);
    expect(await supersede(report, third)).toMatchObject({
      outcome: 'conflict',
      reason: 'fields_changed',
    });
    expect(await row()).toMatchObject({ superseded_by: other });
    const another = { status: 'superseded', from: 'superseded', superseded_by: third } as const;
    expect((await say('report.status', another)).reason).toBe('transition_not_allowed');
  });
});

describe('[D6] report.task', () => {
  beforeEach(async () => {
    report = await makeReport(db, operation, { kind: 'lead', site_id: operation.site });
  });

  it('links the task that was made in the same batch', async () => {
    const task = uuid();
    const answers = await apply(db, operation.coordinatorA, [
      mutation(operation.id, 'task.create', task, { kind: 'search', site_id: operation.site }),
      draft('report.task', { task_id: task, from_task_id: null }),
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    expect(await row()).toMatchObject({ task_id: task });
  });

  it('two who make a task of one lead at once see it: the second is a conflict', async () => {
    const [one, two] = [await makeTask(db, operation), await makeTask(db, operation)];
    await say('report.task', { task_id: one, from_task_id: null });
    expect(
      await say('report.task', { task_id: two, from_task_id: null }, operation.coordinatorB),
    ).toMatchObject({ outcome: 'conflict', reason: 'fields_changed' });
    expect(await row()).toMatchObject({ task_id: one, needs_review: true });
  });

  it('is for leads, and for tasks of the operation', async () => {
    const elsewhere = await makeTask(db, await makeOperation(db));
    expect((await say('report.task', { task_id: elsewhere })).field).toBe('task_id');
    report = await makeReport(db, operation);
    expect((await say('report.task', { task_id: null })).field).toBe('task_id');
  });

  it('the task’s end changes no row of the lead: how far it is follows from the task', async () => {
    const task = await makeTask(db, operation, { team_id: operation.teamA });
    await say('report.task', { task_id: task, from_task_id: null });
    const before = await row();
    for (const [from, status] of [
      ['open', 'in_progress'],
      ['in_progress', 'done'],
    ] as const)
      await send(
        db,
        operation.coordinatorA,
        mutation(operation.id, 'task.status', task, { status, from }),
      );
    expect(await row()).toEqual(before);
  });
});

describe('[D7] a report that is taken away', () => {
  it('goes from the phones with its history, and comes back with it', async () => {
    await say('report.grade', {
      reliability: 'C',
      credibility: '3',
      from: { reliability: 'F', credibility: '6' },
    });
    const { cursor } = await pull(db, operation.observer, operation.id);
    await say('report.update', { set: { deleted: true }, base: { deleted: false } });
    const gone = await pull(db, operation.observer, operation.id, cursor);
    expect(gone.changes.map(({ table, op, row: image }) => [table, op, image])).toEqual([
      ['reports', 'delete', null],
      ...Array.from({ length: 3 }, () => ['report_events', 'delete', null]),
    ]);
    expect(await say('report.update', { set: { text: 'x' }, base: {} })).toMatchObject({
      outcome: 'conflict',
      reason: 'row_deleted',
    });
    await say('report.update', { set: { deleted: false }, base: { deleted: true } });
    const back = await pull(db, operation.observer, operation.id, gone.cursor);
    expect(new Set(back.changes.map(({ op }) => op))).toEqual(new Set(['put']));
    expect(back.changes).toHaveLength(6);
  });
});
