export type Language = 'en' | 'ar';

/** What a project of playwright.config.ts sets for its tests. */
export interface Settings {
  language: Language;
}

/** `npm run test:screens`: screens and jobs in the sizes and languages that not every run has. */
export const allScreens = process.env.SCREENS === 'all';

/** Each job on a phone is done in Arabic with every run, and in English too with all screens. */
export const languages: readonly Language[] = allScreens ? ['ar', 'en'] : ['ar'];
