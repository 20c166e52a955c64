export type Language = 'en' | 'ar';

/** What a project of playwright.config.ts sets for its tests. */
export interface Settings {
  language: Language;
}

/** `npm run test:screens`: every screen and job, in both sizes and languages. */
export const allScreens = process.env.SCREENS === 'all';

/** Each job on a phone is done in Arabic with every run, and in English too with all screens. */
export const languages: readonly Language[] = allScreens ? ['ar', 'en'] : ['ar'];
