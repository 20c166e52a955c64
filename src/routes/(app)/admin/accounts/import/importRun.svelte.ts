import type { CreationReport } from '$lib/domain/accounts';
import type { Team } from '$lib/domain/rows';
import { m } from '$lib/paraglide/messages.js';
import { downloadCsv } from '$lib/files/download';
import { post, type RequestError } from '../api';
import { Bulk } from '../bulk.svelte';
import { joinLink, type Invitation } from '../joinLink';
import { CreationReports } from '../wire';
import { refusalWords } from '../../words';
import { decodeCsv } from './decode';
import { readCsv, type CsvLine } from './readCsv';
import { roleNames } from './roleNames';
import { fileErrorWords, lineErrorWords } from './words';
import { writeCsv } from '$lib/files/write-csv';

type ReadyLine = CsvLine & { account: NonNullable<CsvLine['account']> };

/** One import, from the file to the report on every line. */
export class ImportRun {
  state: 'choosing' | 'reading' | 'preview' | 'creating' | 'ended' = $state('choosing');
  /** What is wrong with the file as a whole, in words. */
  problem: string | null = $state(null);
  fileName = $state('');
  lines: readonly CsvLine[] = $state.raw([]);
  readonly ready: ReadyLine[] = $derived(
    this.lines.filter((line): line is ReadyLine => line.account !== null),
  );
  readonly #bulk = new Bulk<ReadyLine, CreationReport>();
  readonly #operationId: string;

  constructor(operationId: string) {
    this.#operationId = operationId;
  }

  get done(): number {
    return this.#bulk.results.length;
  }

  get error(): RequestError | null {
    return this.#bulk.error;
  }

  /** What became of a line; null while nothing has. */
  reportOf(line: CsvLine): CreationReport | null {
    return this.#bulk.results[this.ready.findIndex((ready) => ready.line === line.line)] ?? null;
  }

  readonly invitations: Invitation[] = $derived(
    this.ready.flatMap(({ account }, index) => {
      const report = this.#bulk.results[index];
      return report?.outcome === 'created'
        ? [{ displayName: account.displayName, address: report.address, join: report.join }]
        : [];
    }),
  );

  async read(file: File, teams: readonly Team[]): Promise<void> {
    this.state = 'reading';
    this.problem = null;
    this.fileName = file.name;
    try {
      const [{ parse }, bytes] = await Promise.all([import('papaparse'), file.arrayBuffer()]);
      const text = decodeCsv(new Uint8Array(bytes));
      const lines = readCsv(text, { parse, roles: roleNames(), teams });
      this.lines = lines.ok ? lines.value : [];
      this.problem = lines.ok ? null : fileErrorWords(lines.error);
    } catch {
      // The file was moved or changed while it was open, or the library did not come.
      this.problem = m.admin_import_unreadable();
    }
    this.state = this.problem === null ? 'preview' : 'choosing';
  }

  startOver(): void {
    this.lines = [];
    this.problem = null;
    this.state = 'choosing';
  }

  /** Creates the accounts of the good lines, or goes on where it stopped. */
  async create(): Promise<void> {
    this.state = 'creating';
    const send = (some: ReadyLine[]) => {
      const accounts = some.map(({ account }) => account);
      return post('create', { operationId: this.#operationId, accounts }, CreationReports);
    };
    if (this.done > 0) await this.#bulk.resume(this.ready, send);
    else await this.#bulk.run(this.ready, send);
    this.state = 'ended';
  }

  /** The report on every line of the file, with the join links, as a CSV file. */
  async download(): Promise<void> {
    const { unparse } = await import('papaparse');
    const header = [
      m.admin_import_line(),
      m.admin_account_name(),
      m.admin_import_csv_address(),
      m.admin_import_csv_result(),
      m.admin_import_csv_reason(),
      m.admin_import_csv_link(),
      m.admin_import_csv_until(),
    ];
    const rows = this.lines.map((line) => {
      const report = this.reportOf(line);
      const link = report?.outcome === 'created' ? report.join : null;
      return [
        String(line.line),
        line.texts.display_name,
        report && report.outcome !== 'refused' ? report.address : line.texts.email,
        this.outcomeOf(line),
        this.reasonOf(line),
        link ? joinLink(link, location.origin) : '',
        link?.expiresAt ?? '',
      ];
    });
    downloadCsv('daylight-accounts.csv', writeCsv(header, rows, unparse));
  }

  outcomeOf(line: CsvLine): string {
    const report = this.reportOf(line);
    if (line.account === null) return m.admin_import_left_out();
    if (!report) return m.admin_import_waiting();
    if (report.outcome === 'created') return m.admin_import_created();
    return report.outcome === 'added' ? m.admin_import_added() : m.admin_import_refused();
  }

  reasonOf(line: CsvLine): string {
    const report = this.reportOf(line);
    if (report?.outcome === 'refused') return refusalWords[report.reason]();
    return line.errors.map(lineErrorWords).join(' · ');
  }
}
