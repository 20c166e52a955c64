import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutationKinds, type MutationKind } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  apply,
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
  operation = await makeOperation(db);
  task = await makeTask(db, operation, { team_id: operation.teamA });
});
afterAll(() => db.close());

const long = 'ا'.repeat(4001);
const longName = 'ا'.repeat(201);
const notUuid = ['one', 7, '', '{00000000-0000-0000-0000-000000000000}'];
const notName = [null, '', ' \t', '\u200f\u00a0', longName, 7, ['x']];
const notText = [7, true, ['x'], { a: 1 }, long];
const notTime = [
  'tomorrow',
  7,
  '2024-12-08',
  '2024-02-30T10:00:00Z',
  '2024-12-08T10:00:00',
  'infinity',
];
const notWord = ['else', '', 7, null];
const notCount = [-1, 1.5, '3', true, 1e9];
const notFlag = ['true', 1, null];
const notLat = [-90.1, 91, '33', true];

/** By kind: a payload that is good, and for each field values that are not. */
const cases: Record<
  MutationKind,
  { good: () => Record<string, unknown>; bad: Record<string, unknown[]>; set?: boolean }
> = {
  'task.create': {
    good: () => ({ kind: 'search' }),
    bad: {
      kind: [...notWord, undefined],
      title: notText,
      details: notText,
      site_id: [...notUuid, uuid()],
      area_id: [...notUuid, uuid()],
      priority: notWord,
      due_at: notTime,
      people_expected: notCount,
      team_id: [...notUuid, uuid()],
      colour: ['red'],
    },
  },
  'task.update': {
    set: true,
    good: () => ({}),
    bad: {
      kind: notWord,
      title: notText,
      details: notText,
      site_id: [...notUuid, uuid()],
      area_id: [...notUuid, uuid()],
      priority: notWord,
      due_at: notTime,
      people_expected: notCount,
      status: ['done'],
      team_id: [null],
      version: [1],
    },
  },
  'task.status': {
    good: () => ({ status: 'en_route', from: 'open' }),
    bad: {
      status: [...notWord, undefined],
      from: notWord,
      reason: notText,
      resolves: ['x', ['x'], [null], {}],
      colour: ['red'],
    },
  },
  'task.claim': {
    good: () => ({ team_id: operation.teamA, from_team_id: null }),
    bad: {
      team_id: [...notUuid, uuid()],
      from_team_id: notUuid,
      resolves: ['x', ['x']],
      colour: ['red'],
    },
  },
  'task.hand_over': {
    good: () => ({ team_id: operation.teamB }),
    bad: {
      team_id: [...notUuid, uuid(), undefined],
      from_team_id: notUuid,
      note: notText,
      resolves: ['x', ['x']],
      colour: ['red'],
    },
  },
  'task.comment': {
    good: () => ({ body: 'Need light' }),
    bad: { body: [...notText, null, '', ' ', undefined], help: notFlag, colour: ['red'] },
  },
  'team.status': {
    good: () => ({ status: 'on_site' }),
    bad: { status: [...notWord, undefined], colour: ['red'] },
  },
  'team.checkin': {
    good: () => ({ checkin_id: uuid(), lat: 33.5, lon: 36.3 }),
    bad: {
      checkin_id: [...notUuid, null, undefined],
      site_id: [...notUuid, uuid()],
      lat: [...notLat, null, undefined],
      lon: [181, -180.5, '36'],
      accuracy_m: [-1, '5'],
      note: notText,
      expected_back_at: notTime,
      status: notWord,
      colour: ['red'],
    },
  },
  'site.create': {
    good: () => ({ code: uuid(), name_en: 'Clinic', kind: 'clinic', lat: 33.5, lon: 36.3 }),
    bad: {
      code: [...notName, undefined],
      name_en: [...notName, undefined],
      name_ar: [longName, 7],
      aliases: [['x', 7], 'x', [''], null, Array.from({ length: 51 }, () => 'x')],
      kind: [...notWord, undefined],
      status: notWord,
      adm1_pcode: ['03', 'sy03', 7],
      lat: [...notLat, null],
      lon: [181, '36'],
      coord_source: ['guess', 7],
      coord_precision_m: [-1, '5'],
      access_notes: notText,
      beds_total: notCount,
      beds_free: notCount,
      services: [['x', 7], 'x', null],
      deleted: [true, 'no'],
      colour: ['red'],
    },
  },
  'site.update': {
    set: true,
    good: () => ({}),
    bad: {
      code: notName,
      lat: [...notLat, null],
      beds_free: notCount,
      deleted: notFlag,
      version: [1],
    },
  },
  'area.create': {
    good: () => ({ site_id: operation.site, level: 'room', name_en: 'Room 2' }),
    bad: {
      site_id: [...notUuid, uuid(), undefined],
      level: [...notWord, undefined],
      parent_id: [...notUuid, uuid()],
      name_en: [...notName, undefined],
      name_ar: [longName, 7],
      access: notWord,
      sort: [1.5, '1', null],
      note: notText,
      deleted: [true, 'no'],
      colour: ['red'],
    },
  },
  'area.update': {
    set: true,
    good: () => ({}),
    bad: {
      level: notWord,
      parent_id: [...notUuid, uuid()],
      name_en: notName,
      access: notWord,
      sort: [1.5, null],
      deleted: notFlag,
      site_id: [uuid()],
    },
  },
  'area.search': {
    good: () => ({ search_id: uuid(), method: 'dog', result: 'nothing_found' }),
    bad: {
      search_id: [...notUuid, null, undefined],
      method: [...notWord, undefined],
      result: [...notWord, undefined],
      team_id: [...notUuid, uuid()],
      task_id: [...notUuid, uuid()],
      note: notText,
      searched_at: [...notTime, null],
      colour: ['red'],
    },
  },
  'team.create': {
    good: () => ({ code: uuid(), name_en: 'Dogs', specialty: 'dog_unit' }),
    bad: {
      code: [...notName, undefined],
      name_en: [...notName, undefined],
      name_ar: [longName, 7],
      specialty: [...notWord, undefined],
      organisation_id: [...notUuid, uuid()],
      deleted: [true, 'no'],
      colour: ['red'],
    },
  },
  'team.update': {
    set: true,
    good: () => ({}),
    bad: {
      code: notName,
      specialty: notWord,
      organisation_id: [...notUuid, uuid()],
      status: ['on_site'],
    },
  },
  'operation.update': {
    set: true,
    good: () => ({}),
    bad: {
      name_en: notName,
      name_ar: [longName, 7],
      status: notWord,
      starts_on: ['today', '2024-02-30', 7],
      settings: [null, 'x', []],
    },
  },
};

