/** The records of the outbox in the order in which a person should look at them. */
import type { ConfirmedRecord } from '$lib/state/confirmed-lately';
import { isCorrectable, type OutboxRecord } from '$lib/sync/outbox';

export interface RecordGroups {
  /** Refused and in conflict: they wait for a decision. */
  problems: OutboxRecord[];
  /** Tried several times, and the server fails to take them. */
  stuck: OutboxRecord[];
  waiting: OutboxRecord[];
  sending: OutboxRecord[];
  confirmed: ConfirmedRecord[];
}

const stuckAfter = 3;

/** The fault lies with this record or with the server, not with the network: waiting may not help. */
export const isStuck = ({ state, attempts, lastError }: OutboxRecord): boolean =>
  state === 'waiting' &&
  attempts >= stuckAfter &&
  (lastError?.type === 'server_error' ||
    lastError?.type === 'bad_answer' ||
    lastError?.type === 'server');

/**
 * Each record stands in one group, the newest first.
 * @param records as the outbox has them, oldest first
 * @param lately what has left the outbox, the newest first
 */
export const groupRecords = (
  records: readonly OutboxRecord[],
  lately: readonly ConfirmedRecord[],
): RecordGroups => {
  const groups: RecordGroups = {
    problems: [],
    stuck: [],
    waiting: [],
    sending: [],
    confirmed: [],
  };
  for (const record of records.toReversed()) {
    if (record.state === 'confirmed') groups.confirmed.push({ record, at: null });
    else groups[groupOf(record)].push(record);
  }
  groups.confirmed.push(...lately);
  return groups;
};

const groupOf = (record: OutboxRecord): Exclude<keyof RecordGroups, 'confirmed'> => {
  if (record.state === 'sending') return 'sending';
  if (record.state !== 'waiting') return 'problems';
  return isStuck(record) ? 'stuck' : 'waiting';
};

/**
 * What a colleague's phone may carry: the server does not have it as its author wants it, and would
 * not refuse it for good [W13], [W14].
 */
export const mayTravel = (record: OutboxRecord): boolean =>
  record.state === 'sending' || (record.state !== 'conflict' && isCorrectable(record));
