import type { Locator } from '@playwright/test';

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
  await region.evaluate(noteWhenGone, textToGo);
  await tapped.page().evaluate(() => {
    const note = () => (document.body.dataset.tappedAt = String(Date.now()));
    addEventListener('pointerdown', note, { capture: true, once: true });
  });
  await tapped.click();
  const tappedAt = await tapped.page().evaluate(() => Number(document.body.dataset.tappedAt));
  const goneAt = await region.page().waitForFunction(() => document.body.dataset.goneAt);
  return Number(await goneAt.jsonValue()) - tappedAt;
};

/** Runs in the page: from now on, writes down when the text has left the element. */
const noteWhenGone = (element: Element, text: string): void => {
  const says = () =>
    element.textContent.includes(text) || element.querySelector(`[aria-label*="${text}"]`) !== null;
  if (!says()) throw new Error(`the page does not say "${text}" to begin with`);
  const observer = new MutationObserver(() => {
    if (says()) return;
    observer.disconnect();
    requestAnimationFrame(() => (document.body.dataset.goneAt = String(Date.now())));
  });
  observer.observe(element, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
};
