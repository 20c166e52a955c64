import { overflowsSideways, seriousFaults } from '../support/axe.ts';
import { viewers } from '../support/screens.ts';
import { show } from '../support/show.ts';
import { expect, test } from '../support/test.ts';

for (const [viewer, screens] of viewers) {
  test(`screens of ${viewer ?? 'nobody signed in'}: axe finds nothing serious, each fits, in the reader's language`, async ({
    openAs,
    openBrowser,
    words,
    language,
  }) => {
    test.slow();
    const page = await (viewer === null ? openBrowser() : openAs(viewer, '/'));
    const dir = language === 'ar' ? 'rtl' : 'ltr';
    for (const screen of screens) {
      await test.step(screen.name, async () => {
        await show(page, screen, words);
        await expect.soft(page.locator(`html[lang=${language}][dir=${dir}]`)).toBeAttached();
        expect.soft(await seriousFaults(page), `axe on ${screen.name}`).toEqual([]);
        expect.soft(await overflowsSideways(page), `width of ${screen.name}`).toBe(false);
      });
    }
  });
}
