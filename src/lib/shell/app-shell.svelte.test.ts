import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppShell } from './app-shell.svelte.ts';

/** Web Locks of one browser, as far as tabs need them here. */
class Locks {
  readonly #held = new Map<string, Set<{ mode: 'shared' | 'exclusive' }>>();

  request = async (
    name: string,
    options: { mode?: 'shared' | 'exclusive'; ifAvailable?: boolean },
    work: (lock: object | null) => unknown,
  ): Promise<unknown> => {
    const { mode = 'exclusive' } = options;
    const held = this.#held.get(name) ?? new Set();
    this.#held.set(name, held);
    const isFree = [...held].every((other) => mode === 'shared' && other.mode === 'shared');
    if (!isFree) return work(null);
    const lock = { mode };
    held.add(lock);
    try {
      return await work(lock);
    } finally {
      held.delete(lock);
    }
  };
}

class Worker extends EventTarget {
  readonly heard: unknown[] = [];
  postMessage = (message: unknown) => this.heard.push(message);
}

class Registration extends EventTarget {
  installing: Worker | null = null;
  waiting: Worker | null = null;
  active: Worker | null = new Worker();
  update = () => Promise.resolve();
}

class Container extends EventTarget {
  controller: Worker | null = new Worker();
  readonly registration = new Registration();
  getRegistration = () => Promise.resolve(this.registration);
}

class Page extends EventTarget {
  visibilityState = 'visible';
  turn(state: 'visible' | 'hidden') {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const open = (locks: Locks, container = new Container()) => {
  const page = new Page();
  const reload = vi.fn();
  const shell = new AppShell({
    container: container as unknown as ServiceWorkerContainer,
    locks: locks as unknown as LockManager,
    version: 'one',
    reload,
  });
  const stop = shell.start(page as unknown as Document);
  return { shell, page, container, reload, stop };
};

/** A newer version comes and is whole. */
const arrive = ({ registration }: Container): Worker => {
  const worker = new Worker();
  registration.installing = worker;
  registration.dispatchEvent(new Event('updatefound'));
  registration.installing = null;
  registration.waiting = worker;
  worker.dispatchEvent(new Event('statechange'));
  return worker;
};

describe('[H2] a newer version', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    const browserWindow = new EventTarget();
    for (const name of ['addEventListener', 'dispatchEvent'] as const)
      vi.stubGlobal(name, browserWindow[name].bind(browserWindow));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('waits while somebody looks, and takes over when nobody does', async () => {
    const { shell, page, container } = open(new Locks());
    await pass(0);
    const worker = arrive(container);
    expect(shell.isNewReady).toBe(true);
    await pass(5_000);
    expect(worker.heard).toEqual([]);
    page.turn('hidden');
    await pass(1_000);
    expect(worker.heard).toEqual(['take over']);
  });

  it('does not take over unseen while records are on their way, or another tab is looked at', async () => {
    const locks = new Locks();
    const first = open(locks);
    const second = open(locks);
    await pass(0);
    const worker = arrive(first.container);
    first.page.turn('hidden');
    await pass(5_000);
    expect(worker.heard).toEqual([]);
    first.shell.isSending = true;
    second.page.turn('hidden');
    await pass(5_000);
    expect(worker.heard).toEqual([]);
    first.shell.isSending = false;
    await pass(1_000);
    expect(worker.heard).toEqual(['take over']);
  });

  it('that was asked for says why it waits, and takes over when nothing is in its way', async () => {
    const locks = new Locks();
    const first = open(locks);
    const second = open(locks);
    await pass(0);
    const worker = arrive(first.container);
    first.shell.isSending = true;
    second.shell.isSending = true;
    first.shell.update();
    await pass(0);
    expect(first.shell.obstacle).toBe('sending');
    first.shell.isSending = false;
    await pass(1_000);
    expect(first.shell.obstacle).toBe('elsewhere');
    expect(worker.heard).toEqual([]);
    second.shell.isSending = false;
    await pass(1_000);
    expect(worker.heard).toEqual(['take over']);
  });

  it('is taken at once by an app that is opened anew', async () => {
    const container = new Container();
    const worker = new Worker();
    container.registration.waiting = worker;
    open(new Locks(), container);
    await pass(0);
    expect(worker.heard).toEqual(['take over']);
  });

  it('loads every tab again when it has taken over, and none at the first one', async () => {
    const first = open(new Locks());
    await pass(0);
    first.container.dispatchEvent(new Event('controllerchange'));
    expect(first.reload).toHaveBeenCalledOnce();

    const container = new Container();
    container.controller = null;
    const fresh = open(new Locks(), container);
    await pass(0);
    container.dispatchEvent(new Event('controllerchange'));
    expect(fresh.reload).not.toHaveBeenCalled();
    container.dispatchEvent(new Event('controllerchange'));
    expect(fresh.reload).toHaveBeenCalledOnce();
  });
});
