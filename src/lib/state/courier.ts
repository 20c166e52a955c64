import { Courier } from '$lib/sync/letters/courier';
import { LetterBox } from '$lib/sync/letters/letter-box';
import { postLetters } from '$lib/sync/letters/post';
import { systemTimers } from '$lib/sync/retry';
import { joinTabs } from '$lib/sync/tabs';

/** Delivers the letters of this device as long as the page is open; returns how to stop. */
export const startCourier = (): (() => void) => {
  const box = new LetterBox({ factory: indexedDB, joinTabs, now: Date.now });
  const courier = new Courier({
    box,
    post: postLetters((input, init) => fetch(input, init)),
    timers: systemTimers,
    random: Math.random,
    locks: (navigator as { locks?: LockManager }).locks ?? null,
  });
  const stop = courier.start();
  const listening = new AbortController();
  addEventListener('online', () => courier.networkBack(), { signal: listening.signal });
  return () => {
    listening.abort();
    stop();
    void box.close();
  };
};
