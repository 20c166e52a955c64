import { overflowsSideways, seriousFaults } from '../support/axe.ts';
import { screens } from '../support/screens.ts';
import { show } from '../support/show.ts';
import { expect, test } from '../support/test.ts';

for (const screen of screens) {
  test(`${screen.name}: axe finds nothing serious, the page fits, the language is the reader's`, async ({
    openAs,
    openBrowser,
    words,
    language,
  }) => {
    const page = await show(screen, { openAs, openBrowser, words });
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overflowsSideways(page)).toBe(false);
  });
}
