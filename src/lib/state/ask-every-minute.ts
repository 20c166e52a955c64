import type { Phase } from '$lib/sync/sync-status';

const askEveryMs = 60_000;

/**
 * Asks the server now and every minute for what is not among the rows.
 * @param take is given each answer that comes before the end
 * @returns how to end it
 */
export const askEveryMinute = <T>(
  ask: () => Promise<T>,
  take: (heard: T) => void,
): (() => void) => {
  let isGone = false;
  const once = async () => {
    const heard = await ask();
    if (!isGone) take(heard);
  };
  void once();
  const asking = setInterval(() => void once(), askEveryMs);
  return () => {
    isGone = true;
    clearInterval(asking);
  };
};

/**
 * Whether the server can be asked, as far as the phone knows. Not known at the start: who asks then
 * says "no network" to somebody who has one, and hears nothing of it when it comes.
 */
export const lineOf = (phase: Phase): 'unknown' | 'gone' | 'there' => {
  if (phase === 'starting') return 'unknown';
  return phase === 'live' || phase === 'polling' ? 'there' : 'gone';
};
