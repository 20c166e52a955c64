import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  makeOperation,
  makeTask,
  mutation,
  rowOf,
  send,
  uuid,
  type Draft,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let task: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  task = await makeTask(db, operation, { team_id: operation.teamA, title: 'Open the doors' });
});

const status = (payload: Payloads['task.status'], more: Partial<Draft> = {}) =>
  mutation(operation.id, 'task.status', task, payload, more);
const update = (payload: Payloads['task.update'], more: Partial<Draft> = {}) =>
  mutation(operation.id, 'task.update', task, payload, more);
const row = () => rowOf(db, 'tasks', task);
const versionOf = async () => Number((await row())?.version);
const conflictsOf = () => db.sql<
  { id: string; reason: string; payload: unknown; before: unknown; resolved: boolean }[]
>`
  select id, reason, payload, before, resolved_at is not null as resolved
  from public.task_events where task_id = ${task} and outcome = 'conflict' order by version, id`;
const as = (account: string, draft: Draft) => send(db, account, draft);

describe('[C4] task.update', () => {
  it('merges fields that others did not touch', async () => {
    await as(operation.admin, update({ set: { priority: 'high' }, base: { priority: 'normal' } }));
    const late = update({
      set: { details: 'Third floor', due_at: '2024-12-09T10:00:00.000Z', people_expected: 12 },
      base: { details: null, due_at: null, people_expected: null },
    });
    expect(await as(operation.coordinatorA, late)).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({
      priority: 'high',
      details: 'Third floor',
      due_at: '2024-12-09T10:00:00+00:00',
      people_expected: 12,
      needs_review: false,
    });
  });

  it('takes a value as the same however it is written', async () => {
    await as(
      operation.admin,
      update({ set: { due_at: '2024-12-09T12:00:00+02:00' }, base: { due_at: null } }),
    );
    const again = update({
      set: { due_at: '2024-12-10T10:00:00Z', title: ' ' },
      base: { due_at: '2024-12-09T10:00:00.000Z', title: 'Open the doors' },
    });
    expect(await as(operation.coordinatorA, again)).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ due_at: '2024-12-10T10:00:00+00:00', title: null });
  });

  it('sets the fields that fit, and the others are one conflict that names them', async () => {
    await as(
      operation.admin,
      update({ set: { title: 'Open the red doors' }, base: { title: 'Open the doors' } }),
    );
    const late = update({
      set: { title: 'Open the white doors', priority: 'critical' },
      base: { title: 'Open the doors', priority: 'normal' },
    });
    const answer = await as(operation.coordinatorA, late);
    expect(answer).toMatchObject({ outcome: 'conflict', reason: 'fields_changed' });
    expect(await row()).toMatchObject({
      title: 'Open the red doors',
      priority: 'critical',
      needs_review: true,
      version: answer.version,
    });
    expect(await conflictsOf()).toMatchObject([
      { id: late.id, payload: late.payload, before: { title: 'Open the red doors' } },
    ]);
    const [applied] = await db.sql`
      select payload, before from public.task_events
      where task_id = ${task} and version = ${answer.version} and outcome = 'applied'`;
    expect(applied).toEqual({
      payload: { set: { priority: 'critical' } },
      before: { priority: 'normal' },
    });
  });

  it('without a base sets a field at the version that the author saw, and at no other', async () => {
    const seen = await versionOf();
    expect(
      await as(operation.coordinatorA, update({ set: { details: 'x' } }, { base_version: seen })),
    ).toMatchObject({ outcome: 'applied' });
    for (const base_version of [seen, null]) {
      expect(
        await as(operation.coordinatorA, update({ set: { details: 'y' } }, { base_version })),
      ).toMatchObject({ outcome: 'conflict', reason: 'fields_changed' });
    }
  });

  it('to what is there already is applied and changes nothing', async () => {
    const before = await row();
    expect(
      await as(
        operation.coordinatorA,
        update({ set: { title: 'Open the doors' }, base: { title: 'Else' } }),
      ),
    ).toMatchObject({ outcome: 'applied', version: null });
    expect(await row()).toEqual(before);
  });

  it('takes the site from the area, and lets go of the area with the site', async () => {
    await as(
      operation.admin,
      update({ set: { area_id: operation.area }, base: { area_id: null } }),
    );
    expect(await row()).toMatchObject({ area_id: operation.area, site_id: operation.site });
    const other = uuid();
    await as(
      operation.admin,
      mutation(operation.id, 'site.create', other, {
        code: 'H',
        name_en: 'Hospital',
        kind: 'hospital',
      }),
    );
    await as(
      operation.admin,
      update({ set: { site_id: other }, base: { site_id: operation.site } }),
    );
    expect(await row()).toMatchObject({ area_id: null, site_id: other });
  });
});

