/** The client's sync engine against the real stack: Postgres, the API and Realtime, over HTTP. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MutationKind, Payloads } from '../../src/lib/domain/mutations.ts';
import { err, ok } from '../../src/lib/domain/result.ts';
import type { Role } from '../../src/lib/domain/vocabulary.ts';
import { composeMutation } from '../../src/lib/sync/compose.ts';
import { SyncEngine } from '../../src/lib/sync/engine.ts';
import { newId } from '../../src/lib/sync/ids.ts';
import { MemoryStore } from '../../src/lib/sync/memory-store.ts';
import { supabaseTransport } from '../../src/lib/sync/supabase-transport.ts';
import type { Transport } from '../../src/lib/sync/transport.ts';
import { demoId, operationId } from '../../supabase/embedded/demo/act.ts';
import { environmentFile, startInstance, temporaryDirectory } from '../support/instance.ts';
import type { Instance } from '../support/instance.ts';

const directory = temporaryDirectory();
let daylight: Instance;
let publishableKey: string;
let accounts: { email: string; password: string; role: Role }[];
beforeAll(async () => {
  daylight = await startInstance(directory.path);
  publishableKey = environmentFile(directory.path)['SUPABASE_PUBLISHABLE_KEY'] ?? '';
  accounts = JSON.parse(
    readFileSync(join(directory.path, 'demo-accounts.json'), 'utf8'),
  ) as typeof accounts;
}, 60_000);
afterAll(async () => {
  await daylight.stop();
  directory.remove();
});

interface Phone {
  userId: string;
  engine: SyncEngine;
  transport: Transport;
  /** Every request that was made, by its path. */
  requests: string[];
  /** The token that is sent from now on. */
  token: string;
  tap<K extends MutationKind>(kind: K, entityId: string, payload: Payloads[K]): Promise<string>;
}

const phones: Phone[] = [];
afterAll(() => {
  for (const { engine } of phones) engine.close();
});

const signIn = async (name: string): Promise<Phone> => {
  const account = accounts.find(({ email }) => email.startsWith(`${name}@`));
  if (!account) throw new Error(`no demo account ${name}`);
  const client = daylight.client();
  const { data, error } = await client.auth.signInWithPassword(account);
  if (error) throw error;
  const { data: members } = await client
    .from('members')
    .select('role, team_id')
    .eq('user_id', data.user.id);
  const member = members?.[0] as { role: Role; team_id: string | null };
  const requests: string[] = [];
  const transport = supabaseTransport({
    url: daylight.origin,
    publishableKey,
    access: {
      token: () => Promise.resolve(ok(phone.token)),
      refresh: () => Promise.resolve(err({ type: 'unauthorized' })),
    },
    fetch: (input, init) => {
      requests.push(new URL(input instanceof Request ? input.url : input).pathname);
      return fetch(input, init);
    },
  });
  const phone: Phone = {
    userId: data.user.id,
    transport,
    requests,
    token: data.session.access_token,
    engine: await SyncEngine.open({
      operationId,
      store: new MemoryStore(),
      transport,
      author: { userId: data.user.id, role: member.role, teamId: member.team_id },
    }),
    tap: async (kind, entityId, payload) => {
      const { replica } = phone.engine;
      const asked = { id: newId(), operationId, kind, entityId, payload, nowMs: Date.now() };
      await phone.engine.mutate(composeMutation(asked, replica, replica.author));
      return asked.id;
    },
  };
  phones.push(phone);
  return phone;
};

/** Waits for the engine to come to this; the engine tells of every change. */
const until = ({ engine }: Phone, isSo: (engine: SyncEngine) => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (!isSo(engine)) return;
      stop();
      resolve();
    };
    const stop = engine.subscribe(look);
    look();
  });

const live = async (name: string): Promise<Phone> => {
  const phone = await signIn(name);
  phone.engine.start();
  await until(phone, ({ status }) => status.phase === 'live');
  // The pull that follows the joining [B5].
  await until(phone, () => phone.requests.length >= 2);
  return phone;
};

let task: string;
beforeEach(async () => {
  const admin = await signIn('admin');
  task = newId();
  await admin.tap('task.create', task, {
    kind: 'search',
    team_id: demoId('team team1'),
    title: 'For this test alone',
  });
  admin.engine.start();
  await until(admin, ({ status }) => status.waiting === 0 && status.isReady);
  admin.engine.close();
});

