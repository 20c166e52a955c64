/** The sheet in which a hospital or clinic says what it can take. */
import type { BedKind, FacilityStatus } from '$lib/domain/care/vocabulary';
import type { Payloads } from '$lib/domain/mutations';
import { readNumber } from '$lib/i18n/number-form';

export interface ReportForm {
  about: BedKind | 'whole';
  status: FacilityStatus | null;
  free: string;
  total: string;
  /** Codes, and texts that name none of the list; null where the report says nothing of services. */
  services: readonly string[] | null;
}

export type ReportError =
  | { type: 'no_status' }
  | { type: 'wrong'; field: 'free' | 'total' }
  | { type: 'more_free_than_beds' };

export const bedLimits = { min: 0, max: 10_000, whole: true } as const;

/** Beds are counted by kind: a report about the whole has none, and is the one that has services [M1, M8]. */
export const parseReport = ({
  about,
  status,
  free,
  total,
  services,
}: ReportForm):
  { ok: true; value: Payloads['facility.report'] } | { ok: false; error: ReportError } => {
  if (status === null) return { ok: false, error: { type: 'no_status' } };
  if (about === 'whole')
    return { ok: true, value: { status, ...(services && { services: [...services] }) } };
  const bedsFree = readNumber(free, bedLimits);
  const bedsTotal = readNumber(total, bedLimits);
  if (!bedsFree.ok) return { ok: false, error: { type: 'wrong', field: 'free' } };
  if (!bedsTotal.ok) return { ok: false, error: { type: 'wrong', field: 'total' } };
  if (bedsFree.value !== null && bedsTotal.value !== null && bedsFree.value > bedsTotal.value)
    return { ok: false, error: { type: 'more_free_than_beds' } };
  return {
    ok: true,
    value: { status, bed_kind: about, beds_free: bedsFree.value, beds_total: bedsTotal.value },
  };
};
