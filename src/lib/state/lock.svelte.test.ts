import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { LockRules } from '$lib/domain/lease';
import { defaultLockRules } from '$lib/domain/lease';
import { TestTabs } from '$lib/sync/testing/tabs';
import { settled, TestTimers } from '$lib/sync/testing/timers';
import { Vault } from '$lib/sync/vault/vault';
import { LeaseBook } from './lease-book';
import { Lock } from './lock.svelte';
import { MemoryStorage } from './testing/storage';

const pin = '407193';
const minute = 60_000;
const hour = 60 * minute;
const operation = 'an operation';

/** One phone: what it keeps outlives the pages that are opened on it. */
class Phone {
  readonly factory = new IDBFactory();
  readonly storage = new MemoryStorage();
  readonly tabs = new TestTabs();
  readonly timers = new TestTimers();
  /** How far the phone's clock is off. */
  setByMs = 0;
  readonly released: string[] = [];
  readonly ask = vi.fn(() => Promise.resolve(false));
  readonly wipe = vi.fn(() => Promise.resolve());
  readonly gone = vi.fn();
  readonly clear = vi.fn(() => Promise.resolve());

  /** A page, opened anew. */
  async open({
    subtle = crypto.subtle,
    name = 'page',
  }: { subtle?: SubtleCrypto | null; name?: string } = {}) {
    const { factory, storage, tabs, timers, ask, wipe, gone } = this;
    const vault = new Vault({
      factory,
      name: 'daylight vault test',
      onWipe: this.clear,
      subtle,
      iterations: 1_000,
    });
    const startedAtMs = timers.now();
    const lock = new Lock({
      userId: 'somebody',
      vault,
      book: new LeaseBook(storage),
      clocks: {
        now: () => timers.now() + this.setByMs,
        monotonic: () => timers.now() - startedAtMs,
      },
      timers,
      random: () => 0.5,
      joinTabs: tabs.join,
      release: () => {
        this.released.push(name);
        return Promise.resolve();
      },
      ask,
      wipe,
      gone,
    });
    await lock.start();
    return { lock, vault };
  }

  /** Time passes, with what the browser needs for its own work between two timers. */
  async pass(ms: number) {
    await this.timers.advance(ms);
    await idle();
  }

  async deliver() {
    this.tabs.deliver();
    await idle();
  }
}

/** fake-indexeddb and WebCrypto answer within a few turns of the event loop. */
const idle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await settled();
};

const terms = (rules: Partial<LockRules> = {}, wipeCount = 0) => ({
  rules: { ...defaultLockRules, ...rules },
  wipeCount,
});

let phone: Phone;
beforeEach(() => {
  phone = new Phone();
});

const openWithPin = async () => {
  const page = await phone.open();
  await page.lock.confirm(operation, terms());
  await page.lock.setPin(pin);
  return page;
};

