import type { Rule } from './index.ts';
import { faultsInHistory, grouped, isInCircle } from './history.ts';

/** [D1], [D3], [D4], [D7]: a report is what its history says, and nothing is superseded in a circle. */
export const reportsRule: Rule = ({ reports, report_events }, { seqOf }) => {
  const faults: string[] = [];
  const histories = grouped(report_events, ({ report_id }) => report_id, seqOf);
  const byId = new Map(reports.map((report) => [report.id, report]));
  for (const report of reports) {
    const history = (histories.get(report.id) ?? []).map(({ reason, resolved_by, detail }) => ({
      isOpenConflict: reason !== null && resolved_by === null,
      set: reason === null ? (detail.new ?? {}) : null,
    }));
    if (history.length === 0) faults.push(`Report ${report.id} has no history.`);
    faults.push(...faultsInHistory('Report', report, history, (field) => field !== 'deleted'));
    const { id, kind, status, superseded_by } = report;
    const isTold = report.access_code !== null || report.informant !== null;
    if (kind === 'claim' && (isTold || report.task_id !== null))
      faults.push(`Claim ${id} has what only a lead may have.`);
    if ((status === 'superseded') !== (superseded_by !== null))
      faults.push(`Report ${id} is ${status}, superseded by ${superseded_by}.`);
    const better = superseded_by === null ? undefined : byId.get(superseded_by);
    if (better && better.kind !== kind)
      faults.push(`${kind} ${id} is superseded by a ${better.kind}.`);
  }
  for (const id of histories.keys())
    if (!byId.has(id)) faults.push(`The history of report ${id}, which was taken away, is there.`);
  const next = new Map(reports.map(({ id, superseded_by }) => [id, superseded_by]));
  for (const id of next.keys())
    if (isInCircle(id, next)) faults.push(`Report ${id} is superseded by itself.`);
  return faults;
};
