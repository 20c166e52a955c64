import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  apply,
  makeAccount,
  makeOperation,
  makeTask,
  mutation,
  pull,
  rowOf,
  send,
  uuid,
  type Operation,
} from './fixture.ts';

type Message = {
  topic: string;
  event: string;
  private: boolean;
  payload: {
    version: number;
    epoch?: string;
    partial?: boolean;
    changes?: { table: string; id: string }[];
  };
};

let db: TestDatabase;
let operation: Operation;
let task: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  task = await makeTask(db, operation, { team_id: operation.teamA });
  await db.sql`delete from realtime.messages`;
});

const messages = () => db.sql<Message[]>`
  select topic, event, private, payload - 'id' as payload from realtime.messages
  order by (payload ->> 'version')::int, event`;
const all = () => `operation:${operation.id}`;
const epoch = async () => {
  const [row] = await db.sql<{ epoch: string }[]>`
    select epoch from public.operation_clocks where operation_id = ${operation.id}`;
  return row?.epoch ?? '';
};

describe('[B2] a version', () => {
  it('that every member may see is announced with its rows, as pull gives them', async () => {
    const { cursor } = await pull(db, operation.observer, operation.id);
    const step = mutation(operation.id, 'task.status', task, { status: 'en_route', from: 'open' });
    const { version } = await send(db, operation.coordinatorA, step);
    const { changes } = await pull(db, operation.observer, operation.id, cursor);
    expect(changes).toHaveLength(2);
    expect(await messages()).toEqual([
      {
        topic: all(),
        event: 'change',
        private: true,
        payload: { version, epoch: await epoch(), partial: false, changes },
      },
    ]);
  });

  it('is announced once for each mutation of a batch that changed something', async () => {
    const answers = await apply(db, operation.coordinatorA, [
      mutation(operation.id, 'task.status', task, { status: 'en_route', from: 'open' }),
      mutation(operation.id, 'task.status', task, { status: 'en_route', from: 'open' }),
      mutation(operation.id, 'task.status', task, { status: 'verified', from: 'en_route' }),
      mutation(operation.id, 'task.status', task, { status: 'in_progress', from: 'open' }),
    ]);
    const versions = answers.map((answer) => answer.version).filter((version) => version !== null);
    expect(versions).toHaveLength(2);
    expect((await messages()).map((message) => message.payload.version)).toEqual(versions);
  });
});

describe('[B3] a version with rows that not every member may see', () => {
  it('is partial, and the restricted topic hears of it', async () => {
    const { version } = await send(
      db,
      operation.coordinatorA,
      mutation(operation.id, 'team.checkin', operation.teamA, {
        checkin_id: uuid(),
        lat: 33.664,
        lon: 36.328,
      }),
    );
    const found = await messages();
    expect(found).toMatchObject([
      { topic: all(), event: 'change', payload: { version, partial: true } },
      { topic: `${all()}:restricted`, event: 'changed', payload: { version } },
    ]);
    expect(found[0]?.payload.changes?.map((change) => change.table)).toEqual(['teams']);
    expect(JSON.stringify(found)).not.toContain('33.664');
  });

  it('carries no comment', async () => {
    await send(
      db,
      operation.coordinatorA,
      mutation(operation.id, 'task.comment', task, { body: 'secret' }),
    );
    expect(JSON.stringify(await messages())).not.toContain('secret');
    expect(await messages()).toMatchObject([
      { event: 'change', payload: { partial: true, changes: [] } },
      { event: 'changed' },
    ]);
  });

  it('[R2] what is broadcast to all is what an observer pulls, for every kind', async () => {
    const { cursor } = await pull(db, operation.observer, operation.id);
    await apply(db, operation.admin, [
      mutation(operation.id, 'task.create', uuid(), { kind: 'search', team_id: operation.teamA }),
      mutation(operation.id, 'task.update', task, { set: { title: 'x' }, base: { title: null } }),
      mutation(operation.id, 'task.update', task, { set: { title: 'y' }, base: { title: null } }),
      mutation(operation.id, 'task.comment', task, { body: 'x' }),
      mutation(operation.id, 'task.hand_over', task, { team_id: operation.teamB }),
      mutation(operation.id, 'team.status', operation.teamA, { status: 'on_site' }),
      mutation(operation.id, 'team.checkin', operation.teamA, { checkin_id: uuid() }),
      mutation(operation.id, 'area.search', operation.area, {
        search_id: uuid(),
        method: 'dog',
        result: 'people_found',
      }),
      mutation(operation.id, 'area.create', uuid(), {
        site_id: operation.site,
        level: 'room',
        name_en: 'R',
      }),
      mutation(operation.id, 'site.update', operation.site, {
        set: { deleted: true },
        base: { deleted: false },
      }),
      mutation(operation.id, 'team.create', uuid(), {
        code: 'C',
        name_en: 'C',
        specialty: 'medical',
      }),
      mutation(operation.id, 'operation.update', operation.id, {
        set: { name_en: 'x' },
        base: { name_en: 'Operation' },
      }),
      mutation(operation.id, 'person.create', uuid(), { given: 'x' }),
      mutation(operation.id, 'tracing.request', uuid(), { given: 'x' }),
    ]);
    const { changes } = await pull(db, operation.observer, operation.id, cursor);
    const newest = new Map(changes.map((change) => [`${change.table} ${change.id}`, change]));
    const heard = (await messages())
      .filter((message) => message.topic === all())
      .flatMap((message) => message.payload.changes ?? []);
    const last = new Map(heard.map((change) => [`${change.table} ${change.id}`, change]));
    expect(last).toEqual(newest);
  });
});

