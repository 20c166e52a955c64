/** What the reports of a facility say together. They are append-only, each about one kind of bed or about the whole. */
import { bedKinds, type BedKind } from './vocabulary.ts';

interface Report {
  version: number;
  bed_kind: BedKind | null;
  services: string[] | null;
}

export interface FacilityStanding<Entry extends Report> {
  /** The last word on the facility as a whole; null where nobody has said one. */
  whole: Entry | null;
  /** The last word on each kind of bed that was ever reported, in the order of the screen. */
  beds: Entry[];
  /** The last report that says anything of services. */
  services: Entry | null;
}

/**
 * What stands, each with its own age: beds that were counted yesterday are not fresh because a
 * service was named today. Ordered by the server's version, never by a clock.
 */
export const facilityStanding = <Entry extends Report>(
  reports: readonly Entry[],
): FacilityStanding<Entry> => {
  const newestFirst = reports.toSorted((a, b) => b.version - a.version);
  const lastOf = (kind: BedKind | null) => newestFirst.find(({ bed_kind }) => bed_kind === kind);
  return {
    whole: lastOf(null) ?? null,
    beds: bedKinds.map(lastOf).filter((report) => report !== undefined),
    services: newestFirst.find(({ services }) => services !== null) ?? null,
  };
};
