/** Rules X4 and X5: what is past its date goes by itself, and what a backup brought back goes again. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import { traces } from './erasing.fixture.ts';
import {
  makeOperation,
  makePerson,
  makeRequest,
  mutation,
  pull,
  rowOf,
  send,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let name: string;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  name = `خالد ${uuid()}`;
});

type Swept = { people: number; requests: number; failed: number; more: boolean };
const sweep = async (): Promise<Swept | undefined> => {
  const [row] = await db.as(
    { role: 'service_role' },
    (tx) => tx<{ answer: Swept }[]>`select public.erase_expired() as answer`,
  );
  return row?.answer;
};

/** Days from today by the calendar of the operation. */
const day = async (days: number, zone = 'Asia/Damascus'): Promise<string> => {
  const [row] = await db.sql<{ day: string }[]>`
    select ((now() at time zone ${zone})::date + ${days}::int)::text as day`;
  return row?.day ?? '';
};

/** Nobody has changed the row for two days. */
const leaveAlone = (table: string, ...ids: string[]) =>
  db.sql.begin(async (tx) => {
    await tx`select set_config('daylight.door', 'open', true)`;
    await tx`update ${tx(`public.${table}`)} set updated_at = now() - interval '2 days'
      where id = any (${ids})`;
  });

const expiring = async (expires_on: string) => {
  const id = await makePerson(db, operation, { given: name, expires_on });
  await leaveAlone('people', id);
  return id;
};

describe('[X4] the sweep', () => {
  it('erases a person the day after the last one on which the record is kept, and not before', async () => {
    const [today, yesterday] = [await expiring(await day(0)), await expiring(await day(-1))];
    expect(await sweep()).toEqual({ people: 1, requests: 0, failed: 0, more: false });
    expect(await rowOf(db, 'people', today)).toMatchObject({ given: name });
    expect(await rowOf(db, 'people', yesterday)).toMatchObject({ given: null });
  });

  it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])(
    'goes by the calendar of the operation, as in %s',
    async (time_zone) => {
      await db.sql`update public.operations set settings = ${db.sql.json({ time_zone })}
        where id = ${operation.id}`;
      const kept = await expiring(await day(0, time_zone));
      const gone = await expiring(await day(-1, time_zone));
      await sweep();
      expect(await rowOf(db, 'people', kept)).toMatchObject({ given: name });
      expect(await rowOf(db, 'people', gone)).toMatchObject({ given: null });
    },
  );

  it('is not stopped by an operation whose time zone nobody knows', async () => {
    await db.sql`update public.operations set settings = '{"time_zone": "Nowhere/Land"}'
      where id = ${operation.id}`;
    const gone = await expiring(await day(-2));
    await sweep();
    expect(await rowOf(db, 'people', gone)).toMatchObject({ given: null });
  });

  it('erases a request once its time has passed', async () => {
    const [past, coming] = [
      await makeRequest(db, operation, { given: name, expires_at: '2024-12-09T00:00:00Z' }),
      await makeRequest(db, operation, { given: 'وليد', expires_at: '2099-01-01T00:00:00Z' }),
    ];
    await leaveAlone('tracing_requests', past, coming);
    expect(await sweep()).toEqual({ people: 0, requests: 1, failed: 0, more: false });
    expect(await traces(db, name)).toEqual([]);
    expect(await rowOf(db, 'tracing_requests', coming)).toMatchObject({ deleted_at: null });
  });

  it('leaves what was changed within the last day: a date that was typed wrongly can be put right', async () => {
    const id = await makePerson(db, operation, { given: name, expires_on: await day(-400) });
    expect(await sweep()).toMatchObject({ people: 0 });
    await leaveAlone('people', id);
    expect(await sweep()).toMatchObject({ people: 1 });
  });

  it('takes what was taken away before, and what is in a closed operation', async () => {
    const id = await makePerson(db, operation, { given: name, expires_on: await day(-1) });
    const away = { set: { deleted: true }, base: { deleted: false } };
    await send(db, operation.admin, mutation(operation.id, 'person.update', id, away));
    await db.sql`update public.operations set status = 'closed' where id = ${operation.id}`;
    await leaveAlone('people', id);
    expect(await sweep()).toMatchObject({ people: 1 });
    expect(await traces(db, name)).toEqual([]);
  });

  it('erases a record once that goes with the one that stands for it', async () => {
    const [top, low] = [await expiring(await day(-1)), await expiring(await day(-1))];
    await db.sql`update public.people set merged_into = ${top} where id = ${low}`;
    await leaveAlone('people', top, low);
    await sweep();
    await sweep();
    const events = await db.sql`
      select entity_id from public.events
      where operation_id = ${operation.id} and kind = 'person.erase'`;
    const isTogether = events.length === 1;
    expect(isTogether || events.length === 2).toBe(true);
    expect(await traces(db, name)).toEqual([]);
    expect(await sweep()).toMatchObject({ people: 0 });
  });

  it('writes an event of nobody for each, in a chain that stays whole, and tells the phones', async () => {
    const id = await expiring(await day(-1));
    const { cursor } = await pull(db, operation.medicB, operation.id);
    await db.sql`delete from realtime.messages`;
    await sweep();
    const [event] = await db.sql<{ id: string; version: string; whole: boolean }[]>`
      select e.*, e.hash = private.event_hash(e) and e.prev_hash = b.hash as whole
      from public.events e
      join public.events b on b.operation_id = e.operation_id and b.seq = e.seq - 1
      where e.operation_id = ${operation.id} and e.entity_id = ${id} and e.actor is null`;
    expect(event).toMatchObject({
      kind: 'person.erase',
      entity: 'people',
      outcome: 'applied',
      payload: { reason: 'expired' },
      whole: true,
    });
    const [clock] = await db.sql<{ whole: boolean }[]>`
      select c.head_hash = e.hash and c.seq = e.seq and c.version = e.version as whole
      from public.operation_clocks c join public.events e on e.id = ${event?.id ?? ''}
      where c.operation_id = ${operation.id}`;
    expect(clock).toEqual({ whole: true });
    const { changes } = await pull(db, operation.medicB, operation.id, cursor);
    expect(changes.map(({ table, op }) => [table, op])).toEqual([
      ['people', 'delete'],
      ['person_events', 'delete'],
    ]);
    const told = await db.sql<{ event: string }[]>`select event from realtime.messages`;
    expect(told.map((message) => message.event).toSorted()).toEqual(['change', 'changed']);
  });

  it('takes a hundred at a time, and says that there are more', async () => {
    const expires_on = await day(-1);
    const ids = Array.from({ length: 101 }, uuid);
    await db.sql`
      insert into public.people (id, operation_id, given, expires_on, version)
      select id, ${operation.id}, ${name}, ${expires_on}, 0 from unnest(${ids}::uuid[]) id`;
    await leaveAlone('people', ...ids);
    expect(await sweep()).toEqual({ people: 100, requests: 0, failed: 0, more: true });
    expect(await sweep()).toEqual({ people: 1, requests: 0, failed: 0, more: false });
    expect(await sweep()).toEqual({ people: 0, requests: 0, failed: 0, more: false });
  });

  it('lets go of what was refused or laid down and stands in no record, after thirty days', async () => {
    const nobody = mutation(operation.id, 'person.update', uuid(), { set: { given: name } });
    await send(db, operation.medicB, nobody);
    const person = await makePerson(db, operation, { given: 'وليد' });
    await sweep();
    expect(await traces(db, name)).toEqual(['private.sealed_payloads']);
    await db.sql`update private.sealed_payloads set sealed_at = now() - interval '31 days'`;
    await sweep();
    expect(await traces(db, name)).toEqual([]);
    const kept = await db.sql`
      select from private.sealed_payloads where about @> array[${person}::uuid]`;
    expect(kept).toHaveLength(1);
  });

  it('is for the service key alone', async () => {
    for (const caller of [
      { role: 'anon' },
      user(operation.observer),
      user(operation.medicB),
      user(operation.admin),
    ] as const)
      await expect(db.as(caller, (tx) => tx`select public.erase_expired()`)).rejects.toMatchObject({
        code: '42501',
      });
  });
});

