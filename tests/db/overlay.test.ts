/**
 * [K2] What a phone shows before the server answers is what the server then does:
 * src/lib/sync/overlay.ts against apply_mutations, for every kind of mutation.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mutation } from '../../src/lib/domain/mutations.ts';
import { mutationKinds } from '../../src/lib/domain/mutations.ts';
import type { Rows, Synced, TableName } from '../../src/lib/domain/rows.ts';
import { tableNames } from '../../src/lib/domain/rows.ts';
import { composeMutation } from '../../src/lib/sync/compose.ts';
import type { Author } from '../../src/lib/sync/layer.ts';
import { newRecord } from '../../src/lib/sync/outbox.ts';
import { readyEffects } from '../../src/lib/sync/overlay.ts';
import { parsePullAnswer } from '../../src/lib/sync/protocol.ts';
import { Replica } from '../../src/lib/sync/replica.ts';
import { noRows } from '../../src/lib/sync/store.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { apply, makeOperation, pull, uuid, type Draft, type Operation } from './fixture.ts';
import { careScenes } from './overlay/care.scenes.ts';
import { fieldScenes } from './overlay/field.scenes.ts';
import { filesScenes } from './overlay/files.scenes.ts';
import { peopleScenes } from './overlay/people.scenes.ts';
import { reportsScenes } from './overlay/reports.scenes.ts';
import type { Scenes, Who } from './overlay/scene.ts';
import { tracingScenes } from './overlay/tracing.scenes.ts';

// The effects of the desks are loaded when a phone has something of theirs.
await readyEffects(mutationKinds);

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** What the account sees, as a phone that has pulled everything. */
const phoneOf = async (operation: Operation, who: Who): Promise<Replica> => {
  const authors: Record<Who, Omit<Author, 'userId'>> = {
    admin: { role: 'admin', teamId: null },
    coordinatorA: { role: 'coordinator', teamId: operation.teamA },
    medicB: { role: 'medic', teamId: operation.teamB },
  };
  const author: Author = { userId: operation[who], ...authors[who] };
  const replica = new Replica({ rows: noRows(), outbox: [], cursor: null }, author);
  const page = await parsePullAnswer(await pull(db, author.userId, operation.id, null, 1000));
  if (!page.ok) throw new Error(`pull_changes: ${page.error.field}`);
  expect(page.value.damaged).toEqual([]);
  replica.apply({ dropRows: false, changes: page.value.changes, records: [], removed: [] });
  return replica;
};

/** Rows without what only the server can know: its versions and its own clock. */
const comparable = (replica: Replica) =>
  Object.fromEntries(
    tableNames.map((table) => [
      table,
      replica
        .all(table)
        .map((row) => withoutServerOnly(table, row))
        .toSorted((a, b) => String(a.id).localeCompare(String(b.id))),
    ]),
  );

const serverOnly = new Set([
  'version',
  'created_at',
  'updated_at',
  'received_at',
  'handoff_at',
  'stored_at',
  'prev_hash',
  'hash',
]);
const times = /^\d{4}-\d\d-\d\dT/;

const withoutServerOnly = (table: TableName, row: Synced): Record<string, unknown> =>
  Object.fromEntries<unknown>(
    Object.entries<unknown>({ ...row })
      .filter(([field]) => !serverOnly.has(field))
      .map(([field, value]) => [field, plain(table, field, value)] as const),
  );

const plain = (table: TableName, field: string, value: unknown): unknown => {
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, plain(table, key, inner)]),
    );
  // When a conflict was decided is the server's word; that it was is not.
  if (field === 'resolved_at') return value !== null;
  return typeof value === 'string' && times.test(value) ? Date.parse(value) : value;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const scenes: Scenes = {
  ...fieldScenes,
  ...careScenes,
  ...filesScenes,
  ...peopleScenes,
  ...tracingScenes,
  ...reportsScenes,
};

describe('[K2] the phone shows what the database then does', () => {
  for (const [name, { who, steps }] of Object.entries(scenes))
    test(name, async () => {
      const operation = await makeOperation(db);
      const asks = await steps(operation, db);
      const phone = await phoneOf(operation, who);
      const known = idsOf(phone);
      // What the database believes of a phone's clock lies within the last week.
      const nowMs = Date.now() - 60_000;
      const mutations: Mutation[] = [];
      for (const { kind, entity: entityId, payload } of asks) {
        const asked = { id: uuid(), operationId: operation.id, kind, entityId, payload, nowMs };
        const made = composeMutation(asked, phone, phone.author);
        mutations.push(made);
        const record = { ...newRecord(made), seq: mutations.length };
        phone.apply({ dropRows: false, changes: [], records: [record], removed: [] });
      }

      const answers = await apply(db, operation[who], mutations as Draft[]);
      expect(answers.map(({ outcome, reason }) => reason ?? outcome)).toEqual(
        mutations.map(() => 'applied'),
      );
      const after = await phoneOf(operation, who);
      expect(comparable(phone)).toEqual(comparable(after));

      // And once the rows are here, what is still pending adds nothing to them.
      const changes = tableNames.flatMap((table) =>
        after
          .all(table)
          .map((row) => ({ table, id: row.id, version: row.version, op: 'put' as const, row })),
      ) as Changes;
      const gone = known
        .filter(({ table, id }) => after.get(table, id) === undefined)
        .map((row) => ({ ...row, version: 0, op: 'delete' as const, row: null })) as Changes;
      phone.apply({ dropRows: false, changes: [...changes, ...gone], records: [], removed: [] });
      for (const table of [
        'tasks',
        'task_events',
        'checkins',
        'area_searches',
        'releases',
        'people',
        'person_events',
        'triage_entries',
        'care_observations',
        'care_events',
        'facility_reports',
        'tracing_requests',
        'tracing_claims',
        'tracing_events',
        'reports',
        'report_events',
        'evidence',
        'custody_entries',
        'person_photos',
      ] as const)
        expect(byId(phone.all(table)), table).toEqual(byId(after.all(table)));
    });

  test('no kind is left out', () => {
    const named = Object.keys(scenes).join(' ');
    for (const kind of mutationKinds) expect(named).toContain(kind);
  });
});

type Changes = Parameters<Replica['apply']>[0]['changes'];

const idsOf = (phone: Replica) =>
  tableNames.flatMap((table) => phone.all(table).map(({ id }) => ({ table, id })));

const byId = <R extends Rows[TableName]>(rows: readonly R[]): R[] =>
  rows.toSorted((a, b) => a.id.localeCompare(b.id));
