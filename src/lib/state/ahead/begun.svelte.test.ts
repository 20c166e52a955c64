import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { LockState } from '../lock-options';
import { Begun } from './begun.svelte';

class Phone {
  lock: { state: LockState } | null = $state({ state: 'starting' });
  operationId: string | null = $state(null);
  revoked = $state(false);
  isStopped = false;
  start = () => () => {
    this.isStopped = true;
  };
}

const begin = () => {
  const session = new Phone();
  const log: string[] = [];
  const open = (id: string) => {
    log.push(`open ${id}`);
    return { operation: id, stop: () => void log.push(`stop ${id}`) };
  };
  const begun = new Begun({ session, open });
  const settle = async () => {
    flushSync();
    await Promise.resolve();
  };
  const become = async (state: LockState, operationId: string | null) => {
    session.lock = { state };
    session.operationId = operationId;
    await settle();
  };
  return { session, log, begun, become };
};

describe('[R10], [Q1] what begins before the screens are there', () => {
  it('is the operation, once it is known and the phone is open', async () => {
    const { log, become, begun } = begin();
    await become('starting', 'one');
    await become('open', null);
    expect(log).toEqual([]);
    await become('open', 'one');
    expect(log).toEqual(['open one']);
    expect(begun.takeOperation('one')?.operation).toBe('one');
    expect(begun.takeOperation('one')).toBeNull();
  });

  it.each(['locked', 'lease_over', 'needs_contact', 'pin_missing'] as const)(
    'is nothing while the phone is %s',
    async (state) => {
      const { log, become } = begin();
      await become(state, 'one');
      expect(log).toEqual([]);
    },
  );

  it('ends when the phone locks before the screens have come', async () => {
    const { log, become, begun } = begin();
    await become('open', 'one');
    await become('locked', 'one');
    expect(log).toEqual(['open one', 'stop one']);
    expect(begun.takeOperation('one')).toBeNull();
  });

  it('ends when the server lets the caller in no longer', async () => {
    const { session, log, become } = begin();
    await become('open', 'one');
    session.revoked = true;
    await become('open', 'one');
    expect(log).toEqual(['open one', 'stop one']);
  });

  it('is left to the screens from when they are there: no operation is opened twice', async () => {
    const { log, become, begun } = begin();
    begun.handOver();
    await become('open', 'one');
    expect(log).toEqual([]);
  });

  it('is stopped where the screens show another one', async () => {
    const { log, become, begun } = begin();
    await become('open', 'one');
    expect(begun.takeOperation('two')).toBeNull();
    expect(log).toEqual(['open one', 'stop one']);
  });

  it('keeps what was taken over when it is handed over', async () => {
    const { log, become, begun, session } = begin();
    await become('open', 'one');
    begun.handOver();
    begun.takeOperation('one');
    await become('locked', 'one');
    expect(log).toEqual(['open one']);
    begun.stop();
    expect(session.isStopped).toBe(true);
  });
});
