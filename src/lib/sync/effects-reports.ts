import type { Mutation } from '../domain/mutations.ts';
import type { Report, ReportEvent } from '../domain/report-rows.ts';
import { reportTransitions } from '../domain/reports/transitions.ts';
import type { Author, Effects, Layer } from './layer.ts';
import { newRow } from './layer.ts';
import { wholeChange, withoutBlanks } from './merge.ts';
import { tombstone, withDeleted } from './tombstone.ts';

type ReportMutation = Extract<Mutation, { kind: `report.${string}` }>;
type Step = Exclude<ReportMutation, { kind: 'report.create' }>;
type Fields = Partial<Report & { deleted: boolean }>;

/** A text that says something, or null [W11]. */
const said = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text;

const entryOf = (
  mutation: ReportMutation,
  author: Author,
  report: Pick<Report, 'kind' | 'deleted_at'>,
  detail: ReportEvent['detail'],
): ReportEvent => ({
  ...newRow(mutation.id, mutation),
  report_id: mutation.entity_id,
  report_kind: report.kind,
  kind: mutation.kind.slice('report.'.length) as ReportEvent['kind'],
  reason: null,
  why: 'reason' in mutation.payload ? said(mutation.payload.reason) : null,
  actor_id: author.userId,
  actor_role: author.role,
  actor_team_id: author.teamId,
  detail,
  device_at: mutation.device_at,
  received_at: mutation.device_at,
  resolved_by: null,
  deleted_at: report.deleted_at,
});

const isOpenConflict = ({ reason, resolved_by }: ReportEvent): boolean =>
  reason !== null && resolved_by === null;

const hasOpenConflict = (layer: Layer, reportId: string): boolean =>
  layer.by('report_events', reportId).some(isOpenConflict);

/** Marks conflicts of this report as decided [C6]. @returns whether there was one */
const decide = (layer: Layer, { id, entity_id, payload }: Step): boolean => {
  const resolves = payload.resolves ?? [];
  if (resolves.length === 0) return false;
  const decided = layer
    .by('report_events', entity_id)
    .filter((entry) => isOpenConflict(entry) && resolves.includes(entry.id));
  for (const entry of decided) layer.put('report_events', { ...entry, resolved_by: id });
  return decided.length > 0;
};

/** The history goes with the report, and comes back with it [D7]. */
const hideHistory = (layer: Layer, reportId: string, deletedAt: string | null): void => {
  for (const entry of layer.by('report_events', reportId))
    layer.put('report_events', { ...entry, deleted_at: deletedAt });
};

/** What follows in the row from fields that are set: the times of a status and of an assignment. */
const following = (fields: Fields, { device_at, payload }: Step): Partial<Report> => ({
  ...('status' in fields ? { status_at: device_at, status_reason: said(payload.reason) } : {}),
  ...('assigned_team_id' in fields
    ? { assigned_at: fields.assigned_team_id === null ? null : device_at }
    : {}),
});

/**
 * Lays one step over its report and gives it its place in the history, as [D3] says. One that does
 * not fit will be a conflict; until the server says so the report shows what stands.
 * @param may whether fields that fit may be set
 */
const onReport = (
  layer: Layer,
  mutation: Step,
  author: Author,
  changes: { set: Fields; base?: Fields },
  may: (report: Report, fits: Fields) => boolean = () => true,
): void => {
  // When the server's own entry is here, what it did is in the rows already.
  if (layer.isKnown('report_events', mutation.id)) return;
  const report = layer.get('reports', mutation.entity_id);
  if (!report) return;
  const stood = withDeleted(report);
  if (stood.deleted && changes.set.deleted !== false) return;
  const fits: Fields | null = wholeChange(stood, changes, mutation.base_version);
  if (!fits) return;
  const isChanging = Object.keys(fits).length > 0;
  if (isChanging && !may(report, fits)) return;
  const isDeciding = decide(layer, mutation);
  if (!isDeciding && !isChanging) return;
  const deleted = tombstone(fits, mutation.device_at);
  const changed = {
    ...report,
    ...deleted,
    ...following(fits, mutation),
    updated_at: mutation.device_at,
    needs_review: report.needs_review && (!isDeciding || hasOpenConflict(layer, report.id)),
  };
  if ('deleted' in fits) hideHistory(layer, report.id, changed.deleted_at);
  layer.put('reports', changed);
  const old = Object.keys(fits).map((field) => [field, stood[field as keyof Report]] as const);
  const detail = { old: Object.fromEntries<unknown>(old), new: { ...fits } };
  layer.put('report_events', entryOf(mutation, author, changed, detail));
};

/** The site follows from the area. */
const siteOf = (layer: Layer, { area_id, site_id = null }: Fields): string | null =>
  (area_id ? layer.get('site_areas', area_id)?.site_id : undefined) ?? site_id;

export const reportEffects: Effects<ReportMutation['kind']> = {
  'report.create': (layer, mutation, author) => {
    const { entity_id: id, device_at } = mutation;
    if (layer.get('reports', id)) return;
    const fields = withoutBlanks(mutation.payload);
    const report: Report = {
      ...newRow(id, mutation),
      measure: null,
      figure_from: null,
      figure_to: null,
      source: null,
      reliability: 'F',
      credibility: '6',
      link: null,
      area_id: null,
      adm1_pcode: null,
      access_code: null,
      informant: null,
      ...fields,
      site_id: siteOf(layer, fields),
      status: 'unverified',
      status_reason: null,
      status_at: device_at,
      superseded_by: null,
      assigned_team_id: null,
      assigned_at: null,
      task_id: null,
      team_id: author.teamId,
      reported_at: device_at,
      needs_review: false,
    };
    layer.put('reports', report);
    layer.put('report_events', entryOf(mutation, author, report, { new: { ...fields } }));
  },

  'report.update': (layer, mutation, author) => {
    const { set, base } = mutation.payload;
    const placed = 'site_id' in set ? { ...set, site_id: siteOf(layer, set) } : set;
    onReport(layer, mutation, author, { set: placed, ...(base ? { base } : {}) });
  },

  'report.grade': (layer, mutation, author) => {
    const { reliability, credibility, from = {} } = mutation.payload;
    onReport(layer, mutation, author, { set: { reliability, credibility }, base: from });
  },

  'report.status': (layer, mutation, author) => {
    const { status, from, superseded_by = null } = mutation.payload;
    const seen = (report: Report | undefined): Fields =>
      from === undefined
        ? {}
        : {
            status: from,
            superseded_by: from === 'superseded' ? (report?.superseded_by ?? null) : null,
          };
    const base = seen(layer.get('reports', mutation.entity_id));
    onReport(layer, mutation, author, { set: { status, superseded_by }, base }, (report) => {
      const better = superseded_by === null ? undefined : layer.get('reports', superseded_by);
      const isStanding = better?.status !== 'superseded' && better?.deleted_at == null;
      return isStanding && reportTransitions[report.status][status] !== undefined;
    });
  },

  'report.assign': (layer, mutation, author) => {
    const { assigned_team_id, from_team_id: seen } = mutation.payload;
    onReport(layer, mutation, author, {
      set: { assigned_team_id },
      base: seen === undefined ? {} : { assigned_team_id: seen },
    });
  },

  'report.task': (layer, mutation, author) => {
    const { task_id, from_task_id: seen } = mutation.payload;
    onReport(layer, mutation, author, {
      set: { task_id },
      base: seen === undefined ? {} : { task_id: seen },
    });
  },
};
