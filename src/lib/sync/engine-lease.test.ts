import { expect, test, vi } from 'vitest';
import { ok } from '../domain/result.ts';
import { SyncEngine } from './engine.ts';
import { MemoryStore } from './memory-store.ts';
import { MemoryNetwork } from './testing/network.ts';
import { author, memberRow, operationId, operationRow, taskRow, uuid } from './testing/rows.ts';
import { MemoryServer } from './testing/server.ts';
import { settled, TestTimers } from './testing/timers.ts';

const task = uuid('7', 1);

const openEngine = async () => {
  const server = new MemoryServer({
    operations: [operationRow()],
    members: [memberRow()],
    tasks: [taskRow(task)],
  });
  const network = new MemoryNetwork(server, author);
  const onMember = vi.fn();
  const engine = await SyncEngine.open({
    operationId,
    store: new MemoryStore(),
    transport: network,
    author,
    timers: new TestTimers(),
    random: () => 0.5,
    onMember,
  });
  engine.start();
  await settled();
  return { server, network, engine, onMember };
};

const record = async (engine: SyncEngine) => {
  await engine.mutate({
    id: uuid('f', 1),
    operation_id: operationId,
    kind: 'task.status',
    entity_id: task,
    base_version: 1,
    payload: { status: 'en_route', from: 'open' },
    device_at: '2024-12-08T04:00:00Z',
  });
  await settled();
};

test('[Q2] the answers to a pull and to a batch renew the lease', async () => {
  const { network, engine, onMember } = await openEngine();
  await network.deliver('pull');
  expect(onMember).toHaveBeenCalledOnce();
  await record(engine);
  await network.deliver('apply');
  expect(onMember).toHaveBeenCalledTimes(2);
});

test('[Q2] no answer, a refused session and a refused member renew nothing', async () => {
  const { network, server, engine, onMember } = await openEngine();
  await network.fail('pull', { type: 'offline' });
  engine.refresh();
  await network.fail('pull', { type: 'server', status: 503, retryAfterMs: 0 });
  engine.refresh();
  server.isMember = false;
  await network.deliver('pull');
  expect(engine.status.halt).toBe('revoked');
  expect(onMember).not.toHaveBeenCalled();
});

test('[Q2] a batch that is answered by "no member" renews nothing', async () => {
  const { network, engine, onMember } = await openEngine();
  await network.deliver('pull');
  onMember.mockClear();
  vi.spyOn(network, 'apply').mockImplementation((batch) =>
    Promise.resolve(
      ok(
        batch.map(({ id }) => ({ id, outcome: 'rejected', reason: 'not_a_member', version: null })),
      ),
    ),
  );
  await record(engine);
  expect(engine.status.halt).toBe('revoked');
  expect(onMember).not.toHaveBeenCalled();
});

test('[Q4] an account that is over stops the engine, and says so', async () => {
  const { network, engine, onMember } = await openEngine();
  await network.fail('pull', { type: 'account_ended' });
  expect(engine.status).toMatchObject({ phase: 'stopped', halt: 'ended' });
  expect(onMember).not.toHaveBeenCalled();
});
