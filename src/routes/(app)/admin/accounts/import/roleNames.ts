import { roles, type Role } from '$lib/domain/vocabulary';
import { fold } from '$lib/i18n/fold';
import { roleWords } from '$lib/i18n/labels';
import { locales } from '$lib/paraglide/runtime.js';

/** Roles by every word that a file may name one with: its code, and its name in each language. */
export const roleNames = (): ReadonlyMap<string, Role> =>
  new Map(
    roles.flatMap((role) => [
      [fold(role), role] as const,
      ...locales.map((locale) => [fold(nameIn(role, locale)), role] as const),
    ]),
  );

const nameIn = (role: Role, locale: (typeof locales)[number]): string => {
  const words = roleWords[role] as (inputs: object, options: { locale: string }) => string;
  return words({}, { locale });
};
