/** The form of a claim or a lead: what stands in its inputs, and what that means. */
import type { FieldChanges } from '$lib/domain/mutations';
import type { ReportFields, ReportPayloads } from '$lib/domain/report-payloads';
import type { Report } from '$lib/domain/report-rows';
import type { Grade } from '$lib/domain/reports/grades';
import type { Measure, ReportKind } from '$lib/domain/reports/vocabulary';
import { err, ok, type Result } from '$lib/domain/result';
import { readNumber } from '$lib/i18n/number-form';
import { changesBetween } from '../admin/changes';
import type { RecordPlace } from '../field/place';

/** How a figure was given: as a count, as "more than", or between two ends. */
export const exactnesses = ['exact', 'or_more', 'between'] as const;
export type Exactness = (typeof exactnesses)[number];

export interface ReportForm extends Grade {
  kind: ReportKind;
  text: string;
  /** "" for a report without a figure. */
  measure: Measure | '';
  exactness: Exactness;
  from: string;
  to: string;
  source: string;
  link: string;
  place: RecordPlace;
  /** Where no site is known; "" for the whole operation. */
  adm1Pcode: string;
  accessCode: string;
  informant: string;
}

/** Which field is wrong; the screen says it in words. */
export interface ReportFormError {
  type: 'text' | 'from' | 'to' | 'link' | 'too_long';
}

const most = 100_000_000;
const longestName = 200;

export const emptyReportForm = (kind: ReportKind, place: RecordPlace): ReportForm => ({
  kind,
  text: '',
  measure: '',
  exactness: 'exact',
  from: '',
  to: '',
  source: '',
  reliability: 'F',
  credibility: '6',
  link: '',
  place,
  adm1Pcode: '',
  accessCode: '',
  informant: '',
});

const exactnessOf = ({ figure_from, figure_to }: Report): Exactness => {
  if (figure_from === null || figure_from === figure_to) return 'exact';
  return figure_to === null ? 'or_more' : 'between';
};

export const reportFormOf = (report: Report): ReportForm => ({
  kind: report.kind,
  text: report.text,
  measure: report.measure ?? '',
  exactness: exactnessOf(report),
  from: report.figure_from === null ? '' : String(report.figure_from),
  to: report.figure_to === null ? '' : String(report.figure_to),
  source: report.source ?? '',
  reliability: report.reliability,
  credibility: report.credibility,
  link: report.link ?? '',
  place: { siteId: report.site_id, areaId: report.area_id, taskId: null },
  adm1Pcode: report.adm1_pcode ?? '',
  accessCode: report.access_code ?? '',
  informant: report.informant ?? '',
});

type Figure = Pick<ReportFields, 'measure' | 'figure_from' | 'figure_to'>;

const figureOf = (form: ReportForm): Result<Figure, ReportFormError> => {
  if (form.measure === '') return ok({ measure: null, figure_from: null, figure_to: null });
  const { measure, exactness } = form;
  const from = readNumber(form.from, { min: 0, max: most, whole: true });
  if (!from.ok || from.value === null) return err({ type: 'from' });
  if (exactness === 'exact') return ok({ measure, figure_from: from.value, figure_to: from.value });
  if (exactness === 'or_more') return ok({ measure, figure_from: from.value, figure_to: null });
  const to = readNumber(form.to, { min: from.value, max: most, whole: true });
  if (!to.ok || to.value === null) return err({ type: 'to' });
  return ok({ measure, figure_from: from.value, figure_to: to.value });
};

/** A page or a picture on the web; what was typed without "https://" gets it. */
const linkOf = (text: string): Result<string | null, ReportFormError> => {
  const typed = text.trim();
  if (typed === '') return ok(null);
  const whole = /^[a-z][a-z0-9+.-]*:/iu.test(typed) ? typed : `https://${typed}`;
  return /^https?:\/\/[^\s/]+\S*$/u.test(whole) && whole.length <= 2000
    ? ok(whole)
    : err({ type: 'link' });
};

const named = (text: string): string | null => text.trim() || null;

/** A claim has no room for a code or an informant: what was typed there before stays out of it. */
const parseFields = (form: ReportForm): Result<ReportFields, ReportFormError> => {
  const text = form.text.trim();
  if (text === '') return err({ type: 'text' });
  const names = [form.source, form.accessCode, form.informant];
  if (names.some((name) => name.trim().length > longestName)) return err({ type: 'too_long' });
  const figure = figureOf(form);
  if (!figure.ok) return figure;
  const link = linkOf(form.link);
  if (!link.ok) return link;
  const { siteId, areaId } = form.place;
  const isLead = form.kind === 'lead';
  return ok({
    text,
    ...figure.value,
    source: named(form.source),
    link: link.value,
    site_id: siteId,
    area_id: siteId === null ? null : areaId,
    adm1_pcode: siteId === null ? named(form.adm1Pcode) : null,
    access_code: isLead ? named(form.accessCode) : null,
    informant: isLead ? named(form.informant) : null,
  });
};

/** What is known of a new report, without what nobody knows. */
export const newReportPayload = (
  form: ReportForm,
): Result<ReportPayloads['report.create'], ReportFormError> => {
  const parsed = parseFields(form);
  if (!parsed.ok) return parsed;
  const { text, ...fields } = parsed.value;
  const known = Object.entries(fields).filter(([, value]) => value !== null);
  const { kind, reliability, credibility } = form;
  return ok({
    kind,
    text,
    ...(Object.fromEntries(known) as Partial<ReportFields>),
    reliability,
    credibility,
  });
};

const wholes: readonly (readonly (keyof ReportFields)[])[] = [
  ['measure', 'figure_from', 'figure_to'],
  ['site_id', 'area_id', 'adm1_pcode'],
];

/**
 * What the author of the form changed, with what stood there when the form was opened. A figure and
 * a place are set whole [D3].
 *
 * @returns null when nothing was changed
 */
export const reportChangesOf = (
  opened: Report,
  form: ReportForm,
): Result<FieldChanges<ReportFields> | null, ReportFormError> => {
  const before = parseFields(reportFormOf(opened));
  if (!before.ok) return before;
  const parsed = parseFields(form);
  if (!parsed.ok) return parsed;
  const stood: ReportFields = opened;
  const changes = changesBetween(stood, before.value, parsed.value);
  if (!changes) return ok(null);
  const names = new Set(Object.keys(changes.set) as (keyof ReportFields)[]);
  for (const whole of wholes)
    if (whole.some((name) => names.has(name))) for (const name of whole) names.add(name);
  // What belongs to a lead is never named in a claim.
  const pick = (fields: ReportFields) =>
    Object.fromEntries([...names].map((name) => [name, fields[name]])) as Partial<ReportFields>;
  return ok({ set: pick(parsed.value), base: pick(stood) });
};