/** The row that a mutation of a kind is about. */
const entityOf = (kind: MutationKind): string => {
  if (kind.endsWith('.create')) return uuid();
  if (kind.startsWith('task.')) return task;
  if (kind.startsWith('team.')) return operation.teamA;
  if (kind.startsWith('site.')) return operation.site;
  return kind.startsWith('area.') ? operation.area : operation.id;
};
const draftOf = (kind: MutationKind, payload: unknown): Draft => ({
  ...mutation(operation.id, 'task.comment', entityOf(kind), { body: '' }),
  kind,
  payload: payload as Draft['payload'],
});

describe.each(mutationKinds)('%s', (kind) => {
  const { good, bad, set } = cases[kind];
  const wrap = (fields: Record<string, unknown>) => {
    if (!set) return { ...good(), ...fields };
    // A base that agrees with what is there is known only for fields that are not checked here.
    return { set: { ...good(), ...fields }, base: {} };
  };

  it('takes a payload that is as it should be', async () => {
    const answer = await send(db, operation.admin, draftOf(kind, wrap({})));
    expect(answer).toMatchObject({ outcome: 'applied', reason: null });
  });

  it.each(Object.keys(bad))('names %s when it is at fault', async (field) => {
    const entity = kind.endsWith('.update')
      ? await rowOf(db, tableOf(kind), entityOf(kind))
      : undefined;
    for (const value of bad[field] ?? []) {
      const draft = {
        ...draftOf(kind, wrap({ [field]: value })),
        base_version: Number(entity?.version ?? 0),
      };
      const answer = await send(db, operation.admin, draft);
      expect([value, answer.outcome, answer.reason, answer.field]).toEqual([
        value,
        'rejected',
        'invalid_payload',
        field,
      ]);
    }
  });

  it.each([[null], ['x'], [7], [[]]])('refuses %j for a payload', async (payload) => {
    expect(await send(db, operation.admin, draftOf(kind, payload))).toMatchObject({
      outcome: 'rejected',
      reason: 'invalid_payload',
      field: 'payload',
    });
  });

  it.runIf(set)('checks the shape of the changes, and the base too', async () => {
    const wrong: [unknown, string][] = [
      [{}, 'set'],
      [{ set: [] }, 'set'],
      [{ set: {}, base: 7 }, 'base'],
      [{ set: {}, resolves: [7] }, 'resolves'],
      [{ set: {}, force: true }, 'force'],
      [{ set: {}, base: { colour: 'red' } }, 'colour'],
    ];
    for (const [payload, field] of wrong) {
      expect(await send(db, operation.admin, draftOf(kind, payload))).toMatchObject({
        reason: 'invalid_payload',
        field,
      });
    }
  });
});

const tableOf = (kind: MutationKind) =>
  ({ task: 'tasks', team: 'teams', site: 'sites', area: 'site_areas', operation: 'operations' })[
    kind.split('.')[0] as 'task'
  ];

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

  it('takes settings as they should be', async () => {
    const settings = {
      tile_url: 'https://tiles.example.org/{z}/{x}/{y}.png',
      tile_attribution: 'Example',
      checkin_grace_minutes: 10,
      lock_after_hours: 24,
      time_zone: 'Asia/Damascus',
    };
    const change = mutation(operation.id, 'operation.update', operation.id, {
      set: { settings, starts_on: '2024-12-08' },
      base: { settings: {}, starts_on: null },
    });
    expect(await send(db, operation.admin, change)).toMatchObject({ outcome: 'applied' });
    expect(await rowOf(db, 'operations', operation.id)).toMatchObject({
      settings,
      starts_on: '2024-12-08',
    });
  });
});
