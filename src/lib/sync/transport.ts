/** The way to the server and back; a test has one made of memory. */
import type { Mutation } from '../domain/mutations.ts';
import type { Result } from '../domain/result.ts';

export type TransportError =
  /** No answer: no network, or none in time. */
  | { type: 'offline' }
  /** The server cannot now: 5xx, 429, or something in between answered instead. */
  | { type: 'server'; status: number; retryAfterMs: number }
  /** No session that the server accepts, after one refresh [K5]. */
  | { type: 'unauthorized' }
  /** The account is banned or deleted: no session of it is accepted any more [Q4]. */
  | { type: 'account_ended' }
  /** The caller is no active member of the operation [R5]. */
  | { type: 'not_a_member' }
  /** This batch will never be taken as it is [W2]: malformed or too large. */
  | { type: 'batch_refused'; status: number };

export interface LiveTopics {
  all: string;
  /** Null for observers, who may not join it [B1]. */
  restricted: string | null;
}

export interface LiveHandlers {
  /** A `change` on the operation's topic, unparsed. */
  change: (payload: unknown) => void;
  /** A `changed` on the restricted topic, unparsed. */
  hint: (payload: unknown) => void;
  /** All the topics are joined, for the first time or again. */
  joined: () => void;
  /** One of them is no longer: messages may be lost from here on. */
  lost: () => void;
  /** The server was heard, though it said nothing new. */
  heartbeat: () => void;
}

export interface Transport {
  /** The answer is unparsed. */
  apply: (batch: readonly Mutation[]) => Promise<Result<unknown, TransportError>>;
  pull: (
    operationId: string,
    cursor: string | null,
    page: number,
  ) => Promise<Result<unknown, TransportError>>;
  /** Joins, and joins again by itself when the connection was lost. Returns how to leave. */
  live: (topics: LiveTopics, handlers: LiveHandlers) => () => void;
}
