import { getLocale } from '$lib/paraglide/runtime.js';

interface Named {
  name_en: string;
  name_ar: string;
}

/** The name in the reader's language, or in the other where there is none. */
export const nameOf = ({ name_en, name_ar }: Named): string => {
  const [first, second] = getLocale() === 'ar' ? [name_ar, name_en] : [name_en, name_ar];
  return first.trim() === '' ? second : first;
};
