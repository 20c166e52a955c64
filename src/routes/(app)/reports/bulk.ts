/** One word on many reports: what it means for each of them. */
import type { Payloads } from '$lib/domain/mutations';
import type { Report } from '$lib/domain/report-rows';
import type { Grade } from '$lib/domain/reports/grades';
import { reportTransitions } from '$lib/domain/reports/transitions';
import type { ReportStatus } from '$lib/domain/reports/vocabulary';

export type ReportAsk =
  | { type: 'status'; status: ReportStatus; supersededBy?: string | null }
  | ({ type: 'grade' } & Grade)
  | { type: 'assign'; teamId: string | null };

export interface BulkPlan {
  possible: Report[];
  /** Where it stands so already. */
  same: Report[];
  /** Where the status allows no such step. */
  refused: Report[];
}

export const planOf = (reports: readonly Report[], ask: ReportAsk): BulkPlan => {
  const plan: BulkPlan = { possible: [], same: [], refused: [] };
  for (const report of reports) plan[verdictOn(report, ask)].push(report);
  return plan;
};

const verdictOn = (report: Report, ask: ReportAsk): keyof BulkPlan => {
  switch (ask.type) {
    case 'status':
      if (report.status === ask.status) return 'same';
      return reportTransitions[report.status][ask.status] ? 'possible' : 'refused';
    case 'grade': {
      const isSame =
        report.reliability === ask.reliability && report.credibility === ask.credibility;
      return isSame ? 'same' : 'possible';
    }
    case 'assign':
      return report.assigned_team_id === ask.teamId ? 'same' : 'possible';
  }
};

type Asked = {
  [K in 'report.status' | 'report.grade' | 'report.assign']: { kind: K; payload: Payloads[K] };
}['report.status' | 'report.grade' | 'report.assign'];

/** The mutation of an ask. @param reason "" for none */
export const mutationOf = (ask: ReportAsk, reason: string): Asked => {
  const why = reason.trim() === '' ? {} : { reason: reason.trim() };
  switch (ask.type) {
    case 'status': {
      const better = ask.supersededBy ? { superseded_by: ask.supersededBy } : {};
      return { kind: 'report.status', payload: { status: ask.status, ...better, ...why } };
    }
    case 'grade': {
      const { reliability, credibility } = ask;
      return { kind: 'report.grade', payload: { reliability, credibility, ...why } };
    }
    case 'assign':
      return { kind: 'report.assign', payload: { assigned_team_id: ask.teamId, ...why } };
  }
};
