import { governorates } from '$lib/domain/governorates';
import type { Report } from '$lib/domain/report-rows';
import type { OperationState } from '$lib/state/operation.svelte';
import type { ReportAsk } from './bulk';
import { BulkRun } from './bulk-run.svelte';
import { listedReports, noFilters, type DeskFilters } from './filters';
import { among, extended, nothing, toggled, wholeOrNothing, type Selection } from './selection';
import { placeOfReport, placeWords } from './words';

/** Shown at first, and more at a time when the reader comes to the end. */
const pageSize = 100;

/** The desk: what is shown, what is chosen, and what is being done with it. */
export class Desk {
  readonly #operation: OperationState;
  filters: DeskFilters = $state({ ...noFilters });
  #selection: Selection = $state.raw(nothing);
  run: BulkRun | null = $state.raw(null);
  /** The report that the keyboard is at. */
  current: string | null = $state(null);

  readonly all: readonly Report[] = $derived.by(() =>
    listedReports(this.#operation.reports, this.filters, (report) => ({
      adm1Pcode: report.adm1_pcode ?? this.#operation.site(report.site_id)?.adm1_pcode ?? null,
      place: placeWords(this.#operation, placeOfReport(report)),
    })),
  );
  readonly #order: readonly string[] = $derived(this.all.map(({ id }) => id));
  readonly chosen: readonly Report[] = $derived(among(this.#selection, this.all));
  readonly #basis: string = $derived(JSON.stringify(this.filters));
  #limit = $derived.by(() => firstPage(this.#basis));

  constructor(operation: OperationState) {
    this.#operation = operation;
  }

  get shown(): readonly Report[] {
    return this.all.slice(0, this.#limit);
  }

  get hasMore(): boolean {
    return this.all.length > this.#limit;
  }

  get isFiltered(): boolean {
    return this.#basis !== JSON.stringify(noFilters);
  }

  /** Governorates that any report is about, in the order of their codes. */
  readonly governorates = $derived.by(() => {
    const named = this.#operation.reports.map(
      ({ adm1_pcode, site_id }) => adm1_pcode ?? this.#operation.site(site_id)?.adm1_pcode,
    );
    return governorates.filter(({ pcode }) => named.includes(pcode));
  });

  more(): void {
    if (this.hasMore) this.#limit += pageSize;
  }

  clearFilters(): void {
    this.filters = { ...noFilters };
  }

  isChosen(id: string): boolean {
    return this.#selection.chosen.has(id);
  }

  toggle(id: string): void {
    this.#selection = toggled(this.#selection, id);
  }

  extendTo(id: string): void {
    this.#selection = extended(this.#selection, this.#order, id);
  }

  chooseAll(): void {
    this.#selection = wholeOrNothing(this.#selection, this.#order);
  }

  chooseNothing(): void {
    this.#selection = nothing;
  }

  /** The report before or after the one that the keyboard is at; undefined at the ends. */
  neighbour(step: 1 | -1): string | undefined {
    const at = this.current === null ? -1 : this.#order.indexOf(this.current);
    const next = at === -1 ? 0 : at + step;
    while (next >= this.#limit && this.hasMore) this.more();
    return this.#order[next];
  }

  /** Records one word on all that is chosen. @returns false when the phone could not keep all of it */
  async say(ask: ReportAsk, reason: string): Promise<boolean> {
    const run = new BulkRun(this.#operation, this.chosen, ask);
    this.run = run;
    await run.run(ask, reason);
    return !run.failed;
  }
}

const firstPage = (_basis: string): number => pageSize;