describe('a write that is undone', () => {
  it('is not announced', async () => {
    const draft = mutation(operation.id, 'task.comment', task, { body: 'x' });
    await expect(
      db.as(user(operation.coordinatorA), async (tx) => {
        await tx`select public.apply_mutations(${tx.json([draft])})`;
        throw new Error('the connection broke');
      }),
    ).rejects.toThrow('the connection broke');
    expect(await messages()).toEqual([]);
    expect(await rowOf(db, 'task_events', draft.id)).toBeUndefined();
  });
});

describe('[B1] who hears', () => {
  const hears = async (account: string, topic: string) => {
    const [row] = await db.as(user(account), async (tx) => {
      await tx`reset role`;
      await tx`insert into realtime.messages (topic, extension, private, event)
        values (${topic}, 'broadcast', true, 'probe'), (${topic}, 'presence', true, 'probe')`;
      await tx`set local role authenticated`;
      await tx`select set_config('realtime.topic', ${topic}, true)`;
      return tx<{ broadcast: boolean; presence: boolean }[]>`
        select coalesce(bool_or(extension = 'broadcast'), false) as broadcast,
          coalesce(bool_or(extension = 'presence'), false) as presence
        from realtime.messages where event = 'probe' and topic = ${topic}`;
    });
    expect(row?.presence).toBe(false);
    return row?.broadcast;
  };

  it('every active member the operation, all but observers the restricted topic', async () => {
    const gone = await makeAccount(db);
    await addMember(db, operation.id, gone, 'admin');
    await db.sql`update public.members set active = false where user_id = ${gone}`;
    const elsewhere = await makeOperation(db);
    const { admin, coordinatorA, medicB, observer } = operation;
    for (const account of [admin, coordinatorA, medicB]) {
      expect(await hears(account, all())).toBe(true);
      expect(await hears(account, `${all()}:restricted`)).toBe(true);
    }
    expect(await hears(observer, all())).toBe(true);
    expect(await hears(observer, `${all()}:restricted`)).toBe(false);
    for (const account of [gone, elsewhere.admin]) {
      expect(await hears(account, all())).toBe(false);
      expect(await hears(account, `${all()}:restricted`)).toBe(false);
    }
  });

  it.each([
    () => 'operation:',
    () => 'operation:x',
    () => operation.id,
    () => `${all()}:other`,
    () => `${all()}:restricted:restricted`,
    () => ` ${all()}`,
    () => `${all()}\n`,
    () => `OPERATION:${operation.id}`,
    () => `operation:${operation.id.toUpperCase()}x`,
    () => "'; drop table public.tasks; --",
    () => '',
  ])('nobody a topic of another form (%#), and it is no error', async (topic) => {
    expect(await hears(operation.admin, topic())).toBe(false);
  });

  it('nobody sends', async () => {
    for (const account of [operation.admin, operation.observer]) {
      await expect(
        db.as(user(account), async (tx) => {
          await tx`select set_config('realtime.topic', ${all()}, true)`;
          await tx`insert into realtime.messages (topic, extension, private)
            values (${all()}, 'broadcast', true)`;
        }),
      ).rejects.toMatchObject({ code: '42501' });
    }
  });
});
