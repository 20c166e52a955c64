import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationSettings } from '../../src/lib/domain/rows.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  apply,
  makeOperation,
  makeTask,
  mutation,
  rowOf,
  send,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let task: string;
beforeAll(async () => {
  db = await freshDatabase();
  operation = await makeOperation(db);
  task = await makeTask(db, operation, { team_id: operation.teamA });
});
afterAll(() => db.close());

describe('[W11] texts', () => {
  it('are kept as they were typed', async () => {
    const body = '  الباب الحديدي ‏— third floor\n';
    const draft = mutation(operation.id, 'task.comment', task, { body });
    await send(db, operation.coordinatorA, draft);
    expect((await rowOf(db, 'task_events', draft.id))?.payload).toEqual({ body });
    const id = await makeTask(db, operation, { title: body, details: 'ا'.repeat(4000) });
    expect(await rowOf(db, 'tasks', id)).toMatchObject({ title: body, details: 'ا'.repeat(4000) });
  });

  it('of white space alone are null', async () => {
    const id = await makeTask(db, operation, { title: ' \n\u00a0\u200f', details: '' });
    expect(await rowOf(db, 'tasks', id)).toMatchObject({ title: null, details: null });
  });

  it('a name that is missing in Arabic is the English one', async () => {
    const id = uuid();
    const fields = { code: uuid(), name_en: 'Dogs', specialty: 'dog_unit', name_ar: ' ' } as const;
    await send(db, operation.admin, mutation(operation.id, 'team.create', id, fields));
    expect(await rowOf(db, 'teams', id)).toMatchObject({ name_en: 'Dogs', name_ar: 'Dogs' });
  });
});

describe('codes of sites and teams', () => {
  it('are given once, and again when their holder is gone', async () => {
    const make = (code: string) =>
      mutation(operation.id, 'site.create', uuid(), { code, name_en: 'Clinic', kind: 'clinic' });
    const [first, second] = [make('C-1'), make('C-1')];
    const [one, two] = await apply(db, operation.admin, [first, second]);
    expect(one?.outcome).toBe('applied');
    expect(two).toMatchObject({ outcome: 'rejected', reason: 'already_exists', field: 'code' });
    const remove = { set: { deleted: true }, base: { deleted: false } };
    await send(db, operation.admin, mutation(operation.id, 'site.update', first.entity_id, remove));
    expect((await send(db, operation.admin, make('C-1'))).outcome).toBe('applied');
    const back = { set: { deleted: false }, base: { deleted: true } };
    expect(
      await send(db, operation.admin, mutation(operation.id, 'site.update', first.entity_id, back)),
    ).toMatchObject({ reason: 'already_exists', field: 'code' });
  });
});

describe('codes of tasks', () => {
  it('are the first digits of the id, more of them where they are taken', async () => {
    const ids = ['4f2a0000', '4f2a1000', '4f2a1100'].map(
      (start) => `${start}-0000-4000-8000-${operation.id.slice(-12)}`,
    );
    await apply(
      db,
      operation.admin,
      ids.map((id) => mutation(operation.id, 'task.create', id, { kind: 'search' })),
    );
    const rows = await db.sql`select code from public.tasks where id = any (${ids}) order by id`;
    expect(rows.map((row) => row.code as string)).toEqual(['T-4F2A', 'T-4F2A1', 'T-4F2A11']);
  });
});

describe('team.checkin', () => {
  const checkIn = async (payload: object, team = operation.teamA) => {
    const draft = mutation(operation.id, 'team.checkin', team, { checkin_id: uuid(), ...payload });
    expect((await send(db, operation.admin, draft)).outcome).toBe('applied');
    return rowOf(db, 'teams', team);
  };

  it('shows a team rounded to 0.05 degrees, and keeps the exact position apart', async () => {
    const team = await checkIn({ lat: 33.6644, lon: 36.3281 });
    expect(team).toMatchObject({ last_lat: 33.65, last_lon: 36.35 });
    const [exact] = await db.sql`
      select lat, lon from public.checkins where team_id = ${operation.teamA} order by version desc limit 1`;
    expect(exact).toEqual({ lat: 33.6644, lon: 36.3281 });
  });

  it('without a position stands at its site, or where it was', async () => {
    await checkIn({ lat: 35, lon: 37 });
    expect(await checkIn({})).toMatchObject({ last_lat: 35, last_lon: 37 });
    expect(await checkIn({ site_id: operation.site })).toMatchObject({
      last_lat: 33.65,
      last_lon: 36.3,
    });
  });

  it('sets and clears when the team is expected back', async () => {
    const due = await checkIn({ expected_back_at: '2024-12-08T14:00:00Z', status: 'on_site' });
    expect(due).toMatchObject({ checkin_due_at: '2024-12-08T14:00:00+00:00', status: 'on_site' });
    expect(await checkIn({})).toMatchObject({ checkin_due_at: null, status: 'on_site' });
  });
});

