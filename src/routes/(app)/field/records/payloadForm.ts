/** A form made of a record, and the payload that a person makes of it. Bad input loses nothing. */
import type { Mutation, MutationKind } from '$lib/domain/mutations';
import { err, ok, type Result } from '$lib/domain/result';
import { westernDigits } from '$lib/i18n/fold';
import { fromClockTime, toClockTime } from '$lib/i18n/zoned';
import type { FieldRule, FieldSpec } from './fieldRules.ts';
import { fieldsOf } from './payloadFields.ts';

/** What stands in the inputs, by the field's path joined with dots; "" for nothing. */
export type PayloadForm = Record<string, string>;

export type FieldError =
  | { type: 'required' }
  | { type: 'too_long'; most: number }
  | { type: 'number'; low: number; high: number; whole: boolean }
  | { type: 'time' }
  | { type: 'date' }
  | { type: 'lines'; most: number }
  /** Of two fields that belong together one is empty. */
  | { type: 'pair' }
  /** The wanted status needs a reason [P4]. */
  | { type: 'reason' };
export type FieldErrors = Record<string, FieldError>;

export const nameOfField = ({ path }: FieldSpec): string => path.join('.');

export const formOf = (
  { kind, payload }: Pick<Mutation, 'kind' | 'payload'>,
  timeZone?: string,
): PayloadForm =>
  Object.fromEntries(
    fieldsOf(kind, payload).map((spec) => [
      nameOfField(spec),
      textOf(spec.rule, valueAt(payload, spec.path), timeZone),
    ]),
  );

/** Times to the minute, as the inputs of a form hold them. */
const textOf = (rule: FieldRule, value: unknown, timeZone?: string): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(String).join('\n');
  if (rule.type === 'time') {
    const ms = typeof value === 'string' ? Date.parse(value) : NaN;
    return Number.isNaN(ms) ? '' : toClockTime(ms, timeZone);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/**
 * The payload with what was changed in the form. A field whose input says what it said at first
 * stays exactly as it was, to the second and to the letter; so does all that the form does not show.
 */
export const payloadOf = (
  mutation: Mutation,
  form: PayloadForm,
  timeZone?: string,
): Result<Mutation['payload'], { type: 'fields'; fields: FieldErrors }> => {
  const { kind, payload } = mutation;
  const before = formOf(mutation, timeZone);
  const errors: FieldErrors = {};
  const made = structuredClone<object>(payload);
  for (const spec of fieldsOf(kind, payload)) {
    const name = nameOfField(spec);
    const text = form[name] ?? '';
    if (text === before[name]) continue;
    const read = readField(spec, text, timeZone);
    if (!read.ok) errors[name] = read.error;
    else setAt(made, spec.path, read.value);
  }
  for (const [name, error] of Object.entries(together(kind, form))) errors[name] ??= error;
  return Object.keys(errors).length > 0
    ? err({ type: 'fields', fields: errors })
    : ok(made as Mutation['payload']);
};

/** @returns undefined for a field that is left out */
const readField = (
  { rule, empty }: FieldSpec,
  text: string,
  timeZone?: string,
): Result<unknown, FieldError> => {
  if (text.trim() === '') {
    if (empty === 'error') return err({ type: 'required' });
    if (rule.type === 'lines') return ok([]);
    return ok(empty === 'null' ? null : undefined);
  }
  switch (rule.type) {
    case 'text':
      return charactersOf(text) > rule.most ? err({ type: 'too_long', most: rule.most }) : ok(text);
    case 'number': {
      const value = Number(westernDigits(text).trim().replace(/[٫,]/u, '.'));
      const fits = value >= rule.low && value <= rule.high;
      if (!fits || (rule.whole && !Number.isInteger(value))) return err({ ...rule });
      return ok(value);
    }
    case 'time': {
      const ms = fromClockTime(text, timeZone);
      return ms === null ? err({ type: 'time' }) : ok(new Date(ms).toISOString());
    }
    case 'date':
      return isDate(text) ? ok(text) : err({ type: 'date' });
    case 'yes_no':
      return ok(text === 'true');
    case 'lines': {
      const lines = text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      if (lines.length > rule.most) return err({ type: 'lines', most: rule.most });
      const isLong = lines.some((line) => charactersOf(line) > 200);
      return isLong ? err({ type: 'too_long', most: 200 }) : ok(lines);
    }
    case 'choice':
    case 'row':
      return ok(text);
  }
};

/** As Postgres counts: code points. */
const charactersOf = (text: string): number => Array.from(text).length;

const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/u.test(text) && !Number.isNaN(Date.parse(text));

/** What is wrong only in the company of another field. */
const together = (kind: MutationKind, form: PayloadForm): FieldErrors => {
  const isEmpty = (name: string) => (form[name] ?? '').trim() === '';
  if (kind === 'task.status') {
    const needsReason = form['status'] === 'blocked' || form['status'] === 'cancelled';
    return needsReason && isEmpty('reason') ? { reason: { type: 'reason' } } : {};
  }
  for (const under of ['', 'set.']) {
    const [lat, lon] = [`${under}lat`, `${under}lon`];
    if (lat in form && lon in form && isEmpty(lat) !== isEmpty(lon))
      return { [isEmpty(lat) ? lat : lon]: { type: 'pair' } };
  }
  return {};
};

const valueAt = (payload: object, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, field) =>
      typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[field] : undefined,
    payload,
  );

const setAt = (payload: object, path: readonly string[], value: unknown): void => {
  const parent = valueAt(payload, path.slice(0, -1)) as Record<string, unknown>;
  const field = path.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(parent, field);
  else parent[field] = value;
};

/** The input that shows the field of which the server says that it is not right. */
export const isAtFault = (spec: FieldSpec, field: string | null): boolean =>
  field !== null && (nameOfField(spec) === field || spec.path.at(-1) === field);
