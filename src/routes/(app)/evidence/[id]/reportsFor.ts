import type { Evidence } from '$lib/domain/rows';
import type { Report } from '$lib/domain/report-rows';

/** As many as a person looks through. */
const most = 60;

/**
 * The reports that an item may have been collected for: the one that it names first, then those
 * about its site, then the newer.
 */
export const reportsFor = (
  { report_id, site_id }: Pick<Evidence, 'report_id' | 'site_id'>,
  reports: readonly Report[],
): Report[] => {
  const nearness = (report: Report) =>
    Number(report.id === report_id) * 2 + Number(site_id !== null && report.site_id === site_id);
  return reports
    .toSorted(
      (a, b) => nearness(b) - nearness(a) || Date.parse(b.reported_at) - Date.parse(a.reported_at),
    )
    .slice(0, most);
};
