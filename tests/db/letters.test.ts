import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MutationResult } from '../../src/lib/domain/mutation-answers.ts';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  makeAccount,
  makeOperation,
  makeTask,
  mutation,
  pull,
  rowOf,
  send,
  uuid,
  type Draft,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
});

const service = { role: 'service_role' } as const;
/** Texts of the form of keys; nothing is ever sealed to them. */
const aKey = () =>
  Buffer.from([4, ...crypto.getRandomValues(new Uint8Array(64))]).toString('base64');
const deviceKey = aKey();
const privateKey = 'M'.repeat(184);
const denied = { code: '42501' };
const invalid = { code: '22023' };

describe('[T1] ensure_letter_key', () => {
  const ensure = async (publicKey: string, id = operation.id, privatePart = privateKey) => {
    const [row] = await db.as(
      service,
      (tx) =>
        tx<
          { key: string }[]
        >`select public.ensure_letter_key(${id}, ${publicKey}, ${privatePart}) as key`,
    );
    return row?.key;
  };

  it('gives the operation its key once: the first one wins', async () => {
    const first = aKey();
    expect(await ensure(first)).toBe(first);
    expect(await ensure(aKey())).toBe(first);
    expect((await rowOf(db, 'operations', operation.id))?.letter_key).toBe(first);
  });

  it('gives two that ask at once the same', async () => {
    const keys = await Promise.all([ensure(aKey()), ensure(aKey()), ensure(aKey())]);
    expect(new Set(keys).size).toBe(1);
  });

  it('[R1] phones get the key with the operation’s row', async () => {
    const { cursor } = await pull(db, operation.coordinatorA, operation.id);
    const key = await ensure(aKey());
    const { changes } = await pull(db, operation.coordinatorA, operation.id, cursor);
    expect(changes).toMatchObject([{ table: 'operations', row: { letter_key: key } }]);
  });

  it('refuses what is no key, and an operation that is not there', async () => {
    for (const wrong of [
      '',
      'key',
      `A${'A'.repeat(86)}=`,
      aKey().slice(0, -1),
      `B${'*'.repeat(86)}=`,
    ])
      await expect(ensure(wrong)).rejects.toMatchObject(invalid);
    await expect(ensure(aKey(), operation.id, '{"d":1}')).rejects.toMatchObject(invalid);
    await expect(ensure(aKey(), uuid())).rejects.toMatchObject(invalid);
  });

  it('the private half is read by the service key’s function alone, and by no other way', async () => {
    const key = await ensure(aKey());
    const [row] = await db.sql<{ key_id: string }[]>`
      select key_id from private.letter_keys where operation_id = ${operation.id}`;
    const read = await db.as(
      service,
      (tx) => tx`select * from public.read_letter_keys(${[row?.key_id ?? '', '0'.repeat(16)]})`,
    );
    expect(read).toEqual([
      {
        key_id: row?.key_id,
        operation_id: operation.id,
        public_key: key,
        private_key: privateKey,
      },
    ]);
    for (const caller of [{ role: 'anon' } as const, user(operation.admin), service])
      await expect(
        db.as(caller, (tx) => tx`select * from private.letter_keys`),
      ).rejects.toMatchObject(denied);
    for (const caller of [{ role: 'anon' } as const, user(operation.admin)]) {
      await expect(
        db.as(caller, (tx) => tx`select * from public.read_letter_keys(${['a']})`),
      ).rejects.toMatchObject(denied);
      await expect(
        db.as(
          caller,
          (tx) => tx`select public.ensure_letter_key(${operation.id}, ${aKey()}, ${privateKey})`,
        ),
      ).rejects.toMatchObject(denied);
    }
  });
});

describe('[T3] register_device', () => {
  const register = (account: string, device: string, key = deviceKey) =>
    db.as(user(account), (tx) => tx`select public.register_device(${device}, ${key})`);
  const devicesOf = async (account: string) => {
    const rows = await db.sql<{ id: string }[]>`
      select id from public.devices where user_id = ${account} order by created_at, id`;
    return rows.map(({ id }) => id);
  };

  it('makes a phone of the caller known, twice as once', async () => {
    const device = uuid();
    await register(operation.observer, device);
    await register(operation.observer, device);
    expect(await devicesOf(operation.observer)).toEqual([device]);
  });

  it('refuses the id of another account’s device, and another key for one’s own', async () => {
    const device = uuid();
    await register(operation.coordinatorA, device);
    await expect(register(operation.coordinatorB, device)).rejects.toMatchObject(denied);
    await expect(register(operation.coordinatorA, device, aKey())).rejects.toMatchObject(denied);
    const [row] = await db.sql`select user_id, public_key from public.devices where id = ${device}`;
    expect(row).toEqual({ user_id: operation.coordinatorA, public_key: deviceKey });
  });

  it('refuses what is no key, and callers who are not signed in', async () => {
    await expect(register(operation.admin, uuid(), 'key')).rejects.toMatchObject(invalid);
    await expect(
      db.as({ role: 'anon' }, (tx) => tx`select public.register_device(${uuid()}, ${aKey()})`),
    ).rejects.toMatchObject(denied);
  });

  it('keeps the fifty newest of an account', async () => {
    await db.sql`
      insert into public.devices (id, user_id, public_key, created_at)
      select gen_random_uuid(), ${operation.medicB}, ${deviceKey}, now() - n * interval '1 day'
      from generate_series(1, 50) n`;
    const before = await devicesOf(operation.medicB);
    const device = uuid();
    await register(operation.medicB, device);
    expect(await devicesOf(operation.medicB)).toEqual([...before.slice(1), device]);
  });
});

