import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import {
  apply,
  makeOperation,
  makeTask,
  mutation,
  pull,
  rowOf,
  send,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
beforeAll(async () => {
  db = await freshDatabase();
});
beforeEach(async () => {
  operation = await makeOperation(db);
});
afterAll(() => db.close());

const count = (payload: Payloads['release.record'], id = uuid()) =>
  mutation(operation.id, 'release.record', id, payload);
const refusal = (field: string) => ({ outcome: 'rejected', reason: 'invalid_payload', field });

const totalMen = async (): Promise<number> => {
  const [sum] = await db.sql<{ men: number }[]>`
    select sum(men)::int as men from public.releases where operation_id = ${operation.id}`;
  return sum?.men ?? 0;
};

describe('[C8] counts of those who came out', () => {
  it('are kept for the author’s team, at the site of the room', async () => {
    const id = uuid();
    const answer = await send(
      db,
      operation.coordinatorA,
      count({ women: 1, boys: 1, together: true, area_id: operation.area }, id),
    );
    expect(answer).toMatchObject({ outcome: 'applied', reason: null });
    expect(await rowOf(db, 'releases', id)).toMatchObject({
      women: 1,
      men: 0,
      girls: 0,
      boys: 1,
      unknown: 0,
      together: true,
      site_id: operation.site,
      area_id: operation.area,
      team_id: operation.teamA,
      corrects: null,
    });
  });

  it('count somebody', async () => {
    const nobody = await send(db, operation.coordinatorA, count({ women: 0 }));
    expect(nobody).toMatchObject(refusal('unknown'));
  });

  it('never take people away, but by a correction', async () => {
    const less = await send(db, operation.coordinatorA, count({ men: -1 }));
    expect(less).toMatchObject(refusal('men'));
  });

  it('name a room of the site alone', async () => {
    const site = uuid();
    await db.sql`
      insert into public.sites (id, operation_id, code, name_en, name_ar, kind)
      values (${site}, ${operation.id}, 'S2', 'Site 2', 'موقع ٢', 'civil_prison')`;
    const answer = await send(
      db,
      operation.coordinatorA,
      count({ men: 1, site_id: site, area_id: operation.area }),
    );
    expect(answer).toMatchObject(refusal('area_id'));
  });

  it('name nothing of another operation', async () => {
    const other = await makeOperation(db);
    const task = await makeTask(db, other);
    const foreign = [
      ['site_id', other.site],
      ['task_id', task],
    ] as const;
    for (const [field, id] of foreign)
      expect(await send(db, operation.coordinatorA, count({ men: 1, [field]: id }))).toMatchObject(
        refusal(field),
      );
  });

  it('of two phones are both counted, and one that comes twice once', async () => {
    const [first, second] = [count({ men: 5 }), count({ men: 7 })];
    await send(db, operation.coordinatorA, first);
    await send(db, operation.coordinatorB, second);
    const again = await send(db, operation.coordinatorA, first);
    expect(again).toMatchObject({ outcome: 'duplicate', first_outcome: 'applied' });
    expect(await totalMen()).toBe(12);
  });

  it('keep the id of another count', async () => {
    const id = uuid();
    await send(db, operation.coordinatorA, count({ men: 5 }, id));
    const answer = await send(db, operation.coordinatorB, count({ men: 7 }, id));
    expect(answer).toMatchObject({ outcome: 'rejected', reason: 'already_exists' });
    expect(await totalMen()).toBe(5);
  });
});

describe('[C8] a correction', () => {
  it('is another row, and counts where the row that it corrects does', async () => {
    const [counted, correction] = [uuid(), uuid()];
    const task = await makeTask(db, operation, { team_id: operation.teamA });
    await send(
      db,
      operation.coordinatorA,
      count({ men: 30, area_id: operation.area, task_id: task }, counted),
    );
    const answer = await send(
      db,
      operation.admin,
      count({ men: -2, corrects: counted, site_id: null }, correction),
    );
    expect(answer.outcome).toBe('applied');
    expect(await rowOf(db, 'releases', correction)).toMatchObject({
      men: -2,
      corrects: counted,
      site_id: operation.site,
      area_id: operation.area,
      task_id: task,
      team_id: operation.teamA,
    });
    expect(await rowOf(db, 'releases', counted)).toMatchObject({ men: 30 });
    expect(await totalMen()).toBe(28);
  });

  it('may come in one batch with what it corrects, and be corrected itself', async () => {
    const [counted, correction] = [uuid(), uuid()];
    const answers = await apply(db, operation.coordinatorA, [
      count({ men: 10 }, counted),
      count({ men: -4, corrects: counted }, correction),
      count({ men: 1, corrects: correction }),
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied']);
    expect(await totalMen()).toBe(7);
  });

  it('of another team’s count is refused to the field', async () => {
    const counted = uuid();
    await send(db, operation.coordinatorA, count({ men: 10 }, counted));
    const answer = await send(db, operation.coordinatorB, count({ men: -1, corrects: counted }));
    expect(answer).toMatchObject({ outcome: 'rejected', reason: 'not_allowed' });
  });

  it('of what is not in the operation is refused, and keeps nobody together', async () => {
    const other = await makeOperation(db);
    const elsewhere = uuid();
    await send(db, other.coordinatorA, mutation(other.id, 'release.record', elsewhere, { men: 1 }));
    const counted = uuid();
    await send(db, operation.coordinatorA, count({ men: 10 }, counted));
    const asked: [Payloads['release.record'], string][] = [
      [{ men: -1, corrects: elsewhere }, 'corrects'],
      [{ men: -1, corrects: counted, together: true }, 'together'],
    ];
    for (const [payload, field] of asked)
      expect(await send(db, operation.admin, count(payload))).toMatchObject(refusal(field));
  });
});

describe('who hears of releases', () => {
  it('every member, observers too: pulled, and live on the topic of all', async () => {
    const id = uuid();
    await send(db, operation.coordinatorA, count({ men: 3 }, id));
    const pulled = await pull(db, operation.observer, operation.id);
    expect(pulled.changes.find((change) => change.id === id)).toMatchObject({
      table: 'releases',
      row: { men: 3 },
    });
    const told = await db.sql<{ topic: string; payload: { changes: { id: string }[] } }[]>`
      select topic, payload from realtime.messages
      where topic like ${`operation:${operation.id}%`} order by inserted_at desc limit 1`;
    expect(told[0]).toMatchObject({
      topic: `operation:${operation.id}`,
      payload: { changes: [{ id }] },
    });
  });

  it('no row is written past the door without being announced', async () => {
    const [before] = await db.sql<{ version: string }[]>`
      select version from public.operation_clocks where operation_id = ${operation.id}`;
    await db.as(
      { role: 'service_role' },
      (tx) => tx`
        insert into public.releases
          (id, operation_id, women, men, girls, boys, unknown, together, counted_at)
        values (${uuid()}, ${operation.id}, 1, 0, 0, 0, 0, false, now())`,
    );
    const [after] = await db.sql<{ version: string }[]>`
      select version from public.operation_clocks where operation_id = ${operation.id}`;
    expect(Number(after?.version)).toBe(Number(before?.version) + 1);
  });
});

describe('phones_heard', () => {
  const heard = (account: string) =>
    db.as(
      user(account),
      (tx) => tx<{ team_id: string | null; seen_at: string | null }[]>`
        select * from public.phones_heard(${operation.id})`,
    );

  it('tells every member when each phone of the field was heard, and whose it is to nobody', async () => {
    await pull(db, operation.coordinatorA, operation.id);
    const rows = await heard(operation.observer);
    expect(rows.map(({ team_id, seen_at }) => [team_id, seen_at !== null])).toEqual([
      ...[operation.teamB, operation.teamB].map((team) => [team, false]),
      [operation.teamA, true],
    ]);
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(['seen_at', 'team_id']);
  });

  it('is for members alone', async () => {
    const other = await makeOperation(db);
    await expect(heard(other.admin)).rejects.toMatchObject({ code: '42501' });
    await db.sql`
      update public.members set active = false where user_id = ${operation.coordinatorB}`;
    await expect(heard(operation.coordinatorB)).rejects.toMatchObject({ code: '42501' });
    expect(await heard(operation.admin)).toHaveLength(2);
  });
});
