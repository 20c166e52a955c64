import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import type { MutationResult } from '../../src/lib/domain/mutation-answers.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  makeOperation,
  makeTask,
  mutation,
  pull,
  rowOf,
  uuid,
  type Draft,
  type Operation,
  type Pulled,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let connections: Sql[];

beforeAll(async () => {
  db = await freshDatabase();
  connections = Array.from({ length: 8 }, () =>
    postgres(db.url('postgres'), { max: 1, onnotice: () => undefined }),
  );
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.end()));
  await db.close();
});
beforeEach(async () => {
  operation = await makeOperation(db);
});

const connection = (place: number): Sql => {
  const found = connections[place % connections.length];
  if (!found) throw new Error('no connection');
  return found;
};

/** Sends a batch over a connection; `before` runs in the transaction once the batch is applied. */
const sendOver = async (
  sql: Sql,
  account: string,
  batch: Draft[],
  beforeCommit: () => Promise<void> = () => Promise.resolve(),
): Promise<MutationResult[]> =>
  sql.begin(async (tx: TransactionSql) => {
    await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: account })}, true)`;
    await tx`set local role authenticated`;
    const [row] = await tx<{ answers: MutationResult[] }[]>`
      select public.apply_mutations(${tx.json(batch)}) as answers`;
    await beforeCommit();
    return row?.answers ?? [];
  });

/** A gate that one side opens and the other waits for. */
const gate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((done) => (open = done));
  return { open, opened };
};

/** Resolves when some session of this database waits for a lock. */
const someoneWaits = async () => {
  for (;;) {
    const waiting = await db.sql`
      select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
  }
};

