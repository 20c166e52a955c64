/** The sheet for signs, needs and measurements: what was typed, and what is sent of it. */
import type { Payloads } from '$lib/domain/mutations';
import type { CareNeed, CareSign } from '$lib/domain/care/vocabulary';
import { readNumber, type NumberLimits } from '$lib/i18n/number-form';

/** The limits of the database. */
export const measured = {
  weight_kg: { min: 0.3, max: 400 },
  height_cm: { min: 20, max: 260 },
  breaths_per_min: { min: 0, max: 150, whole: true },
  pulse_per_min: { min: 0, max: 350, whole: true },
  weight_loss_percent: { min: 0, max: 90 },
  days_of_little_intake: { min: 0, max: 365, whole: true },
} as const satisfies Record<string, NumberLimits>;
export type Measured = keyof typeof measured;

type Asked = 'yes' | 'no' | 'not_asked';

export interface ObserveForm {
  signs: CareSign[];
  needs: CareNeed[];
  texts: Record<Measured, string>;
  low_electrolytes: Asked;
  alcohol_or_drugs: Asked;
  note: string;
}

const fields = Object.keys(measured) as Measured[];

export const emptyForm = (): ObserveForm => ({
  signs: [],
  needs: [],
  texts: Object.fromEntries(fields.map((field) => [field, ''])) as Record<Measured, string>,
  low_electrolytes: 'not_asked',
  alcohol_or_drugs: 'not_asked',
  note: '',
});

export type ObserveError = { type: 'wrong'; fields: ReadonlySet<Measured> } | { type: 'empty' };

/** What nobody asked or measured is left out: it is never a no. */
export const parseObservation = (
  form: ObserveForm,
): { ok: true; value: Payloads['care.observe'] } | { ok: false; error: ObserveError } => {
  const value: Payloads['care.observe'] = {};
  const wrong = new Set<Measured>();
  for (const field of fields) {
    const read = readNumber(form.texts[field], measured[field]);
    if (!read.ok) wrong.add(field);
    else if (read.value !== null) value[field] = read.value;
  }
  if (wrong.size > 0) return { ok: false, error: { type: 'wrong', fields: wrong } };
  if (form.signs.length > 0) value.signs = [...form.signs];
  if (form.needs.length > 0) value.needs = [...form.needs];
  for (const field of ['low_electrolytes', 'alcohol_or_drugs'] as const)
    if (form[field] !== 'not_asked') value[field] = form[field] === 'yes';
  if (form.note.trim() !== '') value.note = form.note.trim();
  return Object.keys(value).length > 0
    ? { ok: true, value }
    : { ok: false, error: { type: 'empty' } };
};
