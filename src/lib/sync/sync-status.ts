/** How far a phone is in step with the server. */
import type { DamagedRow } from './protocol.ts';
import type { StorageFailure } from './storage-error.ts';
import type { UnreadRecord } from './store.ts';

export const phases = ['starting', 'live', 'polling', 'offline', 'stopped'] as const;
export type Phase = (typeof phases)[number];
export const halts = ['unauthorized', 'ended', 'revoked', 'storage'] as const;
/** Why it stopped by itself: the session is over, the account is, the caller is no longer a member, the phone keeps nothing more. */
export type Halt = (typeof halts)[number];

export interface SyncStatus {
  phase: Phase;
  halt: Halt | null;
  /** Why nothing more is kept, while `halt` is `storage`. */
  storageFailure: StorageFailure | null;
  /** ms since 1970, by the server's clock, when it was last heard; null for never. */
  lastContactAt: number | null;
  /** How far the server's clock is ahead of this phone's [K9]; 0 where the two agree. */
  serverAheadMs: number;
  /** Records that the server has not taken yet. */
  waiting: number;
  /** Records that need a person. */
  problems: number;
  /** The rows were whole at least once: an empty list now means that there is nothing. */
  isReady: boolean;
  /** Rows that could not be read. */
  damaged: readonly DamagedRow[];
  /** Records on this phone that this version of the app cannot read: kept, and not sent by it. */
  unread: readonly UnreadRecord[];
}

/** What the syncing tab tells the others [S5]. */
export type SharedStatus = Pick<
  SyncStatus,
  'phase' | 'halt' | 'lastContactAt' | 'serverAheadMs' | 'isReady'
>;
