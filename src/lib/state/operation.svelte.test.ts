import { MemoryNetwork } from '$lib/sync/testing/network';
import {
  areaRow,
  author,
  memberRow,
  operationId,
  operationRow,
  siteId,
  taskRow,
  teamA,
  teamB,
  teamRow,
  uuid,
} from '$lib/sync/testing/rows';
import { MemoryServer } from '$lib/sync/testing/server';
import { settled } from '$lib/sync/testing/timers';
import { MemoryStore } from '$lib/sync/memory-store';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Clock } from './clock.svelte';
import type { OperationSession } from './operation.svelte';
import { OperationState } from './operation.svelte';

const task = uuid('7', 1);
const area = uuid('6', 1);

const rows = {
  operations: [operationRow()],
  members: [memberRow()],
  teams: [teamRow(teamA), teamRow(teamB, { checkin_due_at: '2024-12-08T04:00:00Z' })],
  tasks: [taskRow(task)],
  site_areas: [areaRow(area), areaRow(uuid('6', 2), { site_id: uuid('5', 2) })],
};

const open = async () => {
  const server = new MemoryServer(rows);
  const network = new MemoryNetwork(server, author);
  const store = new MemoryStore();
  let nowMs = Date.parse('2024-12-08T03:59:00Z');
  const clock = new Clock(() => nowMs);
  const session = {
    operations: [{ operation: operationRow(), member: memberRow() }],
    transport: network,
    storeFor: () => store,
    watchWaiting: vi.fn(() => () => undefined),
    watchRecording: vi.fn(() => () => undefined),
    prepareLetters: vi.fn(),
    expire: vi.fn(),
    heard: vi.fn(),
    restored: vi.fn(() => Promise.resolve()),
    lose: vi.fn(() => Promise.resolve()),
    wipe: vi.fn(() => Promise.resolve()),
    seal: vi.fn(() => Promise.resolve(null)),
  } satisfies OperationSession;
  const operation = new OperationState({
    session,
    clock,
    operationId,
    locks: null,
    drawn: () => Promise.resolve(),
  });
  const stop = operation.start();
  await settled();
  const pass = (ms: number) => {
    nowMs += ms;
    clock.tick();
  };
  return { server, network, operation, session, stop, pass };
};

let opened: Awaited<ReturnType<typeof open>>;
beforeEach(async () => {
  // The browser's hints are not what is tested here.
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('addEventListener', () => undefined);
  opened = await open();
});
afterEach(() => {
  opened.stop();
  vi.unstubAllGlobals();
});

/** How often an effect runs that reads this. */
const countRuns = (read: () => unknown) => {
  let runs = 0;
  const stop = $effect.root(() => {
    $effect(() => {
      read();
      runs += 1;
    });
  });
  return { runs: () => runs, stop };
};

describe('before anything has arrived', () => {
  test('the session already tells who and where one is', () => {
    const { operation } = opened;
    expect(operation.operation.name_en).toBe('Exercise');
    expect(operation.actor).toEqual({ role: 'coordinator', teamId: teamA });
    expect(operation.tasks).toEqual([]);
    expect(operation.sync).toMatchObject({ phase: 'starting', isReady: false });
  });
});

describe('rows', () => {
  test('are there after the first pull, and by their ids', async () => {
    const { operation, network } = opened;
    await network.deliver('pull');
    expect(operation.sync).toMatchObject({ phase: 'polling', isReady: true });
    expect(operation.task(task)?.status).toBe('open');
    expect(operation.task(null)).toBeUndefined();
    expect(operation.myTeam?.id).toBe(teamA);
  });

  test('a change wakes who reads that table, and nobody else', async () => {
    const { operation, network, server } = opened;
    await network.deliver('pull');
    await network.join();
    await network.deliver('pull');
    const tasks = countRuns(() => operation.tasks);
    const teams = countRuns(() => operation.teams);
    await settled();
    server.change({ tasks: [taskRow(task, { status: 'en_route' })] });
    await network.hear();
    await settled();
    expect([tasks.runs(), teams.runs()]).toEqual([2, 1]);
    tasks.stop();
    teams.stop();
  });

  test('[C6] a conflict keeps its place in the history when it is decided', async () => {
    const { operation, network, server } = opened;
    const entries = ['2024-12-08T03:00:00Z', '2024-12-08T03:10:00Z'].map((at, index) => ({
      ...{ id: uuid('e', index), operation_id: operationId, version: 0, deleted_at: null },
      ...{ created_at: at, updated_at: at },
      task_id: task,
      kind: 'status' as const,
      outcome: 'applied' as const,
      reason: null,
      actor_id: null,
      actor_role: 'coordinator' as const,
      actor_team_id: null,
      payload: {},
      before: {},
      device_at: at,
      received_at: at,
      resolved_at: null,
    }));
    server.change({ task_events: entries.slice(1) });
    server.change({ task_events: entries.slice(0, 1) });
    await network.deliver('pull');
    expect(operation.historyOf(task).map(({ received_at }) => received_at)).toEqual(
      entries.map(({ received_at }) => received_at),
    );
  });

  test('the tree of a site is made anew for that site alone', async () => {
    const { operation, network, server } = opened;
    await network.deliver('pull');
    await network.join();
    await network.deliver('pull');
    const [here, there] = [operation.areasOf(siteId), operation.areasOf(uuid('5', 2))];
    server.change({ site_areas: [areaRow(area, { access: 'open' })] });
    await network.hear();
    expect(operation.areasOf(siteId)).not.toBe(here);
    expect(operation.areasOf(uuid('5', 2))).toBe(there);
  });
});

