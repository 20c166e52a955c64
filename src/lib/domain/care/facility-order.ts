/** Hospitals and clinics to choose from, the one to try first at the top. */
import { straightLineM } from '../distance.ts';
import { facilityStanding } from './facilities.ts';
import {
  hasService,
  standingServices,
  type FacilityService,
  type HasService,
  type StandingServices,
} from './services.ts';
import type { BedKind, FacilityStatus } from './vocabulary.ts';

interface Place {
  lat: number | null;
  lon: number | null;
}

interface Facility extends Place {
  id: string;
  kind: string;
  beds_free: number | null;
  beds_at: string | null;
  services: readonly string[];
}

interface Report {
  site_id: string;
  version: number;
  bed_kind: BedKind | null;
  beds_free: number | null;
  services: string[] | null;
  status: FacilityStatus;
  reported_at: string;
}

export interface FacilityChoice<Site extends Facility> {
  site: Site;
  /** As the crow flies; null where one of the two places is not known. */
  distanceM: number | null;
  /** Null where nobody has said. */
  status: { is: FacilityStatus; at: string } | null;
  /** Of all kinds of bed, and how old the oldest of the counts in the sum is. */
  beds: { free: number; at: string; byKind: { kind: BedKind; free: number }[] } | null;
  /** Null where nobody has said any. */
  services: StandingServices | null;
  /** Whether it has the service that is needed; null where none is asked for. */
  has: HasService | null;
}

/** A facility that nobody has spoken of may be open; a full one may still take somebody who would die. */
const ranks = { open: 0, unknown: 1, full: 2, closed: 3 } as const;
const rankOf = (choice: FacilityChoice<Facility>): number => {
  const { status } = choice;
  return isFull(choice) ? ranks.full : ranks[status?.is ?? 'unknown'];
};

/** It says so, or has no bed left by its own count, whatever it says of itself as a whole. */
export const isFull = ({
  status,
  beds,
}: Pick<FacilityChoice<Facility>, 'status' | 'beds'>): boolean =>
  status?.is === 'full' || (status?.is !== 'closed' && beds?.free === 0);

export const isFacility = ({ kind }: { kind: string }): boolean =>
  kind === 'hospital' || kind === 'clinic';

/** Those that have the service that is needed, then those of which it is not known, then the others. */
const needRanks = { yes: 0, not_said: 1, no: 2 } as const;
const needRankOf = ({ has }: FacilityChoice<Facility>): number => needRanks[has ?? 'yes'];

/** What is closed does nothing for anybody, whatever it has. */
const isClosed = ({ status }: FacilityChoice<Facility>): number => Number(status?.is === 'closed');

/**
 * Open ones by distance, then those that nobody knows of, then full and closed ones: none is left out.
 *
 * @param needed the service without which a facility is of less use: who has it comes first, full or
 *   not, and closed ones stay last; null where none is asked for
 */
export const facilityChoices = <Site extends Facility>(
  sites: readonly Site[],
  reports: readonly Report[],
  from: Place | undefined,
  needed: FacilityService | null = null,
): FacilityChoice<Site>[] => {
  const bySite = Map.groupBy(reports, ({ site_id }) => site_id);
  return sites
    .filter(isFacility)
    .map((site) => choiceOf(site, bySite.get(site.id) ?? [], from, needed))
    .toSorted(
      (a, b) =>
        isClosed(a) - isClosed(b) ||
        needRankOf(a) - needRankOf(b) ||
        rankOf(a) - rankOf(b) ||
        furtherBy(a.distanceM, b.distanceM),
    );
};

const furtherBy = (a: number | null, b: number | null): number =>
  a === b ? 0 : (a ?? Infinity) - (b ?? Infinity);

const choiceOf = <Site extends Facility>(
  site: Site,
  reports: readonly Report[],
  from: Place | undefined,
  needed: FacilityService | null,
): FacilityChoice<Site> => {
  const { whole, beds, services: reported } = facilityStanding(reports);
  const services = standingServices(site, reported);
  return {
    site,
    distanceM: distanceM(site, from),
    status: statusOf(whole ? [whole] : beds),
    beds: bedsOf(beds, site),
    services,
    has: needed && hasService(services, needed),
  };
};

const distanceM = (site: Place, from: Place | undefined): number | null => {
  if (site.lat === null || site.lon === null || !from) return null;
  if (from.lat === null || from.lon === null) return null;
  return straightLineM({ lat: from.lat, lon: from.lon }, { lat: site.lat, lon: site.lon });
};

/** Where nobody has spoken of the whole, it is open while one kind of its beds is. */
const statusOf = (said: readonly Report[]): FacilityChoice<Facility>['status'] => {
  const best = said.toSorted((a, b) => ranks[a.status] - ranks[b.status])[0];
  return best ? { is: best.status, at: best.reported_at } : null;
};

const bedsOf = (beds: readonly Report[], site: Facility): FacilityChoice<Facility>['beds'] => {
  const counted = beds.filter(({ beds_free }) => beds_free !== null);
  const at = counted.map(({ reported_at }) => reported_at).toSorted()[0];
  if (at !== undefined) {
    const byKind = counted.flatMap(({ bed_kind: kind, beds_free: free }) =>
      kind === null || free === null ? [] : [{ kind, free }],
    );
    return { free: byKind.reduce((sum, { free }) => sum + free, 0), at, byKind };
  }
  return site.beds_free === null || site.beds_at === null
    ? null
    : { free: site.beds_free, at: site.beds_at, byKind: [] };
};
