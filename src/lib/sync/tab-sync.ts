/** The engine of one tab among several: it syncs, or hears from the tab that does [S5]. */
import * as v from 'valibot';
import type { SyncEngine } from './engine.ts';
import type { SharedStatus } from './sync-status.ts';
import { halts, phases } from './sync-status.ts';
import { waitToLead } from './leader.ts';
import type { JoinTabs } from './tabs.ts';

export interface TabSyncOptions {
  engine: SyncEngine;
  /** The same in all tabs that show this operation to this account. */
  name: string;
  /** Null where the browser has none. */
  locks: Pick<LockManager, 'request'> | null;
  joinTabs: JoinTabs;
}

export interface TabSync {
  /** The network is back, or the page is in front again: whoever leads asks the server. */
  refresh: () => void;
  stop: () => void;
}

const messageSchema = v.variant('type', [
  /** A tab was opened: what is the status? */
  v.object({ type: v.literal('hello') }),
  v.object({ type: v.literal('refresh') }),
  v.object({
    type: v.literal('status'),
    status: v.object({
      phase: v.picklist(phases),
      halt: v.nullable(v.picklist(halts)),
      lastContactAt: v.nullable(v.number()),
      // A tab of an earlier version says nothing of it.
      serverAheadMs: v.optional(v.number(), 0),
      isReady: v.boolean(),
    }),
  }),
]);
type Message = v.InferOutput<typeof messageSchema>;

/** Starts the engine when it is this tab's turn to sync. */
export const syncInTurn = ({ engine, name, locks, joinTabs }: TabSyncOptions): TabSync => {
  let isLeading = false;
  let told = '';
  const tabs = joinTabs(`daylight-sync-${name}`, (message) => {
    const parsed = v.safeParse(messageSchema, message);
    if (parsed.success) hear(parsed.output);
  });
  const post = (message: Message) => tabs.post(message);
  const tell = (isAsked: boolean) => {
    const { phase, halt, lastContactAt, serverAheadMs, isReady } = engine.status;
    const status: SharedStatus = { phase, halt, lastContactAt, serverAheadMs, isReady };
    const telling = JSON.stringify(status);
    if (!isLeading || (telling === told && !isAsked)) return;
    told = telling;
    post({ type: 'status', status });
  };
  const hear = (message: Message) => {
    if (message.type === 'status') engine.hear(message.status);
    else if (isLeading && message.type === 'refresh') engine.refresh();
    else if (message.type === 'hello') tell(true);
  };
  const unsubscribe = engine.subscribe(() => tell(false));
  post({ type: 'hello' });
  const leave = waitToLead(`daylight-sync-${name}`, locks, () => {
    isLeading = true;
    engine.start();
  });
  return {
    refresh: () => {
      if (isLeading) engine.refresh();
      else post({ type: 'refresh' });
    },
    stop: () => {
      unsubscribe();
      leave();
      tabs.close();
    },
  };
};
