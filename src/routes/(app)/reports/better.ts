import type { Report } from '$lib/domain/report-rows';

/** As many as a person looks through. */
const most = 60;

const closeness = (report: Report, other: Report): number =>
  Number(other.measure === report.measure) +
  Number(other.site_id === report.site_id) * 2 +
  Number(other.adm1_pcode === report.adm1_pcode);

/**
 * The reports that may say better what one says [D4]: those of its kind that stand themselves; of
 * its place and its measure first, then the newer.
 */
export const betterOnes = (report: Report, all: readonly Report[]): Report[] =>
  all
    .filter(
      ({ id, kind, status }) =>
        id !== report.id && kind === report.kind && status !== 'superseded' && status !== 'refuted',
    )
    .toSorted(
      (a, b) =>
        closeness(report, b) - closeness(report, a) ||
        Date.parse(b.reported_at) - Date.parse(a.reported_at),
    )
    .slice(0, most);
