/** The merge of `*.update`, field by field [C4], as private.merged does it. */
import type { FieldChanges } from '../domain/mutations.ts';

/**
 * The fields that are set by it: those that differ, and still have the value that their author saw,
 * or are of the version that their author saw.
 */
export const fittingFields = <T extends object>(
  row: T & { version: number },
  changes: FieldChanges<T>,
  baseVersion: number | null,
): Partial<T> => {
  const wanted = withoutBlanks(changes.set);
  const seen = withoutBlanks(changes.base ?? {}) as Partial<T>;
  const fitting: Partial<T> = {};
  for (const field of Object.keys(wanted) as (keyof T)[]) {
    if (isSame(row[field], wanted[field])) continue;
    const fits = field in seen ? isSame(row[field], seen[field]) : row.version === baseVersion;
    if (fits) fitting[field] = wanted[field];
  }
  return fitting;
};

/** The same where all fit that differ; null where one does not, for then none is set [N1]. */
export const wholeChange = <T extends object>(
  row: T & { version: number },
  changes: FieldChanges<T>,
  baseVersion: number | null,
): Partial<T> | null => {
  const fitting = fittingFields(row, changes, baseVersion);
  const wanted = Object.entries(withoutBlanks(changes.set)) as [keyof T, unknown][];
  return wanted.every(([field, value]) => field in fitting || isSame(row[field], value))
    ? fitting
    : null;
};

/** A text of white space alone is null [W11]. */
export const withoutBlanks = <T extends object>(fields: T): T =>
  Object.fromEntries(
    Object.entries(fields as Record<string, unknown>).map(([field, value]) => [
      field,
      typeof value === 'string' && value.trim() === '' ? null : value,
    ]),
  ) as T;

const isTime = /^\d{4}-\d\d-\d\dT/;

/** As Postgres compares: times by the moment, JSON objects whatever the order of their keys. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string')
    return isTime.test(a) && isTime.test(b) && Date.parse(a) === Date.parse(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)))
  );
};
