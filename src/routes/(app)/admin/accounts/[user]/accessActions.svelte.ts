import type { ChangeReport, JoinToken } from '$lib/domain/accounts';
import type { Result } from '$lib/domain/result';
import { m } from '$lib/paraglide/messages.js';
import { refusalWords, requestErrorWords } from '../../words';
import { post, type RequestError } from '../api';
import { ChangeReports, ResetReport } from '../wire';

/** What an admin does about an account's way in, and what became of the last of it. */
export class AccessActions {
  isBusy = $state(false);
  outcome: { tone: 'good' | 'critical'; words: string } | null = $state.raw(null);
  /** The new link, until something else is done. */
  reset: { address: string; join: JoinToken } | null = $state.raw(null);
  readonly #operationId: string;
  readonly #changed: () => Promise<void>;

  constructor(operationId: string, changed: () => Promise<void>) {
    this.#operationId = operationId;
    this.#changed = changed;
  }

  async makeLink(userId: string): Promise<void> {
    const answer = await this.#ask(() =>
      post('reset', { operationId: this.#operationId, userId }, ResetReport),
    );
    if (answer?.outcome === 'done') this.reset = answer;
    else if (answer) this.#fail(refusalWords[answer.reason]());
  }

  async signOut(userId: string): Promise<void> {
    const body = { operationId: this.#operationId, userIds: [userId] };
    const answer = await this.#ask(() => post('sign-out', body, ChangeReports));
    this.#tell(answer?.[0], m.admin_account_signed_out());
  }

  async setActive(userId: string, active: boolean): Promise<void> {
    const body = { operationId: this.#operationId, userIds: [userId], active };
    const answer = await this.#ask(() => post('activity', body, ChangeReports));
    const words = active ? m.admin_account_reactivated() : m.admin_account_deactivated();
    this.#tell(answer?.[0], words);
  }

  async #ask<T>(send: () => Promise<Result<T, RequestError>>): Promise<T | null> {
    this.isBusy = true;
    this.outcome = null;
    this.reset = null;
    const answer = await send();
    this.isBusy = false;
    if (!answer.ok) {
      this.#fail(requestErrorWords[answer.error.type]());
      return null;
    }
    void this.#changed();
    return answer.value;
  }

  #tell(report: ChangeReport | undefined, done: string): void {
    if (report?.outcome === 'done') this.outcome = { tone: 'good', words: done };
    else if (report) this.#fail(refusalWords[report.reason]());
  }

  #fail(words: string): void {
    this.outcome = { tone: 'critical', words };
  }
}
