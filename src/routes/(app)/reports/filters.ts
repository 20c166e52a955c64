/** Which reports the desk shows, and in which order. */
import type { Report } from '$lib/domain/report-rows';
import type { ReportKind, ReportStatus } from '$lib/domain/reports/vocabulary';
import { fold } from '$lib/i18n/fold';

/**
 * - `strong`: a source that is usually right, and what it says is at least probable
 * - `unjudged`: nobody has judged the source, or what it says
 * - `weak`: the others
 */
export type GradeBand = 'strong' | 'weak' | 'unjudged';

export interface DeskFilters {
  text: string;
  kind: ReportKind | '';
  /** `review`: a conflict waits for a decision. */
  status: ReportStatus | 'review' | '';
  /** A p-code: the governorate and all sites in it. */
  adm1Pcode: string;
  grade: GradeBand | '';
  unassigned: boolean;
}

export const noFilters: Readonly<DeskFilters> = {
  text: '',
  kind: '',
  status: '',
  adm1Pcode: '',
  grade: '',
  unassigned: false,
};

export const gradeBand = ({
  reliability,
  credibility,
}: Pick<Report, 'reliability' | 'credibility'>): GradeBand => {
  if (reliability === 'F' || credibility === '6') return 'unjudged';
  const isStrong = reliability <= 'B' && credibility <= '2';
  return isStrong ? 'strong' : 'weak';
};

/** The words of a report that the search looks through: never a code, never who told. */
export interface Searchable {
  adm1Pcode: string | null;
  place: string;
}

/** @param placeOf what the search knows of a report's place */
export const listedReports = (
  reports: readonly Report[],
  filters: DeskFilters,
  placeOf: (report: Report) => Searchable,
): Report[] => {
  const words = fold(filters.text).split(/\s+/u).filter(Boolean);
  return reports
    .filter((report) => {
      if (filters.kind !== '' && report.kind !== filters.kind) return false;
      if (filters.status === 'review' && !report.needs_review) return false;
      if (filters.status !== '' && filters.status !== 'review' && report.status !== filters.status)
        return false;
      if (filters.grade !== '' && gradeBand(report) !== filters.grade) return false;
      if (filters.unassigned && report.assigned_team_id !== null) return false;
      if (filters.adm1Pcode === '' && words.length === 0) return true;
      const { adm1Pcode, place } = placeOf(report);
      if (filters.adm1Pcode !== '' && adm1Pcode !== filters.adm1Pcode) return false;
      const text = fold(`${report.text} ${report.source ?? ''} ${place}`);
      return words.every((word) => text.includes(word));
    })
    .toSorted(inOrder);
};

/** What waits for a decision first, then the newest; what came at the same time by its id. */
const inOrder = (a: Report, b: Report): number =>
  Number(b.needs_review) - Number(a.needs_review) ||
  Date.parse(b.reported_at) - Date.parse(a.reported_at) ||
  (a.id < b.id ? -1 : 1);
