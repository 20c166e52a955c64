/** Evidence is restricted: what each role gets by each way in, and that an observer gets a number. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { maySeeEvidence } from '../../src/lib/domain/permissions.ts';
import { freshDatabase, user, type Caller, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  apply,
  evidencePayload,
  fakeUpload,
  makeAccount,
  makeEvidence,
  makeOperation,
  mutation,
  pull,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let item: string;
let deactivated: string;
const tables = ['evidence', 'custody_entries'] as const;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  await makeEvidence(db, await makeOperation(db));
  deactivated = await makeAccount(db);
  await addMember(db, operation.id, deactivated, 'medic', operation.teamA);
  await db.sql`update public.members set active = false where user_id = ${deactivated}`;
  item = await makeEvidence(db, operation);
});

const readAs = (caller: Caller, table: string) =>
  db.as(
    caller,
    (tx) => tx<{ operation_id: string }[]>`select operation_id from ${tx(`public.${table}`)}`,
  );

describe('evidence and its custody are read', () => {
  it.each(['admin', 'coordinatorA', 'coordinatorB', 'medicB'] as const)(
    'by %s, in the own operation alone',
    async (who) => {
      for (const table of tables) {
        const rows = await readAs(user(operation[who]), table);
        expect(rows.map((row) => row.operation_id)).toEqual([operation.id]);
      }
    },
  );

  it('not by an observer, a deactivated member or a stranger', async () => {
    const stranger = await makeAccount(db);
    for (const account of [operation.observer, deactivated, stranger])
      for (const table of tables) expect(await readAs(user(account), table)).toEqual([]);
  });

  it('not by anon at all', async () => {
    for (const table of tables)
      await expect(readAs({ role: 'anon' }, table)).rejects.toMatchObject({ code: '42501' });
  });

  it('by whoever the screens show them to', () => {
    for (const role of ['coordinator', 'medic', 'admin'] as const)
      expect(maySeeEvidence({ role, teamId: null })).toBe(true);
    expect(maySeeEvidence({ role: 'observer', teamId: null })).toBe(false);
  });

  it('[R2] by pull as by select: an observer pulls neither, nor the log of them', async () => {
    const pulledBy = async (account: string) => (await pull(db, account, operation.id)).changes;
    const tablesOf = (changes: { table: string }[]) => new Set(changes.map(({ table }) => table));
    const seen = await pulledBy(operation.observer);
    for (const table of tables) {
      expect(tablesOf(await pulledBy(operation.medicB))).toContain(table);
      expect(tablesOf(seen)).not.toContain(table);
    }
    expect(JSON.stringify(seen)).not.toContain(item);
    expect(await readAs(user(operation.observer), 'events')).toEqual([]);
  });
});

it('[B3] every kind is announced to all as a version without rows', async () => {
  await db.sql`delete from realtime.messages`;
  await fakeUpload(db, item);
  const answers = await apply(db, operation.coordinatorA, [
    mutation(operation.id, 'evidence.record', uuid(), evidencePayload),
    mutation(operation.id, 'evidence.stored', item, {}),
    mutation(operation.id, 'custody.record', item, { action: 'viewed' }),
  ]);
  expect(answers.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied']);
  await db.as(
    { role: 'service_role' },
    (tx) => tx`select public.record_evidence_check(${item}, ${evidencePayload.sha256})`,
  );
  const messages = await db.sql<{ topic: string; payload: object }[]>`
    select topic, payload - 'id' as payload from realtime.messages
    order by (payload ->> 'version')::int, event`;
  expect(messages).toHaveLength(8);
  const open = messages.filter(({ topic }) => topic === `operation:${operation.id}`);
  expect(open.map(({ payload }) => payload)).toEqual(
    open.map(() => expect.objectContaining({ changes: [], partial: true }) as object),
  );
  expect(JSON.stringify(messages)).not.toContain(item);
});

describe('evidence_counts', () => {
  const counts = (caller: Caller) =>
    db.as(
      caller,
      (tx) => tx<{ counts: object }[]>`
        select public.evidence_counts(${operation.id}) as counts`,
    );

  it('gives every member two numbers', async () => {
    await makeEvidence(db, operation);
    await fakeUpload(db, item);
    await apply(db, operation.coordinatorA, [mutation(operation.id, 'evidence.stored', item, {})]);
    for (const who of ['observer', 'coordinatorA', 'medicB', 'admin'] as const)
      expect(await counts(user(operation[who]))).toEqual([{ counts: { total: 2, stored: 1 } }]);
  });

  it('gives nobody else any', async () => {
    const stranger = await makeAccount(db);
    for (const caller of [user(deactivated), user(stranger), { role: 'anon' } as const])
      await expect(counts(caller)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('[V5] export_evidence', () => {
  type Package = { items: { id: string }[]; custody: unknown[]; events: { kind: string }[] };
  const exported = async (caller: Caller, items = [item]) => {
    const [row] = await db.as(
      caller,
      (tx) => tx<{ content: Package }[]>`
        select public.export_evidence(${operation.id}, ${items}) as content`,
    );
    return row?.content;
  };

  it('is for admins of the operation alone', async () => {
    expect((await exported(user(operation.admin)))?.items.map(({ id }) => id)).toEqual([item]);
    const { coordinatorA, medicB, observer } = operation;
    for (const account of [coordinatorA, medicB, observer, deactivated])
      await expect(exported(user(account))).rejects.toMatchObject({ code: '42501' });
    await expect(exported({ role: 'anon' })).rejects.toMatchObject({ code: '42501' });
  });

  it('has what was asked for, of this operation, and of the log what is about it', async () => {
    const other = await makeEvidence(db, operation);
    const foreign = await makeEvidence(db, await makeOperation(db));
    await apply(db, operation.coordinatorA, [
      mutation(operation.id, 'person.create', uuid(), { given: 'خالد' }),
    ]);
    const content = await exported(user(operation.admin), [item, foreign]);
    expect(content?.items.map(({ id }) => id)).toEqual([item]);
    expect(content?.custody).toHaveLength(1);
    expect(content?.events.map(({ kind }) => kind)).toEqual(['evidence.record']);
    for (const absent of [other, foreign, 'خالد'])
      expect(JSON.stringify(content)).not.toContain(absent);
  });
});
