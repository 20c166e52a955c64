import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import {
  makeClaim,
  makeOperation,
  makePerson,
  makeRequest,
  mutation,
  pull,
  send,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let claim: string;
const tables = ['tracing_requests', 'tracing_claims', 'tracing_events'] as const;
const contact = '+963 11 5550123';

beforeAll(async () => {
  db = await freshDatabase();
  operation = await makeOperation(db);
  const request = await makeRequest(db, operation, {
    given: 'خالد',
    seeker_name: 'فاطمة',
    seeker_contact: contact,
  });
  claim = await makeClaim(db, operation, request, await makePerson(db, operation));
  await makeRequest(db, operation, { given: 'وليد' });
});
afterAll(() => db.close());

const count = (account: string, table: string) =>
  db.as(user(account), async (tx) => {
    const rows = await tx`select id from ${tx(`public.${table}`)}`;
    return rows.length;
  });

describe.each(tables)('%s', (table) => {
  it.each(['admin', 'coordinatorA', 'coordinatorB', 'medicB'] as const)(
    'is read by %s',
    async (who) => {
      expect(await count(operation[who], table)).toBeGreaterThan(0);
      const { changes } = await pull(db, operation[who], operation.id);
      expect(changes.some((change) => change.table === table)).toBe(true);
    },
  );

  it('is not read by an observer, by pull or by the table, nor by who is elsewhere', async () => {
    expect(await count(operation.observer, table)).toBe(0);
    const { changes } = await pull(db, operation.observer, operation.id);
    expect(changes.filter((change) => change.table === table)).toEqual([]);
    expect(await count((await makeOperation(db)).admin, table)).toBe(0);
  });

  it('is written by nobody past the door', async () => {
    for (const account of [operation.admin, operation.coordinatorA]) {
      const write = db.as(
        user(account),
        (tx) => tx`update ${tx(`public.${table}`)} set version = 1`,
      );
      await expect(write).rejects.toMatchObject({ code: '42501' });
      const remove = db.as(user(account), (tx) => tx`delete from ${tx(`public.${table}`)}`);
      await expect(remove).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('an observer', () => {
  it('[P5] asks for nothing in tracing', async () => {
    const drafts = [
      mutation(operation.id, 'tracing.request', uuid(), { given: 'x' }),
      mutation(operation.id, 'tracing.claim_step', claim, { from: 'proposed', to: 'held' }),
    ];
    for (const draft of drafts)
      expect(await send(db, operation.observer, draft)).toMatchObject({
        outcome: 'rejected',
        reason: 'not_allowed',
      });
  });

  it('hears no row of tracing live: what all hear has no name and no number to call', async () => {
    await makeRequest(db, operation, { given: 'ليلى', seeker_contact: contact });
    const rows = await db.sql<{ text: string }[]>`
      select payload::text as text from realtime.messages
      where topic = ${`operation:${operation.id}`}`;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ text }) => text.includes('tracing_') || text.includes(contact))).toEqual(
      [],
    );
  });
});

describe('tracing_counts', () => {
  const counts = (account: string) =>
    db.as(user(account), async (tx) => {
      const [row] = await tx<{ counts: Record<string, unknown> }[]>`
        select public.tracing_counts(${operation.id}) as counts`;
      return row?.counts;
    });

  it('gives every member numbers by status, and nothing by which anybody is known', async () => {
    for (const who of ['observer', 'coordinatorA', 'medicB', 'admin'] as const) {
      const answer = await counts(operation[who]);
      expect(Object.keys(answer ?? {}).toSorted()).toEqual([
        'as_of',
        'by_status',
        'claims_by_status',
        'needs_review',
        'requests',
      ]);
      expect(answer).toMatchObject({
        needs_review: 0,
        by_status: { candidate_proposed: 1, handed_over: 0 },
        claims_by_status: { proposed: 1, rejected: 0 },
      });
    }
  });

  it('is refused to who is no member', async () => {
    const elsewhere = await makeOperation(db);
    await expect(counts(elsewhere.admin)).rejects.toMatchObject({
      code: '42501',
      message: 'not_a_member',
    });
  });
});
