import type { SupabaseClient } from '@supabase/supabase-js';
import { err } from '$lib/domain/result';
import type { LoggedEvent } from './readEvent';
import { eventsPerPage, readLogPage, type LogPage } from './readLog';

/** The part of the log that is on the screen, newest first. */
export class EventLog {
  events: readonly LoggedEvent[] = $state.raw([]);
  status: 'loading' | 'ready' | 'failed' = $state('loading');
  hasOlder = $state(false);
  readonly #client: () => Promise<Pick<SupabaseClient, 'from'>>;
  /** Answers to an older question are dropped. */
  #question = 0;

  constructor(client: () => Promise<Pick<SupabaseClient, 'from'>>) {
    this.#client = client;
  }

  /** Reads the newest entries of this part; what is shown stays until they are here. */
  async read(part: Omit<LogPage, 'beforeSeq'>): Promise<void> {
    await this.#page(part, null);
  }

  async readOlder(part: Omit<LogPage, 'beforeSeq'>): Promise<void> {
    await this.#page(part, this.events.at(-1)?.seq ?? null);
  }

  async #page(part: Omit<LogPage, 'beforeSeq'>, beforeSeq: number | null): Promise<void> {
    const question = ++this.#question;
    this.status = 'loading';
    const page = await this.#client().then(
      (supabase) => readLogPage(supabase, { ...part, beforeSeq }),
      // The client itself is loaded when it is first needed, and that takes a network.
      () => err({ type: 'unreadable' as const }),
    );
    if (question !== this.#question) return;
    if (!page.ok) {
      this.status = 'failed';
      return;
    }
    this.events = beforeSeq === null ? page.value : [...this.events, ...page.value];
    this.hasOlder = page.value.length === eventsPerPage;
    this.status = 'ready';
  }
}
