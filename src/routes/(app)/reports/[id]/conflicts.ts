/** The decisions that a person can take on a conflict in a report. */
import type { Payloads } from '$lib/domain/mutations';
import type { Report, ReportEvent } from '$lib/domain/report-rows';
import { reportTransitions } from '$lib/domain/reports/transitions';
import { credibilities, reliabilities, reportStatuses } from '$lib/domain/reports/vocabulary';
import * as v from 'valibot';

type DecisionKind =
  'report.update' | 'report.grade' | 'report.status' | 'report.assign' | 'report.task';
export type Decision = {
  [K in DecisionKind]: { kind: K; payload: Payloads[K] };
}[DecisionKind];

export interface ReportConflict {
  event: ReportEvent;
  /** What was asked for (`to`) beside what stands there now (`now`). */
  fields: { field: string; to: unknown; now: unknown }[];
  /** The report stays as it is. */
  keep: Decision;
  /** What was asked for is set after all; null when it no longer can be. */
  take: Decision | null;
}

/** @param history of the report, oldest first */
export const openConflicts = (report: Report, history: readonly ReportEvent[]): ReportConflict[] =>
  history
    .filter(({ reason, resolved_by }) => reason !== null && resolved_by === null)
    .map((event) => {
      const wanted = event.detail.wanted ?? {};
      const stands: Record<string, unknown> = { ...report, deleted: report.deleted_at !== null };
      return {
        event,
        fields: Object.entries(wanted)
          .map(([field, to]) => ({ field, to, now: stands[field] }))
          // What is asked for empty, and stands empty, is no matter of the conflict.
          .filter(({ to, now }) => to !== null || now !== null),
        keep: { kind: 'report.update', payload: { set: {}, resolves: [event.id] } },
        take: taken(report, event, wanted),
      };
    });

const id = v.nullable(v.string());
const shapes = {
  grade: v.object({
    reliability: v.picklist(reliabilities),
    credibility: v.picklist(credibilities),
  }),
  status: v.object({ status: v.picklist(reportStatuses), superseded_by: id }),
  assign: v.object({ assigned_team_id: id }),
  task: v.object({ task_id: id }),
};

const taken = (
  report: Report,
  { id: conflict, kind, why }: ReportEvent,
  wanted: Record<string, unknown>,
): Decision | null => {
  const resolves = [conflict];
  const said = why === null ? { resolves } : { reason: why, resolves };
  switch (kind) {
    case 'update':
      return { kind: 'report.update', payload: { set: wanted, resolves } };
    case 'grade': {
      const grade = v.safeParse(shapes.grade, wanted);
      return grade.success ? { kind: 'report.grade', payload: { ...grade.output, ...said } } : null;
    }
    case 'status': {
      const step = v.safeParse(shapes.status, wanted);
      if (!step.success || !reportTransitions[report.status][step.output.status]) return null;
      return { kind: 'report.status', payload: { ...step.output, ...said } };
    }
    case 'assign': {
      const team = v.safeParse(shapes.assign, wanted);
      return team.success ? { kind: 'report.assign', payload: { ...team.output, ...said } } : null;
    }
    case 'task': {
      const task = v.safeParse(shapes.task, wanted);
      return task.success ? { kind: 'report.task', payload: { ...task.output, ...said } } : null;
    }
    case 'create':
      return null;
  }
};
