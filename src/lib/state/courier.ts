import { Courier } from '$lib/sync/letters/courier';
import { LetterBox } from '$lib/sync/letters/letter-box';
import { postLetters } from '$lib/sync/letters/post';
import { systemTimers } from '$lib/sync/retry';
import { joinTabs } from '$lib/sync/tabs';

/** Delivers the letters of this device until the signal comes. */
export const startCourier = (until: AbortSignal): void => {
  if (until.aborted) return;
  const box = new LetterBox({ factory: indexedDB, joinTabs, now: Date.now });
  const courier = new Courier({
    box,
    post: postLetters((input, init) => fetch(input, init)),
    timers: systemTimers,
    random: Math.random,
    locks: (navigator as { locks?: LockManager }).locks ?? null,
  });
  const stop = courier.start();
  addEventListener('online', () => courier.networkBack(), { signal: until });
  until.addEventListener('abort', () => {
    stop();
    void box.close();
  });
};
