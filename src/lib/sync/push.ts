/** Sends the outbox: in order, one batch at a time, each record to its own answer [K3]-[K5]. */
import type { MutationResult } from '../domain/mutation-answers.ts';
import type { OutboxRecord, SendError } from './outbox.ts';
import { answered, failed, isDue, nextBatch } from './outbox.ts';
import { parseResults } from './protocol.ts';
import type { Random, Timers } from './retry.ts';
import { backoffMs, isOver, noWait } from './retry.ts';
import type { Transport, TransportError } from './transport.ts';

const largestBatch = 100;

export interface PusherOptions {
  transport: Pick<Transport, 'apply'>;
  timers: Timers;
  random: Random;
  records: () => readonly OutboxRecord[];
  /** Durable before it resolves. */
  update: (records: readonly OutboxRecord[]) => Promise<void>;
  /** The server has answered. */
  onContact: () => void;
  /** It has answered the caller as an active member. */
  onMember: () => void;
  /** It has not, or not to this caller. */
  onFailure: (error: TransportError) => void;
  /** The phone could not keep the answer; the server has it, and the id makes asking again harmless. */
  onStoreFailure: (cause: unknown) => void;
}

export type PushReason =
  /** A new record: it does not wait for the backoff of a lost network. */
  | 'tap'
  /** The network or the session is back: everything is due. */
  | 'back'
  | 'timer';

export class Pusher {
  readonly #options: PusherOptions;
  #isRunning = false;
  #isStopped = true;
  #askedAgain: PushReason | null = null;
  #limit = largestBatch;
  #failures = 0;
  #lastFailure: TransportError['type'] | null = null;
  /** No batch before it is over; a record's own `nextAttemptAt` comes on top. */
  #wait = noWait;
  #cancelTimer: () => void = () => undefined;

  constructor(options: PusherOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStopped = false;
    void this.wake('back');
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer();
  }

  /** Resolves when there is nothing to send for now. */
  async wake(reason: PushReason): Promise<void> {
    if (this.#isStopped) return;
    if (this.#isRunning) {
      // Not lost, whatever the run under way is just about to do.
      this.#askedAgain ??= reason;
      return;
    }
    if (reason === 'back' || (reason === 'tap' && this.#lastFailure === 'offline'))
      this.#wait = noWait;
    this.#cancelTimer();
    this.#isRunning = true;
    let dueMs = reason === 'back' ? Number.POSITIVE_INFINITY : this.#options.timers.now();
    try {
      while (this.#mayRun() && (await this.#sendOne(dueMs))) dueMs = this.#options.timers.now();
    } catch (cause) {
      this.#options.onStoreFailure(cause);
    } finally {
      this.#isRunning = false;
    }
    const again = this.#askedAgain;
    this.#askedAgain = null;
    if (again) await this.wake(again);
    else this.#sleep();
  }

  #mayRun(): boolean {
    return !this.#isStopped && isOver(this.#wait, this.#options.timers.now());
  }

  /** @returns whether to go on at once */
  async #sendOne(dueMs: number): Promise<boolean> {
    const wanted = nextBatch(this.#options.records(), this.#limit, dueMs);
    if (wanted.length === 0) return false;
    await this.#options.update(wanted.map((record) => ({ ...record, state: 'sending' })));
    // One whose place another has taken just before is not sent any more [K7].
    const there = new Set(this.#options.records().map(({ key }) => key));
    const batch = wanted.filter(({ key }) => there.has(key));
    if (batch.length === 0) return true;
    const answer = await this.#options.transport.apply(batch.map(({ mutation }) => mutation));
    const results = answer.ok ? parseResults(answer.value) : answer;
    if (results.ok) return this.#takeAnswers(batch, results.value);
    if (results.error.type === 'batch_refused') return this.#refuseBatch(batch);
    return this.#takeFailure(
      batch,
      results.error.type === 'malformed'
        ? { type: 'server', status: 200, retryAfterMs: 0 }
        : results.error,
    );
  }

  async #takeAnswers(
    batch: readonly OutboxRecord[],
    results: readonly MutationResult[],
  ): Promise<boolean> {
    this.#failures = 0;
    this.#lastFailure = null;
    this.#limit = largestBatch;
    const byId = new Map(results.map((result) => [result.id, result]));
    await this.#options.update(batch.map((record) => this.#answer(record, byId.get(record.key))));
    this.#options.onContact();
    if (!results.some(({ reason }) => reason === 'not_a_member')) {
      this.#options.onMember();
      return true;
    }
    this.#options.onFailure({ type: 'not_a_member' });
    return false;
  }

  #answer(record: OutboxRecord, result: MutationResult | undefined): OutboxRecord {
    if (!result) return this.#later(record, { type: 'bad_answer' });
    if (result.outcome === 'rejected' && result.reason === 'server_error')
      return this.#later(record, { type: 'server_error' });
    // Not recorded by the server [W5]: it is sent when the account is let in again.
    if (result.outcome === 'rejected' && result.reason === 'not_a_member')
      return failed(record, { type: 'unauthorized' }, null);
    return answered(record, result);
  }

  #later(record: OutboxRecord, error: SendError): OutboxRecord {
    const { timers, random } = this.#options;
    return failed(record, error, timers.now() + backoffMs(record.attempts + 1, random));
  }

