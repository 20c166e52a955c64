import type { MutationKind, Payloads } from '../../domain/mutations.ts';
import type { Rows, TableName } from '../../domain/rows.ts';
import type { Role } from '../../domain/vocabulary.ts';
import { composeMutation } from '../compose.ts';
import { SyncEngine } from '../engine.ts';
import { MemoryStore } from '../memory-store.ts';
import { MemoryNetwork } from './network.ts';
import { author, memberRow, operationId, operationRow, teamA, teamRow, uuid } from './rows.ts';
import { MemoryServer } from './server.ts';
import { settled, TestTimers } from './timers.ts';

export interface Phone {
  server: MemoryServer;
  network: MemoryNetwork;
  timers: TestTimers;
  store: MemoryStore;
  engine: SyncEngine;
  /** Does what a tap does; resolves with the mutation's id. */
  tap<K extends MutationKind>(kind: K, entityId: string, payload: Payloads[K]): Promise<string>;
  /** Closes the app and opens it again on the same store. */
  reopen(): Promise<void>;
}

interface PhoneOptions {
  rows?: Partial<{ [T in TableName]: Rows[T][] }>;
  role?: Role;
  pageSize?: number;
  /** Half of what backoff and jitter allow, unless the test wants something else. */
  random?: () => number;
}

/** A phone that has been opened; nothing has been delivered to it yet. */
export const openPhone = async (options: PhoneOptions = {}): Promise<Phone> => {
  const { rows = {}, role = 'coordinator', pageSize = 500, random = () => 0.5 } = options;
  const server = new MemoryServer({
    operations: [operationRow()],
    members: [memberRow(role)],
    teams: [teamRow(teamA)],
    ...rows,
  });
  const me = { ...author, role };
  const network = new MemoryNetwork(server, me);
  const timers = new TestTimers();
  const store = new MemoryStore();
  const open = async () => {
    const options = { operationId, store, transport: network, author: me, timers, random };
    const engine = await SyncEngine.open({ ...options, pageSize });
    engine.start();
    await settled();
    return engine;
  };
  let made = 0;
  const phone: Phone = {
    server,
    network,
    timers,
    store,
    engine: await open(),
    tap: async (kind, entityId, payload) => {
      const { replica } = phone.engine;
      const id = uuid('f', ++made);
      const asked = { id, operationId, kind, entityId, payload, nowMs: timers.now() };
      await phone.engine.mutate(composeMutation(asked, replica, replica.author));
      await settled();
      return id;
    },
    reopen: async () => {
      phone.engine.close();
      network.requests = [];
      phone.engine = await open();
    },
  };
  return phone;
};

/** A phone that has pulled everything and listens live. */
export const livePhone = async (options: PhoneOptions = {}): Promise<Phone> => {
  const phone = await openPhone(options);
  await phone.network.deliver('pull');
  await phone.network.join();
  await phone.network.deliver('pull');
  return phone;
};

/** Everything on its way arrives, and time passes, until nothing is left to do. */
export const calm = async ({ network, timers }: Phone): Promise<void> => {
  for (let round = 0; round < 60; round += 1) {
    while (network.messages.length > 0) await network.hear();
    while (network.waiting('apply') > 0) await network.deliver('apply');
    while (network.waiting('pull') > 0) await network.deliver('pull');
    await timers.advance(5_000);
  }
};