describe('a tap', () => {
  test('[K1] [K2] is on the screen and in the outbox when mutate resolves', async () => {
    const { operation, network } = opened;
    await network.deliver('pull');
    const id = await operation.mutate('task.status', task, { status: 'en_route' });
    expect(operation.task(task)?.status).toBe('en_route');
    expect(operation.pendingState(task)).toBe('sending');
    expect(operation.pending.map(({ key }) => key)).toEqual([id]);
    expect(operation.historyOf(task)).toMatchObject([{ id, kind: 'status' }]);
    expect(operation.sync.waiting).toBe(1);
  });

  test('a payload may be a proxy of $state', async () => {
    const { operation, network, server } = opened;
    await network.deliver('pull');
    const form = $state({ set: { title: 'Lower level' } });
    await operation.mutate('task.update', task, form);
    form.set.title = 'typed on';
    await network.deliver('apply');
    expect(server.get('tasks', task)?.title).toBe('Lower level');
  });

  test('a search moves the coverage at once', async () => {
    const { operation, network } = opened;
    await network.deliver('pull');
    expect(operation.coverageOf(siteId).byState.unreached).toBe(1);
    await operation.mutate('area.search', area, {
      search_id: uuid('9'),
      method: 'dog',
      result: 'nothing_found',
    });
    expect(operation.coverageOf(siteId).byState).toMatchObject({ unreached: 0, searched: 1 });
  });
});

describe('problems', () => {
  const refuse = async () => {
    const { operation, network, server } = opened;
    await network.deliver('pull');
    server.change({ tasks: [taskRow(task, { status: 'verified' })] });
    const id = await operation.mutate('task.status', task, {
      status: 'en_route',
      from: 'verified',
    });
    await network.deliver('apply');
    return id;
  };

  test('[K8] are listed with their reason, and leave when they are discarded with one', async () => {
    const id = await refuse();
    const { operation } = opened;
    expect(operation.problems).toMatchObject([
      { key: id, state: 'refused', reason: 'transition_not_allowed' },
    ]);
    await operation.dismiss(id);
    expect(operation.problems).toHaveLength(1);
    await operation.discard(id, 'recorded twice');
    expect(operation.problems).toEqual([]);
    expect(operation.pending).toMatchObject([{ mutation: { kind: 'record.discard' } }]);
  });

  test('[W4] asked again, they go under a new id', async () => {
    const id = await refuse();
    const { operation, network } = opened;
    await operation.retry(id);
    await settled();
    expect(operation.problems).toEqual([]);
    await network.deliver('apply');
    expect(network.batches.at(-1)).not.toContain(id);
  });
});

test('a team is overdue when its time has passed, without any news', async () => {
  const { operation, network, pass } = opened;
  await network.deliver('pull');
  expect(operation.overdue).toEqual([]);
  pass(61_000);
  expect(operation.overdue.map(({ id }) => id)).toEqual([teamB]);
});

test('[R5] who is no longer a member is told, and so is the session', async () => {
  const { operation, network, server, session } = opened;
  server.isMember = false;
  await network.deliver('pull');
  expect(operation.revoked).toBe(true);
  expect(session.lose).toHaveBeenCalledWith(operationId);
});

test('[K5] the end of the session is told to it', async () => {
  const { network, session } = opened;
  await network.fail('pull', { type: 'unauthorized' });
  expect(session.expire).toHaveBeenCalled();
});

test('[R4] [T1] a restored server is told to the session', async () => {
  const { network, server, session, operation } = opened;
  await network.deliver('pull');
  expect(session.restored).not.toHaveBeenCalled();
  server.epoch = 'restored';
  await operation.sendNow();
  await network.deliver('pull');
  expect(session.restored).toHaveBeenCalledOnce();
});
