/** The tables that are asked for by what they belong to, so that a history costs its own length. */
import type { Rows } from '../domain/rows.ts';

export const indexKeys = {
  task_events: (row: Rows['task_events']) => row.task_id,
  site_areas: (row: Rows['site_areas']) => row.site_id,
  area_searches: (row: Rows['area_searches']) => row.site_id,
  checkins: (row: Rows['checkins']) => row.team_id,
  person_events: (row: Rows['person_events']) => row.person_id,
  triage_entries: (row: Rows['triage_entries']) => row.case_id,
  care_observations: (row: Rows['care_observations']) => row.case_id,
  care_events: (row: Rows['care_events']) => row.case_id,
  facility_reports: (row: Rows['facility_reports']) => row.site_id,
  // Claims are asked for by request and by person: one list for both, a few thousand at most.
  tracing_claims: (row: Rows['tracing_claims']) => row.operation_id,
  tracing_events: (row: Rows['tracing_events']) => row.request_id,
  report_events: (row: Rows['report_events']) => row.report_id,
  custody_entries: (row: Rows['custody_entries']) => row.evidence_id,
  person_photos: (row: Rows['person_photos']) => row.person_id,
};
export type IndexedTable = keyof typeof indexKeys;

/** Ids by key, with a stamp that changes whenever a row under the key does. */
export class RowIndex {
  readonly #ids = new Map<string, Set<string>>();
  readonly #stamps = new Map<string, number>();

  add(key: string, id: string): void {
    const ids = this.#ids.get(key);
    if (ids) ids.add(id);
    else this.#ids.set(key, new Set([id]));
  }

  remove(key: string, id: string): void {
    this.#ids.get(key)?.delete(id);
  }

  touch(key: string): void {
    this.#stamps.set(key, this.stamp(key) + 1);
  }

  stamp(key: string): number {
    return this.#stamps.get(key) ?? 0;
  }

  ids(key: string): Iterable<string> {
    return this.#ids.get(key) ?? [];
  }

  /** Every row is gone: all stamps move on. */
  clear(): void {
    this.#ids.clear();
    for (const key of this.#stamps.keys()) this.touch(key);
  }
}
