import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { gotoComplete } from './goto.ts';
import { signIn } from './signIn.ts';
import { demoAccount, Device } from './stack.ts';
import type { Settings } from './settings.ts';
import { wordsIn } from './words.ts';

export { expect } from '@playwright/test';

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

interface Fixtures {
  /** The app's messages in the project's language. */
  words: ReturnType<typeof wordsIn>;
  /** A browser of its own at the project's size and language, signed in or not. */
  openBrowser: (storageState?: StorageState) => Promise<Page>;
  /** A browser of its own, signed in as a demo account, e.g. `coordinator.team1`, at an address. */
  openAs: (account: string, path: string) => Promise<Page>;
  /** The same with a sign-in of its own: for a test that ends it, which would end that of others. */
  openAnew: (account: string, path: string) => Promise<Page>;
  /** Another device of a demo account, without a screen. */
  device: (account: string) => Device;
}

interface WorkerFixtures {
  /** Sign-ins that this worker has made: an account types its password once. */
  signIns: Map<string, StorageState>;
}

export const test = base.extend<Fixtures & Settings, WorkerFixtures>({
  language: ['en', { option: true }],
  locale: async ({ language }, use) => use(language === 'ar' ? 'ar-SY' : 'en-GB'),
  timezoneId: 'Asia/Damascus',

  words: async ({ language }, use) => use(wordsIn(language)),

  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures needed from the pattern
  signIns: [async ({}, use) => use(new Map()), { scope: 'worker' }],

  openBrowser: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (storageState) => {
      const context = await browser.newContext(storageState ? { storageState } : {});
      contexts.push(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  openAnew: async ({ openBrowser, words }, use) => {
    await use(async (name, path) => {
      const page = await openBrowser();
      await signIn(page, words, demoAccount(name));
      await gotoComplete(page, path);
      return page;
    });
  },

  openAs: async ({ openBrowser, signIns, words, language }, use) => {
    await use(async (name, path) => {
      // The chosen language is kept beside the session.
      const key = `${language} ${name}`;
      if (!signIns.has(key)) {
        const first = await openBrowser();
        await signIn(first, words, demoAccount(name));
        signIns.set(key, await first.context().storageState());
        await first.close();
      }
      const page = await openBrowser(signIns.get(key));
      await gotoComplete(page, path);
      return page;
    });
  },

  // eslint-disable-next-line no-empty-pattern -- as above
  device: async ({}, use) => use((name) => new Device(demoAccount(name))),
});