  async #takeFailure(
    batch: readonly OutboxRecord[],
    error: Exclude<TransportError, { type: 'batch_refused' }>,
  ): Promise<boolean> {
    const { timers, random, update, onFailure } = this.#options;
    this.#failures += 1;
    this.#lastFailure = error.type;
    const ms = backoffMs(this.#failures, random, error.type === 'server' ? error.retryAfterMs : 0);
    this.#wait = { until: timers.now() + ms, ms };
    await update(batch.map((record) => failed(record, sendError(error), null)));
    onFailure(error);
    return false;
  }

  /** The server will not take this batch as it is: halves are tried until the one at fault is alone. */
  async #refuseBatch(batch: readonly OutboxRecord[]): Promise<boolean> {
    const isAlone = batch.length === 1;
    this.#limit = isAlone ? largestBatch : Math.ceil(batch.length / 2);
    this.#options.onContact();
    await this.#options.update(
      batch.map((record) =>
        isAlone
          ? answered(record, {
              id: record.key,
              outcome: 'rejected',
              reason: 'malformed',
              version: null,
            })
          : { ...record, state: 'waiting' },
      ),
    );
    return true;
  }

  /** Until the network may be tried again, or the next record's own time has come. */
  #sleep(): void {
    if (this.#isStopped) return;
    const { records, timers } = this.#options;
    const nowMs = timers.now();
    const waiting = records().filter(({ state }) => state === 'waiting');
    if (waiting.length === 0) return;
    // One without a time of its own waits behind another that has one, or is due at once: writing
    // down a failure may take longer than the wait that followed from it.
    const times = waiting.flatMap((record) =>
      record.nextAttemptAt === null || isDue(record, nowMs) ? [] : [record.nextAttemptAt],
    );
    const isAnyDue = nextBatch(waiting, 1, nowMs).length > 0;
    const at = isOver(this.#wait, nowMs)
      ? Math.min(...times, isAnyDue ? nowMs : Number.POSITIVE_INFINITY)
      : this.#wait.until;
    if (at === Number.POSITIVE_INFINITY) return;
    this.#cancelTimer = timers.after(at - nowMs, () => void this.wake('timer'));
  }
}

const sendError = (error: Exclude<TransportError, { type: 'batch_refused' }>): SendError => {
  if (error.type === 'server') return { type: 'server', status: error.status };
  return { type: error.type === 'offline' ? 'offline' : 'unauthorized' };
};
