import type { Page, Request, Response } from '@playwright/test';

/** The answer to a pull after which nothing is left to fetch. */
const isLastPage = async (response: Response): Promise<boolean> =>
  response.url().endsWith('/rpc/pull_changes') &&
  response.ok() &&
  !((await response.json()) as { more: boolean }).more;

/** Goes to a page behind the sign-in and waits until the whole operation has been pulled. */
export const gotoComplete = async (page: Page, path: string): Promise<void> => {
  // What the page before this one was fetching must not be taken for an answer to this one.
  const own = new Set<Request>();
  let isHere = false;
  const note = (request: Request) => {
    isHere ||= request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (isHere) own.add(request);
  };
  page.on('request', note);
  const complete = page.waitForResponse(
    async (response) => own.has(response.request()) && (await isLastPage(response)),
  );
  await page.goto(path);
  await complete;
  page.off('request', note);
};

const neutral = '/settings';

/**
 * Goes to a page of the app as a link of it does, without loading the app anew, by way of another
 * page: what stood open on the one before, or over it, is gone.
 */
export const follow = async (page: Page, path: string): Promise<void> => {
  await page.evaluate(() => {
    for (const open of document.querySelectorAll('dialog')) open.close();
  });
  const isAt = (address: string) => new URL(page.url()).pathname === address;
  if (!isAt(neutral)) await press(page, neutral);
  if (!isAt(path)) await press(page, path);
};

const press = async (page: Page, path: string): Promise<void> => {
  const before = await page.locator('main').evaluateHandle((main) => main.firstElementChild);
  await page.evaluate((to) => {
    const link = document.createElement('a');
    link.href = to;
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
  await page.waitForFunction((left) => !left?.isConnected, before);
  await page.locator('main > *').first().waitFor();
};
