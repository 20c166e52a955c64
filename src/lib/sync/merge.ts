/** The merge of `*.update`, field by field [C4]. */
import type { FieldChanges } from '../domain/mutations.ts';

/**
 * The fields that can be set: each still has the value that its author saw, or the row is the
 * version that its author saw.
 */
export const fittingFields = <T extends object>(
  row: T & { version: number },
  { set, base = {} }: FieldChanges<T>,
  baseVersion: number | null,
): Partial<T> => {
  const fitting: Partial<T> = {};
  for (const field of Object.keys(set) as (keyof T)[]) {
    const fits =
      field in base
        ? isSame(row[field], base[field])
        : row.version === (baseVersion ?? row.version);
    if (fits) fitting[field] = set[field];
  }
  return fitting;
};

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
