import type { Report } from '$lib/domain/report-rows';
import type { OperationState } from '$lib/state/operation.svelte';
import type { OutboxRecord } from '$lib/sync/outbox';
import { SvelteMap } from 'svelte/reactivity';
import { mutationOf, planOf, type ReportAsk } from './bulk';

/** Recorded side by side; then the screen has its turn. */
const atOnce = 20;

/** One word on many reports, on its way, and what became of it. */
export class BulkRun {
  readonly total: number;
  /** Where the step is not possible: known before anything is recorded. */
  readonly refused: readonly Report[];
  readonly same: number;
  readonly #operation: Pick<OperationState, 'mutate' | 'problems'>;
  readonly #possible: readonly Report[];
  /** Reports by the mutation about them. */
  readonly #asked = new SvelteMap<string, Report>();
  done = $state(0);
  isRunning = $state(true);
  /** The phone could not keep the rest. */
  failed = $state(false);

  /** What the server refused, or will have decided, of this run: it may say so much later. */
  readonly problems: readonly { report: Report; record: OutboxRecord }[] = $derived.by(() =>
    this.#operation.problems.flatMap((record) => {
      const report = this.#asked.get(record.key);
      return report ? [{ report, record }] : [];
    }),
  );

  constructor(
    operation: Pick<OperationState, 'mutate' | 'problems'>,
    reports: readonly Report[],
    ask: ReportAsk,
  ) {
    this.#operation = operation;
    const { possible, same, refused } = planOf(reports, ask);
    this.#possible = possible;
    this.total = possible.length;
    this.same = same.length;
    this.refused = refused;
  }

  /** Records all of it, in the order of the list. */
  async run(ask: ReportAsk, reason: string): Promise<void> {
    const { kind, payload } = mutationOf(ask, reason);
    try {
      for (let from = 0; from < this.total; from += atOnce) {
        const reports = this.#possible.slice(from, from + atOnce);
        await Promise.all(
          reports.map(async (report) => {
            const id = await this.#operation.mutate(kind, report.id, payload);
            this.#asked.set(id, report);
            this.done += 1;
          }),
        );
      }
    } catch {
      // What was kept stands; the rest has not been recorded.
      this.failed = true;
    } finally {
      this.isRunning = false;
    }
  }
}