describe('[Q1] with a PIN', () => {
  test('[S9] each page asks for it at its start', async () => {
    const { lock } = await openWithPin();
    expect(lock.state).toBe('open');
    const next = await phone.open();
    expect(next.lock.state).toBe('locked');
    expect((await next.lock.unlock(pin)).ok).toBe(true);
    expect(next.lock.state).toBe('open');
  });

  test('by hand it locks at once, in every tab, and the key is dropped after the databases', async () => {
    const { lock, vault } = await openWithPin();
    const other = await phone.open({ name: 'other' });
    await other.lock.unlock(pin);
    const dropped = vi.spyOn(vault, 'lock').mockImplementation(() => {
      expect(phone.released).toContain('page');
      Vault.prototype.lock.call(vault);
    });
    await lock.lock();
    await phone.deliver();
    expect([lock.state, other.lock.state]).toEqual(['locked', 'locked']);
    expect(phone.released).toContain('other');
    expect(dropped).toHaveBeenCalled();
    await expect(vault.cipher()).rejects.toMatchObject({ type: 'locked' });
    await expect(other.vault.cipher()).rejects.toMatchObject({ type: 'locked' });
  });

  test('opened in one tab, it stays locked in the others', async () => {
    const { lock } = await openWithPin();
    const other = await phone.open();
    await lock.lock();
    await phone.deliver();
    await lock.unlock(pin);
    await phone.deliver();
    expect([lock.state, other.lock.state]).toEqual(['open', 'locked']);
  });

  test('it locks after the minutes without a touch, and a touch begins them anew', async () => {
    const { lock } = await openWithPin();
    await phone.pass(14 * minute);
    lock.touch();
    await phone.pass(14 * minute);
    expect(lock.state).toBe('open');
    await phone.pass(minute);
    expect(lock.state).toBe('locked');
  });

  test('a touch in any tab counts for all', async () => {
    const { lock } = await openWithPin();
    const other = await phone.open();
    await other.lock.unlock(pin);
    await phone.pass(14 * minute);
    other.lock.touch();
    await phone.deliver();
    await phone.pass(14 * minute);
    expect([lock.state, other.lock.state]).toEqual(['open', 'open']);
    await phone.pass(2 * minute);
    expect([lock.state, other.lock.state]).toEqual(['locked', 'locked']);
  });

  test('setting the clock back does not lengthen the idle time', async () => {
    const { lock } = await openWithPin();
    phone.setByMs = -5 * hour;
    await phone.pass(15 * minute);
    expect(lock.state).toBe('locked');
  });

  test('a phone that slept with its timers locks when the page comes to the front', async () => {
    const { lock } = await openWithPin();
    phone.setByMs = hour;
    await lock.back();
    expect(lock.state).toBe('locked');
  });

  test('without contact it asks again after the hours of the operation, though somebody works on it', async () => {
    const { lock } = await openWithPin();
    await lock.confirm(operation, terms({ lockAfterHours: 1, idleMinutes: 1_000 }));
    await phone.pass(hour - 1);
    expect(lock.state).toBe('open');
    await phone.pass(1);
    expect(lock.state).toBe('locked');
    await lock.unlock(pin);
    await phone.pass(hour - 1);
    expect(lock.state).toBe('open');
    await phone.pass(1);
    expect(lock.state).toBe('locked');
  });
});

describe('[Q1] without a PIN', () => {
  test('it never locks by itself as long as there is contact, and not by hand', async () => {
    const { lock } = await phone.open();
    for (let hours = 0; hours < 6; hours += 1) {
      await lock.confirm(operation, terms({ lockAfterHours: 2, leaseHours: 4 }));
      await phone.pass(hour);
    }
    await lock.lock();
    expect(lock.state).toBe('open');
  });

  test('it locks after the hours without contact, and contact alone opens it', async () => {
    const { lock } = await phone.open();
    await lock.confirm(operation, terms({ lockAfterHours: 1 }));
    await phone.pass(hour);
    expect(lock.state).toBe('needs_contact');
    expect(phone.released).toEqual(['page']);
    expect(await lock.unlock(pin)).toMatchObject({ error: { type: 'no_pin' } });
    const next = await phone.open();
    expect(next.lock.state).toBe('needs_contact');
    await next.lock.confirm(operation, terms());
    expect(next.lock.state).toBe('open');
    await phone.deliver();
    expect(lock.state).toBe('open');
  });
});

describe('[Q2] the lease', () => {
  test('ends while the app is open and offline, and no PIN opens the phone', async () => {
    const { lock, vault } = await openWithPin();
    await lock.confirm(operation, terms({ leaseHours: 2, idleMinutes: 1_000 }));
    await phone.pass(2 * hour - 1);
    expect(lock.state).toBe('open');
    await phone.pass(1);
    expect(lock.state).toBe('lease_over');
    expect(await lock.unlock(pin)).toMatchObject({ error: { type: 'no_pin' } });
    await expect(vault.cipher()).rejects.toMatchObject({ type: 'locked' });
    expect((await vault.status()).attemptsLeft).toBe(5);
  });

  test('is renewed by contact, and then the PIN is asked', async () => {
    await openWithPin();
    phone.setByMs = 200 * hour;
    const { lock } = await phone.open();
    expect(lock.state).toBe('lease_over');
    await lock.confirmAll({ [operation]: terms() });
    expect(lock.state).toBe('locked');
    await lock.unlock(pin);
    expect(lock.state).toBe('open');
  });

  test('[Q3] setting the clock back does not bring it back', async () => {
    await openWithPin();
    phone.setByMs = 200 * hour;
    (await phone.open()).lock.stop();
    phone.setByMs = 0;
    expect((await phone.open()).lock.state).toBe('lease_over');
  });

  test('[Q3] two tabs do not count the same hour twice', async () => {
    const { lock } = await phone.open();
    await lock.confirm(operation, terms());
    await phone.open();
    await phone.pass(hour);
    const { countedMs } = (await phone.open()).lock.lease.contact;
    expect(countedMs).toBe(hour);
  });

  test('a locked phone asks the server, once a minute', async () => {
    await openWithPin();
    await phone.open();
    expect(phone.ask).toHaveBeenCalledTimes(1);
    await phone.pass(10 * minute);
    expect(phone.ask.mock.calls.length).toBeGreaterThan(7);
    expect(phone.ask.mock.calls.length).toBeLessThan(12);
  });

  test('one that was kept by no earlier version begins now', async () => {
    phone.storage.setItem('daylight.lease.somebody', '{"contact":');
    const { lock } = await phone.open();
    expect(lock.state).toBe('open');
  });
});

