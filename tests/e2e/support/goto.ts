import type { Page, Response } from '@playwright/test';

/** The answer to a pull after which nothing is left to fetch. */
const isLastPage = async (response: Response): Promise<boolean> =>
  response.url().endsWith('/rpc/pull_changes') &&
  response.ok() &&
  !((await response.json()) as { more: boolean }).more;

/** Goes to a page behind the sign-in and waits until the whole operation has been pulled. */
export const gotoComplete = async (page: Page, path: string): Promise<void> => {
  // What the page before this one was fetching must not be taken for an answer to this one.
  await page.goto('about:blank');
  const complete = page.waitForResponse(isLastPage);
  await page.goto(path);
  await complete;
};
