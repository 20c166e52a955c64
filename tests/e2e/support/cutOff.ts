import type { Page } from '@playwright/test';

/** The pages still come, and everything that holds data is out of reach. */
export const cutOff = (page: Page): Promise<unknown> =>
  page.context().route(/\/(rest\/v1|letters)(\/|$)/, (route) => route.abort());

export const reconnect = (page: Page): Promise<void> => page.context().unrouteAll();
