import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overdueTeams } from '../../src/lib/domain/overdue.ts';
import type { Task, Team } from '../../src/lib/domain/rows.ts';
import { isLate } from '../../src/lib/domain/urgency.ts';
import { taskKinds, taskStatuses } from '../../src/lib/domain/vocabulary.ts';
import { demoId } from '../../supabase/embedded/demo/act.ts';
import { fillDemo, type DemoAccount } from '../../supabase/embedded/demo.ts';
import { median } from '../bench/measure.ts';
import { startApi, value, type TestApi } from '../support/api.ts';

const now = new Date();
let api: TestApi;
let accounts: DemoAccount[];
let filledMs: number;
/** Signed in before the demo is filled anew, which changes the passwords. */
let admin: ReturnType<TestApi['anonymous']>;

const fill = () => fillDemo({ sql: api.db.owner, service: api.service(), now });

beforeAll(async () => {
  api = await startApi();
  const before = performance.now();
  accounts = await fill();
  filledMs = performance.now() - before;
  admin = api.anonymous();
  const account = accounts.find(({ role }) => role === 'admin');
  if (account) await admin.auth.signInWithPassword(account);
});
afterAll(() => api.close());

const plain = <T>(rows: readonly T[]): T[] => JSON.parse(JSON.stringify(rows)) as T[];
const tasks = async () => plain(await api.db.sql<Task[]>`select * from public.tasks`);

describe('the demo operation', () => {
  it('has a sign-in for every role, and one coordinator a team', async () => {
    expect(accounts.map(({ role, team }) => `${role} ${team ?? '-'}`)).toEqual([
      'admin -',
      'coordinator WH-1',
      'coordinator WH-2',
      'coordinator WH-3',
      'coordinator WH-4',
      'coordinator WH-5',
      'medic WH-5',
      'observer -',
    ]);
    for (const { email, password } of accounts) {
      const client = api.anonymous();
      const { data } = await client.auth.signInWithPassword({ email, password });
      expect(data.user?.email).toBe(email);
      const operations = value(await client.from('operations').select('name_en'));
      expect(operations).toEqual([{ name_en: 'Syria, December 2024' }]);
    }
  });

  it('has tasks of every kind in every status, some late and some due soon', async () => {
    const rows = await tasks();
    expect(rows.length).toBeGreaterThanOrEqual(30);
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(taskKinds));
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(taskStatuses));
    const late = rows.filter((task) => isLate(task, now.getTime()));
    expect(late.length).toBeGreaterThanOrEqual(4);
    const inAnHour = rows.filter((task) => isLate(task, now.getTime() + 3_600_000));
    expect(inAnHour.length).toBeGreaterThan(late.length + 4);
  });

  it('has two conflicts that wait for a person, and one that was decided', async () => {
    const review = (await tasks()).filter((task) => task.needs_review).map(({ id }) => id);
    expect(new Set(review)).toEqual(
      new Set([demoId('task red-store-wall'), demoId('task stretchers')]),
    );
    const conflicts = await api.db.sql`
      select reason, resolved_at is not null as decided from public.task_events
      where outcome = 'conflict' order by reason`;
    expect(conflicts).toEqual([
      { reason: 'fields_changed', decided: false },
      { reason: 'held_by_other_team', decided: true },
      { reason: 'status_changed', decided: false },
    ]);
  });

  it('has one overdue team, the dog unit', async () => {
    const teams = plain(await api.db.sql<Team[]>`select * from public.teams`);
    expect(overdueTeams(teams, now.getTime()).map(({ code }) => code)).toEqual(['WH-4']);
  });

  it('writes nothing that the database refuses, and a whole chain', async () => {
    const [log] = await api.db.sql`
      select count(*)::int as events, count(*) filter (where outcome = 'rejected')::int as rejected,
        max(seq)::int as head,
        bool_and(e.hash = private.event_hash(e)) as whole
      from public.events e`;
    expect(log).toMatchObject({ rejected: 0, whole: true });
    expect(log?.events).toBe(log?.head);
  });

  it('can be filled again after an interruption: nothing twice, new passwords', async () => {
    const before = await tasks();
    const again = await fill();
    expect(await tasks()).toHaveLength(before.length);
    expect(again.map(({ email }) => email)).toEqual(accounts.map(({ email }) => email));
    const [admin] = again;
    if (!admin) throw new Error('no admin');
    const { error } = await api.anonymous().auth.signInWithPassword(admin);
    expect(error).toBeNull();
  });
});

it('has an item of evidence whose stored bytes were checked, with a custody from hand to hand', async () => {
  const items = await api.db.sql`
    select sha256, checked_sha256 from public.evidence where working_sha256 is not null`;
  expect(items).toHaveLength(1);
  expect(items[0]?.['checked_sha256']).toBe(items[0]?.['sha256']);
  const custody = await api.db.sql`select action from public.custody_entries order by seq`;
  expect(custody.map(({ action }) => action as string)).toEqual(
    expect.arrayContaining(['collected', 'stored', 'sealed', 'viewed', 'checked']),
  );
});

// Last, for it writes into the demo: comments, by which nothing else is counted.
it('is filled sooner than phones could send it record by record', async () => {
  const [events] = await api.db.sql<{ count: number }[]>`
    select count(*)::int as count from public.events`;
  const [task] = await tasks();
  const took: number[] = [];
  for (let sent = 0; sent < 21; sent += 1) {
    const comment = {
      ...{ id: crypto.randomUUID(), operation_id: task?.operation_id, entity_id: task?.id },
      ...{ kind: 'task.comment', base_version: null, payload: { body: 'One by one' } },
      device_at: new Date().toISOString(),
    };
    const before = performance.now();
    const answer = value(await admin.rpc('apply_mutations', { batch: [comment] })) as unknown;
    took.push(performance.now() - before);
    expect(answer).toMatchObject([{ outcome: 'applied' }]);
  }
  const ratio = filledMs / ((events?.count ?? 0) * median(took));
  console.log(`demo filled in ${Math.round(filledMs)} ms, ${ratio.toFixed(2)} of one by one`);
  expect(ratio).toBeLessThan(1);
});
