/** What the author of a form changed, against the row as it stood when the form was opened. */

/**
 * @param opened the row's fields as the author saw them
 * @param before the form's own reading of `opened`, so that what the form merely tidies is no change
 * @param wanted the form's reading of what stands in it now
 * @returns null when nothing was changed
 */
export const changesBetween = <T extends object>(
  opened: T,
  before: T,
  wanted: T,
): { set: Partial<T>; base: Partial<T> } | null => {
  const names = (Object.keys(wanted) as (keyof T)[]).filter(
    (name) => !isSame(before[name], wanted[name]),
  );
  if (names.length === 0) return null;
  const pick = (fields: T) =>
    Object.fromEntries(names.map((name) => [name, fields[name]])) as Partial<T>;
  return { set: pick(wanted), base: pick(opened) };
};

/** Whether two values of a field say the same; the order of an object's keys says nothing. */
export const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
