/** What a lock is given, what it says, and what the locks of several tabs say to each other. */
import type { Random, Timers } from '$lib/sync/retry';
import type { JoinTabs } from '$lib/sync/tabs';
import type { Vault } from '$lib/sync/vault/vault';
import * as v from 'valibot';
import type { LeaseBook } from './lease-book';
import type { Clocks } from './lease-count';

export type LockState =
  /** Not known yet. */
  | 'starting'
  | 'open'
  /** The PIN opens it. */
  | 'locked'
  /** Without a PIN, and too long without contact: contact opens it. */
  | 'needs_contact'
  /** Contact, and then the PIN where there is one [Q2]. */
  | 'lease_over'
  /** The operation asks for a PIN, and there is none. */
  | 'pin_missing';

/** Why this phone's rows are gone. */
export const endings = ['quick', 'pin', 'remote', 'ended'] as const;
export type Ending = (typeof endings)[number];

export const messageSchema = v.variant('type', [
  v.object({ type: v.literal('lock') }),
  v.object({ type: v.literal('active') }),
  /** The lease or the PIN is another one now. */
  v.object({ type: v.literal('changed') }),
  v.object({ type: v.literal('gone'), ending: v.nullable(v.picklist(endings)) }),
]);
export type LockMessage = v.InferOutput<typeof messageSchema>;

export interface LockOptions {
  userId: string;
  /** Null where nothing is kept: there is nothing that a PIN would protect then. */
  vault: Vault | null;
  book: LeaseBook;
  clocks: Clocks;
  timers: Timers;
  random: Random;
  joinTabs: JoinTabs;
  /** Lets go of the account's databases, after what is being written; nothing is deleted. */
  release: () => Promise<void>;
  /** Asks the server about the account; what it says comes in by `settle` or the end of the session. */
  ask: () => Promise<unknown>;
  /** The phone has to be wiped. */
  wipe: (ending: Ending) => Promise<void>;
  /** Another tab has wiped (`ending`) or signed out. */
  gone: (ending: Ending | null) => void;
}
