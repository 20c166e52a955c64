import { overflowsSideways, seriousFaults } from '../support/axe.ts';
import { screens } from '../support/screens.ts';
import { expect, test } from '../support/test.ts';

for (const screen of screens) {
  test(`${screen.name}: axe finds nothing serious, the page fits, the language is the reader's`, async ({
    openAs,
    openBrowser,
    language,
  }) => {
    const page = screen.as === null ? await openBrowser() : await openAs(screen.as, screen.path);
    if (screen.as === null) await page.goto(screen.path);
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveCount(0);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overflowsSideways(page)).toBe(false);
  });
}