describe('apply_letters', () => {
  const bring = async (
    letters: { author: string; mutation: unknown }[],
    caller: Parameters<typeof db.as>[0] = service,
  ) => {
    const [row] = await db.as(
      caller,
      (tx) => tx<{ answers: MutationResult[] }[]>`
        select public.apply_letters(${tx.json(letters as never)}) as answers`,
    );
    return row?.answers ?? [];
  };
  const comment = (task: string, id = operation.id): Draft =>
    mutation(id, 'task.comment', task, { body: 'Heard knocking' });
  const eventOf = async (id: string) => {
    const [event] = await db.sql`
      select actor, kind, outcome, reason, version::int, payload from public.events where id = ${id}`;
    return event;
  };

  it('[T3] applies each as its author, in one order with everything else', async () => {
    const task = await makeTask(db, operation, { team_id: operation.teamA });
    const [one, other] = [comment(task), comment(task)];
    const answers = await bring([
      { author: operation.coordinatorA, mutation: one },
      { author: operation.medicB, mutation: other },
    ]);
    expect(answers).toMatchObject([
      { id: one.id, outcome: 'applied' },
      { id: other.id, outcome: 'applied' },
    ]);
    expect(await eventOf(one.id)).toMatchObject({ actor: operation.coordinatorA });
    expect(await eventOf(other.id)).toMatchObject({ actor: operation.medicB });
    const [entry] = await db.sql`select actor_id from public.task_events where id = ${one.id}`;
    expect(entry).toEqual({ actor_id: operation.coordinatorA });
  });

  it('[T3] the rules are those of the author, not of whoever brings it', async () => {
    const task = await makeTask(db, operation, { team_id: operation.teamA });
    const status = (author: string) => ({
      author,
      mutation: mutation(operation.id, 'task.status', task, { status: 'en_route', from: 'open' }),
    });
    expect(await bring([status(operation.coordinatorB), status(operation.observer)])).toMatchObject(
      [
        { outcome: 'rejected', reason: 'not_allowed' },
        { outcome: 'rejected', reason: 'not_allowed' },
      ],
    );
    expect(await bring([status(operation.coordinatorA)])).toMatchObject([{ outcome: 'applied' }]);
  });

  it('[T3] [W4] twice, or beside the record itself, is harmless', async () => {
    const task = await makeTask(db, operation);
    const draft = comment(task);
    const letter = { author: operation.coordinatorA, mutation: draft };
    expect(await bring([letter, letter])).toMatchObject([
      { outcome: 'applied' },
      { outcome: 'duplicate', first_outcome: 'applied' },
    ]);
    expect(await send(db, operation.coordinatorA, draft)).toMatchObject({ outcome: 'duplicate' });
    const sent = comment(task);
    await send(db, operation.coordinatorA, sent);
    expect(await bring([{ author: operation.coordinatorA, mutation: sent }])).toMatchObject([
      { outcome: 'duplicate', first_outcome: 'applied' },
    ]);
    expect(await bring([{ author: operation.coordinatorB, mutation: sent }])).toMatchObject([
      { outcome: 'rejected', reason: 'not_allowed' },
    ]);
  });

  it('[T3] one bad letter costs the others nothing', async () => {
    const task = await makeTask(db, operation);
    const author = operation.coordinatorA;
    expect(
      await bring([
        { author, mutation: null },
        { author, mutation: { ...comment(task), kind: 'task.dance' } },
        { author, mutation: comment(task) },
      ]),
    ).toMatchObject([{ reason: 'malformed' }, { reason: 'unknown_kind' }, { outcome: 'applied' }]);
  });

  it('[T5] says whether it is in the log as the author’s: only then may the letter go', async () => {
    const task = await makeTask(db, operation);
    const author = operation.coordinatorA;
    const mine = comment(task);
    const theirs = comment(task);
    await send(db, operation.coordinatorB, theirs);
    const answers = await bring([
      { author, mutation: mine },
      { author, mutation: mine },
      { author: operation.observer, mutation: comment(task) },
      { author, mutation: theirs },
      { author, mutation: { ...comment(task), kind: 'task.dance' } },
      { author, mutation: null },
      { author: await makeAccount(db), mutation: comment(task) },
    ]);
    expect(answers.map((answer) => (answer as { recorded?: boolean }).recorded)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  describe('[T4] an author who is no longer an active member', () => {
    const ends: Record<string, (account: string) => Promise<unknown>> = {
      deactivated: (account) =>
        db.sql`update public.members set active = false where user_id = ${account}`,
      banned: (account) =>
        db.sql`update auth.users set banned_until = now() + interval '1 day' where id = ${account}`,
      deleted: (account) => db.sql`delete from auth.users where id = ${account}`,
    };

    it.each(Object.keys(ends))(
      '%s: is in the log with the payload, and changes no row',
      async (how) => {
        const task = await makeTask(db, operation);
        await ends[how]?.(operation.coordinatorA);
        const letter = { author: operation.coordinatorA, mutation: comment(task) };
        const before =
          await db.sql`select version from public.operation_clocks order by operation_id`;
        expect(await bring([letter])).toMatchObject([
          { outcome: 'rejected', reason: 'not_a_member', version: null },
        ]);
        expect(
          await db.sql`select version from public.operation_clocks order by operation_id`,
        ).toEqual(before);
        expect(await eventOf(letter.mutation.id)).toEqual({
          actor: operation.coordinatorA,
          kind: 'task.comment',
          outcome: 'rejected',
          reason: 'not_a_member',
          version: null,
          payload: { body: 'Heard knocking' },
        });
        expect(await bring([letter])).toMatchObject([
          { outcome: 'duplicate', first_outcome: 'rejected', reason: 'not_a_member' },
        ]);
      },
    );

    it('[L1] leaves the chain of the log whole', async () => {
      const task = await makeTask(db, operation);
      await ends.deactivated?.(operation.coordinatorA);
      await bring([
        { author: operation.coordinatorA, mutation: comment(task) },
        { author: operation.coordinatorB, mutation: comment(task) },
        { author: operation.coordinatorA, mutation: comment(task) },
      ]);
      const [row] = await db.sql<{ broken: number; head: boolean }[]>`
        with chain as (
          select e.*, lag(e.hash, 1, repeat('0', 64)) over (order by e.seq) as before
          from public.events e where e.operation_id = ${operation.id}
        )
        select count(*) filter (where prev_hash <> before)::int as broken,
          (array_agg(hash order by seq desc))[1] = (
            select head_hash from public.operation_clocks where operation_id = ${operation.id}
          ) as head
        from chain`;
      expect(row).toEqual({ broken: 0, head: true });
    });

    it('[W5] who never belonged to the operation writes nothing into its log', async () => {
      const task = await makeTask(db, operation);
      const stranger = await makeAccount(db);
      const draft = comment(task);
      expect(await bring([{ author: stranger, mutation: draft }])).toMatchObject([
        { outcome: 'rejected', reason: 'not_a_member' },
      ]);
      expect(await eventOf(draft.id)).toBeUndefined();
    });

    it('what cannot be read is not recorded either', async () => {
      const former = await makeAccount(db);
      await addMember(db, operation.id, former, 'coordinator');
      await ends.deactivated?.(former);
      const draft = { ...comment(uuid()), kind: 'task.dance' };
      expect(await bring([{ author: former, mutation: draft }])).toMatchObject([
        { reason: 'unknown_kind' },
      ]);
      expect(await eventOf(draft.id)).toBeUndefined();
    });
  });

  it('puts the caller’s claims back', async () => {
    const task = await makeTask(db, operation);
    const letters = [{ author: operation.coordinatorA, mutation: comment(task) }];
    const [before, after] = await db.as(service, async (tx) => {
      const claims = () => tx`
        select current_setting('request.jwt.claims', true) as claims, auth.uid() as uid`;
      const first = await claims();
      await tx`select public.apply_letters(${tx.json(letters)})`;
      return [first[0], (await claims())[0]];
    });
    expect(after).toEqual(before);
    expect(after?.['uid']).toBeNull();
  });

  it('is for the service key alone', async () => {
    const letters = [{ author: operation.admin, mutation: comment(uuid()) }];
    for (const caller of [
      { role: 'anon' } as const,
      ...[operation.admin, operation.coordinatorA, operation.observer].map(user),
    ])
      await expect(bring(letters, caller)).rejects.toMatchObject(denied);
  });

  it('refuses anything but at most fifty letters with authors', async () => {
    const letter = { author: operation.admin, mutation: comment(uuid()) };
    for (const wrong of [{}, 'x', null, [{ mutation: comment(uuid()) }], Array(51).fill(letter)])
      await expect(bring(wrong as never)).rejects.toMatchObject(invalid);
  });
});
