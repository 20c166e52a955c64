import { expect, test, vi } from 'vitest';
import { SyncEngine } from './engine.ts';
import { MemoryStore } from './memory-store.ts';
import { MemoryNetwork } from './testing/network.ts';
import { author, memberRow, operationId, operationRow } from './testing/rows.ts';
import { MemoryServer } from './testing/server.ts';
import { settled, TestTimers } from './testing/timers.ts';

const openEngine = async () => {
  const server = new MemoryServer({ operations: [operationRow()], members: [memberRow()] });
  const network = new MemoryNetwork(server, author);
  const store = new MemoryStore();
  const told: string[] = [];
  const onRestored = vi.fn(async () => {
    const { cursor } = await store.load();
    told.push(`restored, ${cursor?.split('.')[1] ?? 'none'} kept`);
  });
  const engine = await SyncEngine.open({
    operationId,
    store,
    transport: network,
    author,
    timers: new TestTimers(),
    onMember: () => told.push('member'),
    onRestored,
  });
  engine.start();
  await settled();
  const pull = async () => {
    engine.refresh();
    await network.deliver('pull');
  };
  await network.deliver('pull');
  told.length = 0;
  return { server, store, engine, pull, told, onRestored };
};

test('[T1] [R4] a restore is told before the contact that follows, and before the page is kept', async () => {
  const { server, pull, told } = await openEngine();
  server.epoch = 'restored';
  await pull();
  // The other way round, an app that is closed in between would never hear of it.
  expect(told).toEqual(['restored, first kept', 'member']);
  await pull();
  expect(told).toEqual(['restored, first kept', 'member', 'member']);
});

test('[R4] neither the first page nor another sight is a restore', async () => {
  const { server, pull, onRestored } = await openEngine();
  server.sight = 'observer';
  await pull();
  expect(onRestored).not.toHaveBeenCalled();
});

test('[R4] what goes wrong with it keeps no page away', async () => {
  const { server, store, engine, pull, onRestored } = await openEngine();
  onRestored.mockRejectedValue(new Error('full'));
  server.epoch = 'restored';
  await pull();
  expect((await store.load()).cursor).toContain('restored');
  expect(engine.status.halt).toBeNull();
});
