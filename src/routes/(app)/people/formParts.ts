/** What the forms of a record and of a tracing request have in common: names, year of birth, consent. */
import { nameParts, typedName, type NamePart } from '$lib/domain/people/names';
import type { ShareScope } from '$lib/domain/people/record';
import { westernDigits } from '$lib/i18n/fold';

/** Names by part; "" for what nobody knows. */
export type NameInputs = Record<NamePart, string>;

export const longestText = 200;
const firstYear = 1900;

export const emptyNames = (): NameInputs => ({
  given: '',
  father: '',
  grandfather: '',
  family: '',
  mother: '',
  kunya: '',
});

export const namesOf = (row: Readonly<Record<NamePart, string | null>>): NameInputs =>
  byPart((part) => row[part] ?? '');

export const parseNames = (names: NameInputs): Record<NamePart, string | null> =>
  byPart((part) => typedName(names[part]));

const byPart = <T>(of: (part: NamePart) => T): Record<NamePart, T> =>
  Object.fromEntries(nameParts.map((part) => [part, of(part)])) as Record<NamePart, T>;

/** Undefined when it is no year in which a living person can be born. */
export const parseYear = (text: string, thisYear: number): number | null | undefined => {
  const digits = westernDigits(text).trim();
  if (digits === '') return null;
  const year = /^\d{4}$/u.test(digits) ? Number(digits) : NaN;
  return year >= firstYear && year <= thisYear ? year : undefined;
};

/** The consent as a row has it. */
interface Consent {
  share_consent: ShareScope;
  consent_at: string | null;
}

/**
 * "With nobody" is what stands before anybody asked, too: the time alone says that it was an answer.
 * @param share null while nobody has asked
 * @param opened the row that is changed; null for a new one
 */
export const parseConsent = (
  share: ShareScope | null,
  opened: Consent | null,
  now: Date,
): Consent => {
  const stands = opened?.consent_at ?? null;
  const isAsBefore = share === null || (stands !== null && share === opened?.share_consent);
  return {
    share_consent: share ?? opened?.share_consent ?? 'none',
    consent_at: isAsBefore ? stands : now.toISOString(),
  };
};

/** The fields of a new row without what nobody knows. @param share null while nobody has asked */
export const knownOf = <T extends { share_consent: ShareScope }>(
  { share_consent, ...fields }: T,
  share: ShareScope | null,
): Partial<T> => {
  const known = Object.entries(fields).filter(
    ([, value]) =>
      value !== null && value !== 'unknown' && !(Array.isArray(value) && value.length === 0),
  );
  return {
    ...(Object.fromEntries(known) as Partial<T>),
    ...(share === null ? {} : { share_consent }),
  };
};