describe('[X5] after a backup was put back', () => {
  it('what the ledger has goes again, with its own reason, and until then takes no word', async () => {
    const person = await makePerson(db, operation, { given: name });
    const request = await makeRequest(db, operation, { given: name });
    await db.sql`
      insert into private.erased (id, operation_id, entity, reason, erased_at) values
        (${person}, ${operation.id}, 'people', 'request_of_the_person', '2024-12-20T10:00:00Z'),
        (${request}, ${operation.id}, 'tracing_requests', 'kept_too_long', '2024-12-20T10:00:00Z'),
        (${uuid()}, ${operation.id}, 'people', 'kept_too_long', '2024-12-20T10:00:00Z')`;
    const late = mutation(operation.id, 'person.update', person, { set: { family: name } });
    expect(await send(db, operation.medicB, late)).toMatchObject({ reason: 'erased' });
    expect(await sweep()).toEqual({ people: 1, requests: 1, failed: 0, more: false });
    expect(await traces(db, name)).toEqual([]);
    const reasons = await db.sql<{ payload: object }[]>`
      select payload from public.events
      where operation_id = ${operation.id} and actor is null and kind like '%.erase'
      order by kind`;
    expect(reasons.map((event) => event.payload)).toEqual([
      { reason: 'request_of_the_person' },
      { reason: 'kept_too_long' },
    ]);
    expect(await sweep()).toEqual({ people: 0, requests: 0, failed: 0, more: false });
  });
});
