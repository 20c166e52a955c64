/** The way to the server through supabase-js: two remote procedures and two private channels. */
import type { PostgrestError, RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import type { Random, Timers } from './retry.ts';
import { backoffMs, systemTimers } from './retry.ts';
import type { LiveHandlers, LiveTopics, Transport, TransportError } from './transport.ts';

/** What of Supabase the transport needs. */
export type SupabaseParts = Pick<
  SupabaseClient,
  'auth' | 'rpc' | 'channel' | 'removeChannel' | 'realtime'
>;

/** On the slowest network of the field a full batch or page needs this long; then it has been lost. */
const answerWithinMs = 45_000;

export const supabaseTransport = (
  client: SupabaseParts,
  timers: Timers = systemTimers,
  random: Random = Math.random,
): Transport => ({
  apply: (batch) => call(client, 'apply_mutations', { batch }),
  pull: (operation, cursor, page) => call(client, 'pull_changes', { operation, cursor, page }),
  live: (topics, handlers) => listen(client, topics, handlers, timers, random),
});

const call = async (
  client: SupabaseParts,
  procedure: string,
  parameters: Record<string, unknown>,
): Promise<Result<unknown, TransportError>> => {
  const first = await callOnce(client, procedure, parameters);
  if (first.ok || first.error.type !== 'unauthorized') return first;
  const { error } = await client.auth.refreshSession();
  // A refresh that got no answer says nothing about the session.
  if (error) return err(error.status ? { type: 'unauthorized' } : { type: 'offline' });
  return callOnce(client, procedure, parameters);
};

const callOnce = async (
  client: SupabaseParts,
  procedure: string,
  parameters: Record<string, unknown>,
): Promise<Result<unknown, TransportError>> => {
  const answer = await client
    .rpc(procedure, parameters)
    .abortSignal(AbortSignal.timeout(answerWithinMs));
  return answer.error ? err(classify(answer.error, answer.status)) : ok(answer.data as unknown);
};

/** @param status 0 where no answer came */
const classify = ({ code }: Pick<PostgrestError, 'code'>, status: number): TransportError => {
  if (status === 0) return { type: 'offline' };
  if (status === 401) return { type: 'unauthorized' };
  if (code === '42501') return { type: 'not_a_member' };
  if (code === '22023' || status === 413) return { type: 'batch_refused', status };
  return { type: 'server', status, retryAfterMs: 0 };
};

/**
 * Joins both topics. realtime-js joins again by itself after errors and lost connections; a channel
 * that the server has closed for good is made anew here, with backoff.
 */
const listen = (
  client: SupabaseParts,
  topics: LiveTopics,
  handlers: LiveHandlers,
  timers: Timers,
  random: Random,
): (() => void) => {
  const wanted = [
    { topic: topics.all, event: 'change', take: handlers.change },
    ...(topics.restricted === null
      ? []
      : [{ topic: topics.restricted, event: 'changed', take: handlers.hint }]),
  ];
  const joined = new Set<string>();
  const channels = new Map<string, RealtimeChannel>();
  const waits = new Set<() => void>();
  let isLeft = false;
  const lose = (topic: string) => {
    const wasWhole = joined.size === wanted.length;
    joined.delete(topic);
    if (wasWhole) handlers.lost();
  };
  const join = ({ topic, event, take }: (typeof wanted)[number], attempt: number) => {
    const channel = client.channel(topic, { config: { private: true } });
    channels.set(topic, channel);
    let failures = attempt;
    channel.on('broadcast', { event }, ({ payload }: { payload: unknown }) => take(payload));
    channel.subscribe((state) => {
      const status: string = state;
      if (isLeft) return;
      if (status === 'SUBSCRIBED') {
        failures = 0;
        joined.add(topic);
        if (joined.size === wanted.length) handlers.joined();
        return;
      }
      lose(topic);
      if (status !== 'CLOSED') return;
      const cancel = timers.after(backoffMs(++failures, random), () => {
        waits.delete(cancel);
        join({ topic, event, take }, failures);
      });
      waits.add(cancel);
    });
  };
  client.realtime.onHeartbeat((status) => {
    if (status === 'ok') handlers.heartbeat();
  });
  // The token has to be there before the first join: a private channel asks for it.
  void client.realtime.setAuth().then(() => {
    if (!isLeft) for (const one of wanted) join(one, 0);
  });
  return () => {
    isLeft = true;
    for (const cancel of waits) cancel();
    for (const channel of channels.values()) void client.removeChannel(channel);
  };
};
