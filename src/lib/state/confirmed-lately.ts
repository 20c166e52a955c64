import type { OutboxRecord } from '$lib/sync/outbox';

/** A record that the server has confirmed, and when this page heard of it. */
export interface ConfirmedRecord {
  record: OutboxRecord;
  /** ms since 1970, by this phone's clock; null while its row is still on the way. */
  at: number | null;
}

const most = 50;

/**
 * The last records that were confirmed while this page was open, the newest first.
 * A record leaves the outbox from `sending` or `confirmed` by being confirmed, and by nothing else.
 */
export const confirmedLately = (
  known: readonly ConfirmedRecord[],
  before: readonly OutboxRecord[],
  after: readonly OutboxRecord[],
  nowMs: number,
): readonly ConfirmedRecord[] => {
  const there = new Set(after.map(({ key }) => key));
  const news = before
    .filter(({ key, state }) => !there.has(key) && (state === 'sending' || state === 'confirmed'))
    .map((record) => ({ record: { ...record, state: 'confirmed' as const }, at: nowMs }));
  return news.length === 0 ? known : [...news.toReversed(), ...known].slice(0, most);
};
