/** The site form: what stands in its inputs, as texts, and what that means. */
import type { FieldChanges, SiteFields } from '$lib/domain/mutations';
import { err, ok, type Result } from '$lib/domain/result';
import type { Site } from '$lib/domain/rows';
import { readService, serviceText } from '$lib/i18n/service-words';
import type { CoordSource, SiteKind, SiteStatus } from '$lib/domain/vocabulary';
import { changesBetween } from '../changes';
import { countOf, listOf, namesOf, numberOf, textOf } from '../reading';

export interface SiteForm {
  code: string;
  nameEn: string;
  nameAr: string;
  /** Separated by commas or lines. */
  aliases: string;
  kind: SiteKind;
  status: SiteStatus;
  /** "" for none. */
  pcode: string;
  /** Degrees, WGS 84. */
  lat: string;
  lon: string;
  source: CoordSource | '';
  precisionM: string;
  accessNotes: string;
  bedsTotal: string;
  bedsFree: string;
  /** Separated by commas or lines. Words of the list, in either language, stand for its codes. */
  services: string;
}

/** The fields that are wrong, each with why. */
export interface SiteFormError {
  type: 'site_form';
  code?: 'missing' | 'taken';
  name?: 'missing';
  lat?: 'not_a_latitude' | 'missing';
  lon?: 'not_a_longitude' | 'missing';
  precisionM?: 'not_a_number';
  bedsTotal?: 'not_a_number';
  bedsFree?: 'not_a_number' | 'more_than_total';
}

type Fields = Omit<SiteFields, 'deleted'>;

const careKinds: readonly SiteKind[] = ['hospital', 'clinic', 'shelter', 'reception_centre'];

/** Places that take people in: they have beds and services. */
export const isCareKind = (kind: SiteKind): boolean => careKinds.includes(kind);

export const emptySite = (): SiteForm => ({
  code: '',
  nameEn: '',
  nameAr: '',
  aliases: '',
  kind: 'intelligence_branch',
  status: 'reported',
  pcode: '',
  lat: '',
  lon: '',
  source: '',
  precisionM: '',
  accessNotes: '',
  bedsTotal: '',
  bedsFree: '',
  services: '',
});

const textIn = (value: number | null) => (value === null ? '' : String(value));

export const siteFormOf = (site: Site): SiteForm => ({
  code: site.code,
  nameEn: site.name_en,
  nameAr: site.name_ar,
  aliases: site.aliases.join('\n'),
  kind: site.kind,
  status: site.status,
  pcode: site.adm1_pcode ?? '',
  lat: textIn(site.lat),
  lon: textIn(site.lon),
  source: site.coord_source ?? '',
  precisionM: textIn(site.coord_precision_m),
  accessNotes: site.access_notes ?? '',
  bedsTotal: textIn(site.beds_total),
  bedsFree: textIn(site.beds_free),
  services: site.services.map(serviceText).join('\n'),
});

/** Both halves of a position that was pasted as one, "33.665, 36.329"; null when it is no such text. */
export const pastedPosition = (text: string): { lat: string; lon: string } | null => {
  const [lat, lon, ...more] = text.split(/\s*[,;\u060c]\s*|\s+/u).filter(Boolean);
  const isPosition =
    more.length === 0 &&
    lat !== undefined &&
    lon !== undefined &&
    typeof numberOf(lat) === 'number' &&
    typeof numberOf(lon) === 'number' &&
    // "33,665" is one number with a decimal comma.
    (/\s/u.test(text.trim()) || (lat.includes('.') && lon.includes('.')));
  return isPosition ? { lat, lon } : null;
};

/** @param others the codes of the operation's other sites */
export const parseSite = (
  form: SiteForm,
  others: ReadonlySet<string>,
): Result<Fields, SiteFormError> => {
  const code = form.code.trim();
  const names = namesOf(form.nameEn, form.nameAr);
  const lat = numberOf(form.lat);
  const lon = numberOf(form.lon);
  const precision = numberOf(form.precisionM);
  const hasBeds = isCareKind(form.kind);
  const bedsTotal = hasBeds ? countOf(form.bedsTotal) : null;
  const bedsFree = hasBeds ? countOf(form.bedsFree) : null;

  const error: SiteFormError = { type: 'site_form' };
  if (code === '') error.code = 'missing';
  else if (others.has(code)) error.code = 'taken';
  if (names.name_en === '') error.name = 'missing';
  if (lat === undefined || Math.abs(lat ?? 0) > 90) error.lat = 'not_a_latitude';
  if (lon === undefined || Math.abs(lon ?? 0) > 180) error.lon = 'not_a_longitude';
  if (lat === null && typeof lon === 'number') error.lat = 'missing';
  if (lon === null && typeof lat === 'number') error.lon = 'missing';
  if (precision === undefined || (precision ?? 0) < 0) error.precisionM = 'not_a_number';
  if (bedsTotal === undefined) error.bedsTotal = 'not_a_number';
  if (bedsFree === undefined) error.bedsFree = 'not_a_number';
  else if (bedsFree !== null && typeof bedsTotal === 'number' && bedsFree > bedsTotal) {
    error.bedsFree = 'more_than_total';
  }
  if (
    Object.keys(error).length > 1 ||
    lat === undefined ||
    lon === undefined ||
    precision === undefined ||
    bedsTotal === undefined ||
    bedsFree === undefined
  ) {
    return err(error);
  }
  return ok({
    code,
    ...names,
    aliases: listOf(form.aliases),
    kind: form.kind,
    status: form.status,
    adm1_pcode: form.pcode || null,
    lat,
    lon,
    coord_source: lat === null ? null : form.source || null,
    coord_precision_m: lat === null ? null : precision,
    access_notes: textOf(form.accessNotes),
    beds_total: bedsTotal,
    beds_free: bedsFree,
    services: hasBeds ? [...new Set(listOf(form.services).map(readService))] : [],
  });
};

/**
 * What the form changes in the site as it was opened; null for nothing.
 *
 * @param opened the site as the author saw it, not as it stands by now
 */
export const siteChanges = (
  opened: Site,
  form: SiteForm,
  others: ReadonlySet<string>,
): Result<FieldChanges<SiteFields> | null, SiteFormError> => {
  const wanted = parseSite(form, others);
  if (!wanted.ok) return wanted;
  const before = parseSite(siteFormOf(opened), new Set());
  return ok(changesBetween<Fields>(opened, before.ok ? before.value : opened, wanted.value));
};