describe('two sessions that write the same task at once', () => {
  it('lose nothing: one is applied, one is a conflict, and the history has both', async () => {
    const task = await makeTask(db, operation, { team_id: operation.teamA });
    const step = (status: 'en_route' | 'in_progress') =>
      mutation(operation.id, 'task.status', task, { status, from: 'open' });
    const [first, second] = [step('en_route'), step('in_progress')];
    const held = gate();
    const applied = gate();
    const one = sendOver(connection(0), operation.coordinatorA, [first], async () => {
      applied.open();
      await held.opened;
    });
    await applied.opened;
    const two = sendOver(connection(1), operation.admin, [second]);
    await someoneWaits();
    held.open();
    expect((await one)[0]).toMatchObject({ outcome: 'applied' });
    expect((await two)[0]).toMatchObject({ outcome: 'conflict', reason: 'status_changed' });
    expect(await rowOf(db, 'tasks', task)).toMatchObject({
      status: 'en_route',
      needs_review: true,
    });
    const history = await db.sql`
      select id, outcome from public.task_events where task_id = ${task} and kind = 'status'
      order by version`;
    expect([...history]).toEqual([
      { id: first.id, outcome: 'applied' },
      { id: second.id, outcome: 'conflict' },
    ]);
  });

  it('[W4] the same mutation twice at once is applied once', async () => {
    const task = await makeTask(db, operation, { team_id: operation.teamA });
    const draft = mutation(operation.id, 'task.comment', task, { body: 'x' });
    const answers = await Promise.all(
      connections.map((sql) => sendOver(sql, operation.coordinatorA, [draft])),
    );
    const outcomes = answers.flat().map((answer) => answer.outcome);
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(7);
  });

  it('[W5] whoever is deactivated while waiting for the clock writes nothing', async () => {
    const task = await makeTask(db, operation, { team_id: operation.teamA });
    const held = gate();
    const applied = gate();
    const demotion = connection(0).begin(async (tx: TransactionSql) => {
      await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: operation.admin })}, true)`;
      await tx`select public.set_member(
        ${operation.id}, ${operation.coordinatorA}, 'coordinator', null, false, 'Gone')`;
      applied.open();
      await held.opened;
    });
    await applied.opened;
    const late = sendOver(connection(1), operation.coordinatorA, [
      mutation(operation.id, 'task.comment', task, { body: 'x' }),
    ]);
    await someoneWaits();
    held.open();
    await demotion;
    expect((await late)[0]).toMatchObject({ outcome: 'rejected', reason: 'not_a_member' });
  });
});

describe('batches from eight connections', () => {
  const batches = 6;
  const size = 10;

  it('[W6] [W7] give gapless versions and seqs and a whole chain, and a cursor that polls meanwhile skips nothing', async () => {
    const task = await makeTask(db, operation);
    const accounts = [
      operation.admin,
      operation.coordinatorA,
      operation.coordinatorB,
      operation.medicB,
    ];
    const start = await pull(db, operation.admin, operation.id);
    let writing = true;
    const writers = Promise.all(
      connections.map(async (sql, place) => {
        const account = accounts[place % accounts.length] ?? '';
        for (let batch = 0; batch < batches; batch += 1) {
          const drafts = Array.from({ length: size }, (_, at) =>
            at % 3 === 0
              ? mutation(operation.id, 'task.comment', task, { body: `${place} ${batch} ${at}` })
              : mutation(operation.id, 'task.create', uuid(), { kind: 'search' }),
          );
          await sendOver(sql, account, drafts);
        }
      }),
    ).finally(() => (writing = false));
    const poll = async (account: string) => {
      const polled: Pulled['changes'] = [];
      let cursor = (await pull(db, account, operation.id, null)).cursor.replace(
        /\d+$/,
        start.cursor.split('.')[3] ?? '0',
      );
      for (let last = false; ; last = !writing) {
        const answer = await pull(db, account, operation.id, cursor, 37);
        expect(answer.reset).toBe(false);
        polled.push(...answer.changes);
        cursor = answer.cursor;
        if (last && !answer.more) return polled;
      }
    };
    const [forAdmin, forObserver] = await Promise.all([
      poll(operation.admin),
      poll(operation.observer),
      writers,
    ]);

    const events = await db.sql<{ seq: string; version: string | null }[]>`
      select seq, version from public.events where operation_id = ${operation.id} order by seq`;
    expect(events.map((event) => Number(event.seq))).toEqual(events.map((_, place) => place + 1));
    const versions = events.flatMap((event) =>
      event.version === null ? [] : [Number(event.version)],
    );
    expect(versions).toEqual(versions.map((_, place) => place + 1));
    const [chain] = await db.sql<{ whole: boolean; head: boolean }[]>`
      select bool_and(e.prev_hash = coalesce(before.hash, repeat('0', 64))
          and e.hash = private.event_hash(e)) as whole,
        (select head_hash from public.operation_clocks where operation_id = ${operation.id})
          = (array_agg(e.hash order by e.seq desc))[1] as head
      from public.events e
      left join public.events before
        on before.operation_id = e.operation_id and before.seq = e.seq - 1
      where e.operation_id = ${operation.id}`;
    expect(chain).toEqual({ whole: true, head: true });

    const everything = (changes: Pulled['changes']) =>
      changes.map((change) => `${change.version} ${change.table} ${change.id}`);
    const admin = await pull(db, operation.admin, operation.id, start.cursor, 1000);
    expect(admin.more).toBe(false);
    expect(everything(forAdmin)).toEqual(everything(admin.changes));
    const seen = await pull(db, operation.observer, operation.id, null, 1000);
    const since = Number(start.cursor.split('.')[3]);
    expect(everything(forObserver)).toEqual(
      everything(seen.changes.filter((change) => change.version > since)),
    );
  });

  it('on two operations in both orders never block each other for good', async () => {
    const elsewhere = await makeOperation(db);
    const both = operation.coordinatorA;
    await db.sql`
      insert into public.members (id, operation_id, user_id, role, display_name)
      values (${uuid()}, ${elsewhere.id}, ${both}, 'admin', 'Both')`;
    const here = () => mutation(operation.id, 'task.create', uuid(), { kind: 'search' });
    const there = () => mutation(elsewhere.id, 'task.create', uuid(), { kind: 'search' });
    const answers = await Promise.all(
      connections.map((sql, place) =>
        sendOver(sql, both, place % 2 === 0 ? [here(), there()] : [there(), here()]),
      ),
    );
    expect(new Set(answers.flat().map((answer) => answer.outcome))).toEqual(new Set(['applied']));
  });
});
