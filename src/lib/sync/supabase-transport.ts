/**
 * The way to Supabase: two remote procedures by fetch and two private channels by realtime-js.
 * supabase-js as a whole is 60 kB on a first visit, and a phone needs a third of it for this.
 */
import type { RealtimeClient } from '@supabase/realtime-js';
import { Channels } from './channels.ts';
import type { Rest } from './rest.ts';
import type { Random, Timers } from './retry.ts';
import { systemTimers } from './retry.ts';
import type { LiveHandlers, LiveTopics, Transport } from './transport.ts';

export interface SupabaseTransportOptions {
  rest: Rest;
  /** Loaded at the first need: rows come before news of them. */
  realtime: () => Promise<RealtimeClient>;
  timers?: Timers;
  random?: Random;
}

export const supabaseTransport = (options: SupabaseTransportOptions): Transport => {
  const { rest, realtime, timers = systemTimers, random = Math.random } = options;
  // A topic can be joined again only when the server has seen it left.
  let leaving: Promise<unknown> = Promise.resolve();
  return {
    apply: (batch) => rest({ path: 'rpc/apply_mutations', body: { batch } }),
    pull: (operation, cursor, page) =>
      rest({ path: 'rpc/pull_changes', body: { operation, cursor, page } }),
    live: (topics: LiveTopics, handlers: LiveHandlers) => {
      const channels = new Channels({ realtime, timers, random }, topics, handlers);
      void leaving.then(() => channels.join());
      return () => {
        leaving = channels.leave();
      };
    },
  };
};
