/**
 * The way to Supabase: two remote procedures by fetch, and private channels. supabase-js as a whole
 * is 60 kB on a first visit, and a phone needs a sixth of it for this.
 */
import { Channels } from './channels.ts';
import type { RestOptions } from './rest.ts';
import { restClient } from './rest.ts';
import type { Random, Timers } from './retry.ts';
import { systemTimers } from './retry.ts';
import type { LiveHandlers, LiveTopics, Transport } from './transport.ts';

export interface SupabaseTransportOptions extends RestOptions {
  timers?: Timers;
  random?: Random;
}

export const supabaseTransport = (options: SupabaseTransportOptions): Transport => {
  const rest = restClient(options);
  const { timers = systemTimers, random = Math.random } = options;
  return {
    apply: (batch) => rest({ path: 'rpc/apply_mutations', body: { batch } }),
    pull: (operation, cursor, page) =>
      rest({ path: 'rpc/pull_changes', body: { operation, cursor, page } }),
    live: (topics: LiveTopics, handlers: LiveHandlers) => {
      const channels = new Channels({ ...options, timers, random }, topics, handlers);
      void channels.join();
      return () => channels.leave();
    },
  };
};
