/** NUL and halves of a pair: a keyboard or a damaged paste can produce them, no database text holds them. */
// eslint-disable-next-line no-control-regex -- NUL is what it looks for
const unstorable = /\u0000|\p{Surrogate}/gu;

/**
 * The same value with U+FFFD in place of what Postgres cannot store [K6]: one such letter in one
 * record would make it refuse the whole batch.
 */
export const cleanTexts = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replace(unstorable, '\uFFFD');
  if (Array.isArray(value)) return value.map(cleanTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, cleanTexts(inner)]),
  );
};