describe('[Q4] [Q5] the wipe', () => {
  test('a higher count than the one known wipes; the first one heard is only known', async () => {
    const { lock } = await phone.open();
    await lock.confirm(operation, terms({}, 3));
    await lock.confirm(operation, terms({}, 3));
    expect(phone.wipe).not.toHaveBeenCalled();
    await lock.confirm(operation, terms({}, 4));
    expect(phone.wipe).toHaveBeenCalledExactlyOnceWith('remote');
  });

  test('ordered while the phone was locked and offline comes with the first contact', async () => {
    await openWithPin();
    const { lock } = await phone.open();
    await lock.confirmAll({ [operation]: terms({}, 1) });
    expect(phone.wipe).toHaveBeenCalledExactlyOnceWith('remote');
    expect(lock.state).toBe('locked');
  });

  test('the fifth wrong PIN wipes, and tells how many tries are left before it', async () => {
    await openWithPin();
    const { lock } = await phone.open();
    for (const left of [4, 3, 2, 1]) {
      await lock.unlock('000000');
      expect([lock.state, lock.attemptsLeft]).toEqual(['locked', left]);
    }
    expect(await lock.unlock('000000')).toMatchObject({ error: { type: 'wiped' } });
    expect(phone.wipe).toHaveBeenCalledExactlyOnceWith('pin');
  });

  test('that was broken off is taken up again before anything opens', async () => {
    const { vault } = await openWithPin();
    phone.clear.mockRejectedValueOnce(new Error('killed'));
    await expect(vault.wipe()).rejects.toThrow('killed');
    const { lock } = await phone.open();
    expect(phone.wipe).toHaveBeenCalledExactlyOnceWith('quick');
    expect(lock.state).toBe('starting');
  });

  test('every tab hears of it', async () => {
    const { lock } = await phone.open();
    await phone.open();
    lock.end('quick');
    await phone.deliver();
    expect(phone.gone).toHaveBeenCalledExactlyOnceWith('quick');
  });
});

describe('a PIN that the operation asks for', () => {
  test('is set before anything opens', async () => {
    const { lock } = await phone.open();
    await lock.confirmAll({ [operation]: terms({ isPinRequired: true }) });
    expect(lock.state).toBe('pin_missing');
    await lock.setPin(pin);
    expect(lock.state).toBe('open');
  });

  test('does not take away what somebody is writing: it is asked at the next start', async () => {
    const { lock } = await phone.open();
    await lock.confirm(operation, terms({ isPinRequired: true }));
    await phone.pass(minute);
    expect(lock.state).toBe('open');
    expect((await phone.open()).lock.state).toBe('pin_missing');
  });

  test('cannot be had without WebCrypto, which the lock knows', async () => {
    const { lock } = await phone.open({ subtle: null });
    expect([lock.canHavePin, lock.isPinOffered]).toEqual([false, false]);
    expect(await lock.setPin(pin)).toMatchObject({ error: { type: 'unsupported' } });
  });

  test('is offered until it is declined or set', async () => {
    const { lock } = await phone.open();
    expect(lock.isPinOffered).toBe(true);
    lock.declinePin();
    expect(lock.isPinOffered).toBe(false);
    await lock.confirm(operation, terms());
    expect((await phone.open()).lock.isPinOffered).toBe(false);
  });
});
