export type Language = 'en' | 'ar';

/** What a project of playwright.config.ts sets for its tests. */
export interface Settings {
  language: Language;
}