describe('[C4] updates of what only admins change', () => {
  const kinds = [
    ['sites', 'site.update', () => operation.site, 'Site'],
    ['site_areas', 'area.update', () => operation.area, 'Room 1'],
    ['teams', 'team.update', () => operation.teamA, 'Team A'],
    ['operations', 'operation.update', () => operation.id, 'Operation'],
  ] as const;

  it.each(kinds)(
    '%s: what fits is set, the rest is a conflict in the log alone',
    async (table, kind, id, name) => {
      const change = (name_en: string, base: string, more: object) =>
        mutation(operation.id, kind, id(), {
          set: { name_en, ...more },
          base: { name_en: base, name_ar: 'x' },
        });
      expect(await as(operation.admin, change('First', name, {}))).toMatchObject({
        outcome: 'applied',
      });
      const late = change('Second', name, {
        name_ar: (await rowOf(db, table, id()))?.name_ar as string,
      });
      expect(await as(operation.admin, late)).toMatchObject({
        outcome: 'conflict',
        reason: 'fields_changed',
        version: null,
      });
      expect(await rowOf(db, table, id())).toMatchObject({ name_en: 'First' });
      const [event] =
        await db.sql`select outcome, payload from public.events where id = ${late.id}`;
      expect(event).toEqual({ outcome: 'conflict', payload: late.payload });
      const half = mutation(operation.id, kind, id(), {
        set: { name_en: 'Third', name_ar: 'اسم' },
        base: { name_en: name, name_ar: (await rowOf(db, table, id()))?.name_ar as string },
      });
      const answer = await as(operation.admin, half);
      expect(answer.outcome).toBe('conflict');
      expect(await rowOf(db, table, id())).toMatchObject({
        name_en: 'First',
        name_ar: 'اسم',
        version: answer.version,
      });
    },
  );

  it.each(kinds.slice(0, 3))(
    '%s: is taken away as a tombstone and brought back',
    async (table, kind, id) => {
      const set = (deleted: boolean) =>
        mutation(operation.id, kind, id(), { set: { deleted }, base: { deleted: !deleted } });
      expect(await as(operation.admin, set(true))).toMatchObject({ outcome: 'applied' });
      expect((await rowOf(db, table, id()))?.deleted_at).not.toBeNull();
      const rename = mutation(operation.id, kind, id(), { set: { name_en: 'X' } });
      expect(await as(operation.admin, rename)).toMatchObject({
        reason: 'row_deleted',
        version: null,
      });
      expect(await as(operation.admin, set(false))).toMatchObject({ outcome: 'applied' });
      expect((await rowOf(db, table, id()))?.deleted_at).toBeNull();
    },
  );

  it('a site’s status and beds that are the same again were confirmed', async () => {
    const change = {
      set: { status: 'verified', beds_free: 4 },
      base: { status: 'reported', beds_free: null },
    } as const;
    await as(
      operation.admin,
      mutation(operation.id, 'site.update', operation.site, change, {
        device_at: '2024-12-08T11:00:00Z',
      }),
    );
    await db.sql`update public.sites set status_at = '2024-12-01', beds_at = '2024-12-01' where id = ${operation.site}`;
    await as(operation.admin, mutation(operation.id, 'site.update', operation.site, change));
    const site = await rowOf(db, 'sites', operation.site);
    expect(site?.status_at).not.toContain('2024-12-01');
    expect(site?.beds_at).not.toContain('2024-12-01');
  });
});

describe('[C5] a deleted task', () => {
  it('turns every change into a conflict, and none into a change', async () => {
    await db.sql`update public.tasks set deleted_at = now() where id = ${task}`;
    const drafts = [
      status({ status: 'en_route', from: 'open' }),
      update({ set: { title: 'x' }, base: { title: 'Open the doors' } }),
      mutation(operation.id, 'task.claim', task, {}),
      mutation(operation.id, 'task.hand_over', task, { team_id: null }),
    ];
    for (const draft of drafts) {
      expect(await as(operation.coordinatorA, draft)).toMatchObject({
        outcome: 'conflict',
        reason: 'row_deleted',
      });
    }
    expect(await conflictsOf()).toHaveLength(4);
    expect(await row()).toMatchObject({
      status: 'open',
      title: 'Open the doors',
      needs_review: true,
    });
  });
});
