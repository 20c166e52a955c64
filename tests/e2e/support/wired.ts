import type { BrowserContext, Page } from '@playwright/test';
import { test as base } from './test.ts';
import { Wire } from './wire.ts';

export { expect } from './test.ts';

interface Wired {
  /** The line between the phone of the test and the stack. */
  wire: Wire;
  /** A phone at the other end of the line, that keeps the app; nobody is signed in. */
  phone: BrowserContext;
}

export const test = base.extend<Wired>({
  wire: async ({ baseURL }, use) => {
    const wire = await Wire.to(baseURL ?? '');
    await use(wire);
    await wire.close();
  },

  phone: async ({ browser, wire }, use) => {
    const phone = await browser.newContext({ baseURL: wire.origin, serviceWorkers: 'allow' });
    await use(phone);
    await phone.close();
  },
});

/** From here on there is no network: the browser says so, and nothing would come through. */
export const loseNetwork = async (phone: BrowserContext, wire: Wire): Promise<void> => {
  await phone.setOffline(true);
  wire.fateOf = () => 'refuse';
  wire.cut();
};

/** It is back. The line before the browser says so, for the phone tries at once when it hears it. */
export const findNetwork = async (phone: BrowserContext, wire: Wire): Promise<void> => {
  wire.fateOf = () => 'pass';
  await phone.setOffline(false);
};

/** Resolves when the app is whole on the phone, and answers this page. */
export const keptOnPhone = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const { serviceWorker } = navigator;
    await serviceWorker.ready;
    if (serviceWorker.controller) return;
    await new Promise((resolve) => {
      serviceWorker.addEventListener('controllerchange', resolve, { once: true });
    });
  });

/** The page's process dies: no event tells the page, and nothing is written any more. */
export const crash = async (page: Page): Promise<void> => {
  const died = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  session.send('Page.crash').catch(() => undefined);
  await died;
};
