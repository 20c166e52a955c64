/** The records of the outbox: what this phone has to say, from the tap to the server's answer. */
import type { MutationResult, Reason } from '../domain/mutation-answers.ts';
import type { Mutation } from '../domain/mutations.ts';
import type { Letter } from './letters/letter.ts';
import { isOver, longestBackoffMs } from './retry.ts';

/** The form in which records are kept; a store refuses to guess at one it does not know. */
export const outboxFormat = 3;

export type OutboxState =
  /** To be sent, for the first time or again. */
  | 'waiting'
  /** On its way; after a restart it is waiting again, for the id makes sending twice harmless [W4]. */
  | 'sending'
  /** Answered, and laid over the rows until the row of its version is here [K4]. */
  | 'confirmed'
  /** Rejected for good: stays until its author has seen it. */
  | 'refused'
  /** Kept by the server as a conflict: stays until it is decided or dismissed. */
  | 'conflict';

/** Why a sending failed without an answer to this record. */
export interface SendError {
  type: 'offline' | 'server' | 'unauthorized' | 'bad_answer' | 'server_error';
  /** The HTTP status, where there was one. */
  status?: number;
}

export interface OutboxRecord {
  /** The mutation's id, for ever [K1]. */
  key: string;
  /** The order in which the person acted: given by the store, never reused. */
  seq: number;
  format: typeof outboxFormat;
  mutation: Mutation;
  state: OutboxState;
  attempts: number;
  /** ms since 1970 before which it is not sent again by itself; null for at once. */
  nextAttemptAt: number | null;
  lastError: SendError | null;
  /** The server's reason, for refused and conflict. */
  reason: Reason | null;
  /** The payload's field at fault, for `invalid_payload`. */
  field: string | null;
  /** The version that the server gave it; null before the answer or when it changed nothing. */
  version: number | null;
  /** The mutation, sealed for the server and signed [T1]; null when it could not be made. */
  letter: Letter | null;
}

export type NewOutboxRecord = Omit<OutboxRecord, 'seq'>;

export const newRecord = (mutation: Mutation, letter: Letter | null = null): NewOutboxRecord => ({
  key: mutation.id,
  format: outboxFormat,
  mutation,
  state: 'waiting',
  attempts: 0,
  nextAttemptAt: null,
  lastError: null,
  reason: null,
  field: null,
  version: null,
  letter,
});

/** Not yet with the server, as far as this phone knows. */
export const isUnsent = (record: OutboxRecord): boolean =>
  record.state === 'waiting' || record.state === 'sending';

/** Waits for a person. */
export const isProblem = (record: OutboxRecord): boolean =>
  record.state === 'refused' || record.state === 'conflict';

/** The server has it and nobody needs to look at it: losing it loses nothing [S4]. */
export const isSettled = (state: OutboxState): boolean => state === 'confirmed';

/** Another record may take its place: the server is not just being asked, and has not applied it [K7]. */
export const isReplaceable = (state: OutboxState): boolean =>
  state === 'waiting' || state === 'refused' || state === 'conflict';

/** In the log already, so that it may leave this phone without another word [K4], [K8], [W13], [X6]. */
export const isDismissible = ({ state, reason, mutation }: OutboxRecord): boolean =>
  state === 'conflict' ||
  (state === 'refused' &&
    (mutation.kind === 'record.discard' || reason === 'withdrawn' || reason === 'erased'));

/** After which nothing is asked for again: it would be refused once more, or stand twice. */
const isLastWord = (reason: Reason | null): boolean =>
  reason === 'withdrawn' || reason === 'already_applied' || reason === 'erased';

/** Asking once more in its place can help [W13], [W14], [X6]. */
export const isCorrectable = ({ state, reason }: OutboxRecord): boolean =>
  isReplaceable(state) && !isLastWord(reason);

/** Laid over the rows [K2]. */
export const isPending = (record: OutboxRecord): boolean => !isProblem(record);

export const failed = (
  record: OutboxRecord,
  error: SendError,
  nextAttemptAt: number | null,
): OutboxRecord => ({
  ...record,
  state: 'waiting',
  attempts: record.attempts + 1,
  lastError: error,
  nextAttemptAt,
});

/** The record after the server's word on it [K4], [W4]. `server_error` is no word: see `failed`. */
export const answered = (record: OutboxRecord, result: MutationResult): OutboxRecord => {
  const outcome = result.outcome === 'duplicate' ? result.first_outcome : result.outcome;
  return {
    ...record,
    ...(outcome === 'rejected' && result.reason === 'erased' ? emptied(record) : {}),
    state: outcome === 'conflict' ? 'conflict' : outcome === 'rejected' ? 'refused' : 'confirmed',
    attempts: record.attempts + 1,
    nextAttemptAt: null,
    lastError: null,
    reason: result.reason,
    field: result.field ?? null,
    version: result.version,
  };
};

/** What is about somebody who was erased says nothing any more on this phone either [X6]. */
const emptied = ({ mutation }: OutboxRecord): Pick<OutboxRecord, 'mutation' | 'letter'> => ({
  mutation: { ...mutation, payload: 'set' in mutation.payload ? { set: {} } : {} } as Mutation,
  letter: null,
});

/** How far a pending record is on its way, the first step first. */
const steps = ['waiting', 'sending', 'confirmed'] as const;
export type PendingState = (typeof steps)[number];

/** The records and the rows that wait for the server's word, each with how far the last of its own is. */
export const pendingStates = (
  records: readonly OutboxRecord[],
): ReadonlyMap<string, PendingState> => {
  const states = new Map<string, PendingState>();
  for (const { key, state, mutation } of records) {
    const step = steps.findIndex((one) => one === state);
    const now = steps[step];
    if (!now) continue;
    for (const id of [key, mutation.entity_id, ...madeBy(mutation)]) {
      const known = states.get(id);
      if (!known || step < steps.indexOf(known)) states.set(id, now);
    }
  }
  return states;
};

/** Rows that a mutation makes beside its entity. */
const madeBy = ({ kind, payload }: Mutation): string[] => {
  if (kind === 'area.search') return [payload.search_id];
  return kind === 'team.checkin' ? [payload.checkin_id] : [];
};

/** Ids that a mutation speaks of: nothing that speaks of the same may overtake it. */
const entitiesOf = ({ entity_id, payload }: Mutation): string[] => {
  const values = (fields: object) => Object.values(fields) as unknown[];
  const named = [entity_id, ...values(payload), ...('set' in payload ? values(payload.set) : [])];
  return named.filter((value): value is string => typeof value === 'string' && uuid.test(value));
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Its own time has come; one further off than any backoff was set by a clock that was wrong. */
export const isDue = ({ nextAttemptAt }: OutboxRecord, nowMs: number): boolean =>
  nextAttemptAt === null || isOver({ until: nextAttemptAt, ms: longestBackoffMs }, nowMs);

/**
 * The next records to send: oldest first, at most `limit`, those whose time has come.
 * A record that has to wait holds back later ones on the same entity, and nothing else.
 * @param nowMs Infinity sends all, whatever their next attempt says
 */
export const nextBatch = (
  records: readonly OutboxRecord[],
  limit: number,
  nowMs: number,
): OutboxRecord[] => {
  const held = new Set<string>();
  const batch: OutboxRecord[] = [];
  for (const record of records) {
    if (batch.length === limit) break;
    if (record.state !== 'waiting') continue;
    const entities = entitiesOf(record.mutation);
    if (isDue(record, nowMs) && !entities.some((entity) => held.has(entity))) batch.push(record);
    else held.add(record.mutation.entity_id);
  }
  return batch;
};
