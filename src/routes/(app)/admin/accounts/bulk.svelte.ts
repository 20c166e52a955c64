import { accountsPerRequest } from '$lib/domain/accounts';
import type { Result } from '$lib/domain/result';
import type { RequestError } from './api';

/** Work on many accounts, a few in each request, with what became of every one. */
export class Bulk<T, R> {
  isRunning = $state(false);
  total = $state(0);
  /** One result for each account that has been worked on, in order. */
  results: readonly R[] = $state.raw([]);
  /** Why it stopped before the end: what is done stays done. */
  error: RequestError | null = $state.raw(null);
  readonly #perRequest: number;

  constructor(perRequest: number = accountsPerRequest) {
    this.#perRequest = perRequest;
  }

  /** @param send works on a few of them and answers in their order */
  async run(
    list: readonly T[],
    send: (some: T[]) => Promise<Result<readonly R[], RequestError>>,
  ): Promise<void> {
    this.results = [];
    this.total = list.length;
    await this.#goOn(list, send);
  }

  /** Goes on after an error with those that are left of the same list. */
  async resume(
    list: readonly T[],
    send: (some: T[]) => Promise<Result<readonly R[], RequestError>>,
  ): Promise<void> {
    await this.#goOn(list.slice(this.results.length), send);
  }

  async #goOn(
    list: readonly T[],
    send: (some: T[]) => Promise<Result<readonly R[], RequestError>>,
  ): Promise<void> {
    this.isRunning = true;
    this.error = null;
    for (let from = 0; from < list.length && !this.error; from += this.#perRequest) {
      const answer = await send(list.slice(from, from + this.#perRequest));
      if (answer.ok) this.results = [...this.results, ...answer.value];
      else this.error = answer.error;
    }
    this.isRunning = false;
  }
}
