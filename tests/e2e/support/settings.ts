export type Language = 'en' | 'ar';

/** What a project of playwright.config.ts sets for its tests. */
export interface Settings {
  language: Language;
}

/** Each job on a phone is done in Arabic with every run, and in English too with all screens. */
export const languages: readonly Language[] = process.env.SCREENS === 'all' ? ['ar', 'en'] : ['ar'];
