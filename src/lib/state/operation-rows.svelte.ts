import type { AreaNode, Coverage } from '$lib/domain/coverage';
import { areaTree, siteCoverage } from '$lib/domain/coverage';
import type { PersonEvent, Rows, TableName, TaskEvent, Team } from '$lib/domain/rows';
import { tableNames } from '$lib/domain/rows';
import type { Replica } from '$lib/sync/replica';
import { Memo } from './memo';
import { oldestFirst } from './oldest-first';

/** A counter that screens depend on: one a table, so that a change wakes only who reads that table. */
class Version {
  #count = $state(0);
  read(): number {
    return this.#count;
  }
  bump(): void {
    this.#count += 1;
  }
}

/** The rows of an operation as screens read them: each reading wakes when its table has changed. */
export class OperationRows {
  /** Null before the store is open: there are no rows then. */
  protected replica: Replica | null = $state.raw(null);
  readonly #versions = Object.fromEntries(
    tableNames.map((table) => [table, new Version()]),
  ) as Record<TableName, Version>;
  readonly #trees = new Memo<AreaNode[]>();
  readonly #coverages = new Memo<Coverage>();
  readonly #histories = new Memo<TaskEvent[]>();

  readonly organisations = $derived.by(() => this.all('organisations'));
  readonly teams = $derived.by(() => this.all('teams'));
  readonly sites = $derived.by(() => this.all('sites'));
  readonly areas = $derived.by(() => this.all('site_areas'));
  readonly searches = $derived.by(() => this.all('area_searches'));
  readonly tasks = $derived.by(() => this.all('tasks'));
  readonly checkins = $derived.by(() => this.all('checkins'));
  readonly releases = $derived.by(() => this.all('releases'));
  readonly careCases = $derived.by(() => this.all('care_cases'));
  readonly facilityReports = $derived.by(() => this.all('facility_reports'));
  /** Empty for an observer: their records never come to that phone. */
  readonly people = $derived.by(() => this.all('people'));
  /** Families' requests and the claims on people; empty for an observer, as `people`. */
  readonly tracingRequests = $derived.by(() => this.all('tracing_requests'));
  readonly claims = $derived.by(() => this.all('tracing_claims'));
  /** Claims; leads too on the phones of those who may see them. */
  readonly reports = $derived.by(() => this.all('reports'));
  /** Empty for an observer, as their custody. */
  readonly evidence = $derived.by(() => this.all('evidence'));
  /** Photographs that stand; empty for an observer, as `people`. */
  readonly photos = $derived.by(() => this.all('person_photos'));

  team = (id: string | null): Team | undefined => this.get('teams', id);
  site = (id: string | null): Rows['sites'] | undefined => this.get('sites', id);
  area = (id: string | null): Rows['site_areas'] | undefined => this.get('site_areas', id);
  person = (id: string | null): Rows['people'] | undefined => this.get('people', id);
  task = (id: string | null): Rows['tasks'] | undefined => this.get('tasks', id);
  tracingRequest = (id: string | null): Rows['tracing_requests'] | undefined =>
    this.get('tracing_requests', id);
  claim = (id: string | null): Rows['tracing_claims'] | undefined => this.get('tracing_claims', id);
  report = (id: string | null): Rows['reports'] | undefined => this.get('reports', id);
  /** A photograph that stands. */
  photo = (id: string | null): Rows['person_photos'] | undefined => this.get('person_photos', id);
  evidenceItem = (id: string | null): Rows['evidence'] | undefined => this.get('evidence', id);
  careCase = (id: string | null): Rows['care_cases'] | undefined => this.get('care_cases', id);

  /** The task's history, oldest first; entries that only this phone has come last. */
  historyOf(taskId: string): TaskEvent[] {
    this.#versions.task_events.read();
    const replica = this.replica;
    if (!replica) return [];
    return this.#histories.get(taskId, replica.stamp('task_events', taskId), () =>
      oldestFirst(replica.by('task_events', taskId)),
    );
  }

  /** What belongs to a care case, in the server's order; what only this phone has comes last. */
  careEventsOf = (caseId: string): Rows['care_events'][] =>
    oldestFirst(this.#ofCase('care_events', caseId));
  triageOf = (caseId: string): Rows['triage_entries'][] => this.#ofCase('triage_entries', caseId);
  observationsOf = (caseId: string): Rows['care_observations'][] =>
    this.#ofCase('care_observations', caseId);

  /** The history of a person's record, as `historyOf`. */
  historyOfPerson(personId: string): PersonEvent[] {
    this.#versions.person_events.read();
    const entries = this.replica?.by('person_events', personId) ?? [];
    return oldestFirst(entries);
  }

  /** The history of a tracing request and its claims, as `historyOf`. */
  historyOfRequest(requestId: string): Rows['tracing_events'][] {
    this.#versions.tracing_events.read();
    const entries = this.replica?.by('tracing_events', requestId) ?? [];
    return oldestFirst(entries);
  }

  /** The history of a report, as `historyOf`. */
  historyOfReport(reportId: string): Rows['report_events'][] {
    this.#versions.report_events.read();
    const entries = this.replica?.by('report_events', reportId) ?? [];
    return oldestFirst(entries);
  }

  /** The custody of an item, oldest first; entries that only this phone has come last. */
  custodyOf(evidenceId: string): Rows['custody_entries'][] {
    this.#versions.custody_entries.read();
    const entries = this.replica?.by('custody_entries', evidenceId) ?? [];
    return entries.toSorted((a, b) => a.version - b.version || a.seq - b.seq);
  }

  /** The tree of a site's areas, each with its searches, coverage and state. */
  areasOf(siteId: string): AreaNode[] {
    return this.#ofSite(siteId, this.#trees, areaTree, []);
  }

  /** How much of the whole site has been searched. */
  coverageOf(siteId: string): Coverage {
    return this.#ofSite(siteId, this.#coverages, siteCoverage, siteCoverage([], []));
  }

  /** The team's check-ins, the newest first. */
  checkinsOf(teamId: string): Rows['checkins'][] {
    this.#versions.checkins.read();
    const checkins = this.replica?.by('checkins', teamId) ?? [];
    return checkins.toSorted(
      (a, b) => b.version - a.version || b.checked_in_at.localeCompare(a.checked_in_at),
    );
  }

  protected all<T extends TableName>(table: T): readonly Rows[T][] {
    this.#versions[table].read();
    return this.replica?.all(table) ?? [];
  }

  /** The living row of this id. */
  protected get<T extends TableName>(table: T, id: string | null): Rows[T] | undefined {
    this.#versions[table].read();
    const row = id === null ? undefined : this.replica?.get(table, id);
    return row?.deleted_at === null ? row : undefined;
  }

  #ofCase<T extends 'care_events' | 'triage_entries' | 'care_observations'>(
    table: T,
    caseId: string,
  ): Rows[T][] {
    this.#versions[table].read();
    const rows = this.replica?.by(table, caseId) ?? [];
    return rows.toSorted((a, b) => a.version - b.version);
  }

  #ofSite<V>(
    siteId: string,
    memo: Memo<V>,
    make: (areas: Rows['site_areas'][], searches: Rows['area_searches'][]) => V,
    empty: V,
  ): V {
    this.#versions.site_areas.read();
    this.#versions.area_searches.read();
    const replica = this.replica;
    if (!replica) return empty;
    const stamp = `${replica.stamp('site_areas', siteId)} ${replica.stamp('area_searches', siteId)}`;
    return memo.get(siteId, stamp, () =>
      make(replica.by('site_areas', siteId), replica.by('area_searches', siteId)),
    );
  }

  protected changed(table: TableName): void {
    this.#versions[table].bump();
  }
}
