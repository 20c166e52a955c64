/** The rows of the reports desk, as rows.ts gives the others. */
import type {
  Credibility,
  Measure,
  Reliability,
  ReportEventKind,
  ReportKind,
  ReportStatus,
} from './reports/vocabulary.ts';
import type { ConflictReason } from './mutation-answers.ts';
import type { Synced } from './synced.ts';
import type { Role } from './vocabulary.ts';

/** A claim, for every member, or a lead, for coordinators and admins alone [D1]. */
export interface Report extends Synced {
  /** Never changes. */
  kind: ReportKind;
  text: string;
  /** What the figure counts; null for a report without one. */
  measure: Measure | null;
  figure_from: number | null;
  /** The same as `figure_from` for an exact count; null for "more than". */
  figure_to: number | null;
  /** Who says so, as every reader may know it. */
  source: string | null;
  reliability: Reliability;
  credibility: Credibility;
  /** http or https. */
  link: string | null;
  site_id: string | null;
  area_id: string | null;
  /** The governorate, where no site is known. */
  adm1_pcode: string | null;
  /** How to open a door; null in a claim. */
  access_code: string | null;
  /** Who told in confidence; null in a claim. */
  informant: string | null;
  status: ReportStatus;
  status_reason: string | null;
  status_at: string;
  /** The report of the same kind that says it better; set where `status` is superseded. */
  superseded_by: string | null;
  /** The team that looks into it. */
  assigned_team_id: string | null;
  assigned_at: string | null;
  /** The task that follows a lead; null in a claim [D6]. */
  task_id: string | null;
  /** The author's team when the report was made. */
  team_id: string | null;
  reported_at: string;
  /** A conflict waits for a person's decision. */
  needs_review: boolean;
}

/** The history of a report, append-only but for `resolved_by`, with the same readers. Its id is the mutation's. */
export interface ReportEvent extends Synced {
  report_id: string;
  /** That of the report. */
  report_kind: ReportKind;
  kind: ReportEventKind;
  /** Why it is a conflict; null when applied. */
  reason: ConflictReason | null;
  /** The reason that its author gave. */
  why: string | null;
  actor_id: string | null;
  actor_role: Role;
  actor_team_id: string | null;
  detail: {
    /** The fields as they were and became. */
    old?: Record<string, unknown>;
    new?: Record<string, unknown>;
    /** Of a conflict: what was asked for, what its author saw, what stands there instead. */
    wanted?: Record<string, unknown>;
    seen?: Record<string, unknown>;
    present?: Record<string, unknown>;
  };
  device_at: string;
  received_at: string;
  /** The entry by which a person decided the conflict. */
  resolved_by: string | null;
}

export interface ReportRows {
  reports: Report;
  report_events: ReportEvent;
}
