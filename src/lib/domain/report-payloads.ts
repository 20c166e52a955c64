/** What a client may ask for at the reports desk, as mutations.ts gives the rest. */
import type { FieldChanges } from './mutations.ts';
import type { Report } from './report-rows.ts';
import type { Grade } from './reports/grades.ts';
import type { ReportKind, ReportStatus } from './reports/vocabulary.ts';

/**
 * What may be said in a report. A figure is set whole (`measure`, `figure_from`, `figure_to`), and so
 * is a place (`site_id`, `area_id`, `adm1_pcode`). `access_code` and `informant` in a lead alone.
 */
export type ReportFields = Pick<
  Report,
  | 'text'
  | 'measure'
  | 'figure_from'
  | 'figure_to'
  | 'source'
  | 'link'
  | 'site_id'
  | 'area_id'
  | 'adm1_pcode'
  | 'access_code'
  | 'informant'
>;

/** What every later word on a report may have: why, and the conflicts that it settles. */
interface Step {
  reason?: string;
  resolves?: string[];
}

export interface ReportPayloads {
  /** Not judged yet is F6. */
  'report.create': Partial<ReportFields> & Partial<Grade> & { kind: ReportKind; text: string };
  /** All of it is set, or none [D3]. */
  'report.update': FieldChanges<ReportFields & { deleted: boolean }> & Pick<Step, 'reason'>;
  /** `from`: the grade that the author saw. */
  'report.grade': Grade & Step & { from?: Grade };
  /** `from`: the status that the author saw; the same as `status` keeps it, to decide a conflict. */
  'report.status': Step & {
    status: ReportStatus;
    from?: ReportStatus;
    /** For `superseded`: the report of the same kind that says it better. */
    superseded_by?: string | null;
  };
  /** `assigned_team_id` null gives it back; `from_team_id` is what the author saw. */
  'report.assign': Step & { assigned_team_id: string | null; from_team_id?: string | null };
  /** Of a lead: the task that follows it; `from_task_id` is what the author saw. */
  'report.task': Step & { task_id: string | null; from_task_id?: string | null };
}
