import type { Locator, Page } from '@playwright/test';

/**
 * Taps, and measures on the one clock of this machine until another page no longer shows a text.
 *
 * @param region a part of the other page that stays; what it says counts with the names of its
 *   marks (aria-label)
 * @returns milliseconds from the tap's event to the first frame in which the text is gone
 */
export const measureFromTap = async (
  tapped: Locator,
  region: Locator,
  textToGo: string,
): Promise<number> => {
  const goneAt = region.evaluate(
    (element, text) =>
      new Promise<number>((resolve) => {
        const says = () =>
          element.textContent.includes(text) ||
          element.querySelector(`[aria-label*="${text}"]`) !== null;
        if (!says()) throw new Error(`the page does not say "${text}" to begin with`);
        const observer = new MutationObserver(() => {
          if (says()) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(Date.now()));
        });
        observer.observe(element, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
      }),
    textToGo,
  );
  const tappedAt = await timeOfTap(tapped);
  return (await goneAt) - tappedAt;
};

const timeOfTap = async (tapped: Locator): Promise<number> => {
  const page: Page = tapped.page();
  await page.evaluate(() => {
    addEventListener('pointerdown', () => (document.body.dataset.tappedAt = String(Date.now())), {
      capture: true,
      once: true,
    });
  });
  await tapped.click();
  return page.evaluate(() => Number(document.body.dataset.tappedAt));
};