describe('the sync engine on the embedded stack', () => {
  it('[R1] reads the whole operation, every row of it', async () => {
    const phone = await live('coordinator.team1');
    expect(phone.engine.status.damaged).toEqual([]);
    expect(phone.engine.replica.get('tasks', task)?.title).toBe('For this test alone');
    expect(phone.engine.replica.all('sites').length).toBeGreaterThan(20);
    expect(phone.engine.replica.all('operations')).toHaveLength(1);
  });

  it('[B4] [K4] a tap reaches another screen live, and one request is all it costs', async () => {
    const [author, observer] = await Promise.all([live('coordinator.team1'), live('observer')]);
    await until(author, ({ replica }) => replica.get('tasks', task) !== undefined);
    await until(observer, ({ replica }) => replica.get('tasks', task) !== undefined);
    author.requests.length = 0;
    observer.requests.length = 0;

    const tappedAt = performance.now();
    await author.tap('task.status', task, { status: 'en_route' });
    expect(author.engine.replica.get('tasks', task)?.status).toBe('en_route');
    await until(observer, ({ replica }) => replica.get('tasks', task)?.status === 'en_route');
    expect(performance.now() - tappedAt).toBeLessThan(1_000);

    await until(author, ({ replica }) => replica.records.length === 0);
    expect(author.requests).toEqual(['/rest/v1/rpc/apply_mutations']);
    expect(observer.requests).toEqual([]);
  });

  it('[B3] what an observer may not see reaches the others by a pull', async () => {
    const [author, medic, observer] = await Promise.all([
      live('coordinator.team1'),
      live('medic.team5'),
      live('observer'),
    ]);
    const id = await author.tap('task.comment', task, { body: 'We hear knocking' });
    await until(medic, ({ replica }) => replica.get('task_events', id) !== undefined);
    await author.tap('task.status', task, { status: 'en_route' });
    await until(observer, ({ replica }) => replica.get('tasks', task)?.status === 'en_route');
    expect(observer.engine.replica.get('task_events', id)).toBeUndefined();
  });

  it('[C1] two who change the same at once: both are kept, the second is a conflict', async () => {
    const [author, admin] = await Promise.all([live('coordinator.team1'), live('admin')]);
    await until(author, ({ replica }) => replica.get('tasks', task) !== undefined);
    await until(admin, ({ replica }) => replica.get('tasks', task) !== undefined);
    await Promise.all([
      author.tap('task.status', task, { status: 'en_route' }),
      admin.tap('task.status', task, { status: 'in_progress' }),
    ]);
    for (const phone of [author, admin])
      await until(
        phone,
        ({ replica, status }) =>
          status.waiting === 0 && replica.get('tasks', task)?.needs_review === true,
      );
    for (const { engine } of [author, admin])
      expect(
        engine.replica
          .by('task_events', task)
          .map(({ outcome }) => outcome)
          .toSorted(),
      ).toEqual(['applied', 'applied', 'conflict']);
    expect(author.engine.status.problems + admin.engine.status.problems).toBe(1);
  });

  it('[W4] a batch that is sent twice is applied once', async () => {
    const phone = await live('coordinator.team1');
    await phone.tap('task.comment', task, { body: 'noted' });
    const sent = phone.engine.replica.records.map(({ mutation }) => mutation);
    await until(phone, ({ replica }) => replica.records.length === 0);
    expect(await phone.transport.apply(sent)).toMatchObject({
      ok: true,
      value: [{ outcome: 'duplicate', first_outcome: 'applied' }],
    });
  });

  it('[B6] [R4] who gets another role reads the operation anew, with other eyes', async () => {
    const phone = await live('coordinator.team3');
    expect(phone.engine.replica.all('checkins').length).toBeGreaterThan(0);
    const sql = daylight.sql();
    await sql`update public.members set role = 'observer', team_id = null where user_id = ${phone.userId}`;
    await until(phone, ({ replica }) => replica.author.role === 'observer');
    await until(phone, ({ replica }) => replica.all('checkins').length === 0);
    await until(phone, ({ status }) => status.phase === 'live');
    await sql.end();
  });

  it('[R5] who is put out hears of it at once, and keeps no row', async () => {
    const phone = await live('coordinator.team4');
    const sql = daylight.sql();
    await sql`update public.members set active = false where user_id = ${phone.userId}`;
    await until(phone, ({ status }) => status.halt === 'revoked');
    await until(phone, ({ replica }) => replica.all('tasks').length === 0);
    await sql.end();
  });
});

describe('failures are told apart by their codes', () => {
  it('[K5] a token that the server does not take', async () => {
    const phone = await signIn('observer');
    phone.token = `${phone.token.slice(0, -4)}AAAA`;
    expect(await phone.transport.pull(operationId, null, 10)).toEqual(
      err({ type: 'unauthorized' }),
    );
  });

  it('[R5] an operation that the caller is not in', async () => {
    const phone = await signIn('observer');
    expect(await phone.transport.pull(newId(), null, 10)).toEqual(err({ type: 'not_a_member' }));
  });

  it('[W2] a batch that is no batch', async () => {
    const phone = await signIn('coordinator.team1');
    const tooMany = Array.from({ length: 101 }, () => ({})) as never[];
    expect(await phone.transport.apply(tooMany)).toMatchObject({
      ok: false,
      error: { type: 'batch_refused' },
    });
  });

  it('[K5] no server at all', async () => {
    const transport = supabaseTransport({
      url: 'http://127.0.0.1:9',
      publishableKey,
      access: {
        token: () => Promise.resolve(ok('any')),
        refresh: () => Promise.resolve(ok('any')),
      },
    });
    expect(await transport.pull(operationId, null, 10)).toEqual(err({ type: 'offline' }));
  });
});