describe('area.update', () => {
  it('keeps the tree a tree', async () => {
    const [outer, inner] = [uuid(), uuid()];
    const make = (id: string, parent_id: string | null) =>
      mutation(operation.id, 'area.create', id, {
        site_id: operation.site,
        level: 'wing',
        name_en: 'Wing',
        parent_id,
      });
    await apply(db, operation.admin, [make(outer, null), make(inner, outer)]);
    for (const parent_id of [inner, outer]) {
      const move = mutation(operation.id, 'area.update', outer, {
        set: { parent_id },
        base: { parent_id: null },
      });
      expect(await send(db, operation.admin, move)).toMatchObject({
        reason: 'invalid_payload',
        field: 'parent_id',
      });
    }
  });
});

describe('operation.update', () => {
  it.each([
    ['tile_url', 'http://tiles.example.org/{z}/{x}/{y}.png'],
    ['tile_url', 'https://tiles.example.org/{z}/{x}.png'],
    ['tile_url', 'javascript:alert(1)//{z}{x}{y}'],
    ['tile_attribution', 7],
    ['checkin_grace_minutes', -1],
    ['lock_after_hours', 0],
    ['lock_idle_minutes', 0],
    ['lock_idle_minutes', 241],
    ['lease_hours', 0],
    ['lease_hours', 2161],
    // Below what lock_after_hours is where nothing is set.
    ['lease_hours', 71],
    ['pin_required', 'yes'],
    ['arrived_minutes', 0],
    ['in_transport_minutes', '60'],
    ['not_received_minutes', 10081],
    ['transport_requested_minutes', 1.5],
    ['time_zone', 'Asia/Nowhere'],
    ['time_zone', '+03'],
    ['colour', 'red'],
  ])('refuses the setting %s %j and names it', async (name, value) => {
    const change = mutation(operation.id, 'operation.update', operation.id, {
      set: { settings: { [name]: value } },
      base: {},
    });
    expect(await send(db, operation.admin, change)).toMatchObject({
      reason: 'invalid_payload',
      field: `settings.${name}`,
    });
  });

  it('[Q2] the lease never ends before the phone locks', async () => {
    const withLease = (lock_after_hours: number, lease_hours: number) =>
      mutation(operation.id, 'operation.update', operation.id, {
        set: { settings: { lock_after_hours, lease_hours } },
        base: {},
      });
    expect(await send(db, operation.admin, withLease(48, 47))).toMatchObject({
      reason: 'invalid_payload',
      field: 'settings.lease_hours',
    });
    const fitting = { ...withLease(48, 48), base_version: await versionOf() };
    expect(await send(db, operation.admin, fitting)).toMatchObject({ outcome: 'applied' });
    // Without one it follows: 168, or the longer lock.
    const longLock = {
      ...mutation(operation.id, 'operation.update', operation.id, {
        set: { settings: { lock_after_hours: 1000 } },
      }),
      base_version: await versionOf(),
    };
    expect(await send(db, operation.admin, longLock)).toMatchObject({ outcome: 'applied' });
  });

  const versionOf = async () => Number((await rowOf(db, 'operations', operation.id))?.version);

  it('takes settings as they should be', async () => {
    const settings = {
      tile_url: 'https://tiles.example.org/{z}/{x}/{y}.png',
      tile_attribution: 'Example',
      checkin_grace_minutes: 10,
      lock_after_hours: 24,
      lock_idle_minutes: 5,
      lease_hours: 24,
      pin_required: true,
      transport_requested_minutes: 20,
      in_transport_minutes: 90,
      arrived_minutes: 15,
      not_received_minutes: 30,
      time_zone: 'Asia/Damascus',
    };
    const change = mutation(operation.id, 'operation.update', operation.id, {
      set: { settings, starts_on: '2024-12-08' },
      base: {
        settings: ((await rowOf(db, 'operations', operation.id))?.settings ??
          {}) as OperationSettings,
        starts_on: null,
      },
    });
    expect(await send(db, operation.admin, change)).toMatchObject({ outcome: 'applied' });
    expect(await rowOf(db, 'operations', operation.id)).toMatchObject({
      settings,
      starts_on: '2024-12-08',
    });
  });
});
