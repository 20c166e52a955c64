import { overflowsSideways, seriousFaults } from './support/axe.ts';
import { viewers } from './support/screens.ts';
import { show } from './support/show.ts';
import { expect, test } from './support/test.ts';

/** A screen is opened once, read by axe at the size of the project, and has to fit in both. */
const sizes = [
  { width: 360, height: 640 },
  { width: 1440, height: 900 },
];

/** So many screens in one test: two workers share them, and none is at one for long. */
const most = 12;
const parts = [...viewers].flatMap(([viewer, screens]) =>
  Array.from({ length: Math.ceil(screens.length / most) }, (_, part) => ({
    viewer,
    part: part + 1,
    screens: screens.slice(part * most, (part + 1) * most),
  })),
);

for (const { viewer, part, screens } of parts) {
  test(`screens of ${viewer ?? 'nobody signed in'}, part ${part}: axe finds nothing serious, each fits, in the reader's language`, async ({
    openAs,
    openBrowser,
    words,
    language,
    viewport,
  }) => {
    test.slow();
    const page = await (viewer === null ? openBrowser() : openAs(viewer, '/'));
    const dir = language === 'ar' ? 'rtl' : 'ltr';
    for (const screen of screens) {
      await test.step(screen.name, async () => {
        await show(page, screen, words);
        await expect.soft(page.locator(`html[lang=${language}][dir=${dir}]`)).toBeAttached();
        expect.soft(await seriousFaults(page), `axe on ${screen.name}`).toEqual([]);
        for (const size of sizes) {
          await page.setViewportSize(size);
          const where = `${screen.name}, ${size.width} px`;
          expect.soft(await overflowsSideways(page), `width of ${where}`).toBe(false);
        }
        if (viewport) await page.setViewportSize(viewport);
      });
    }
  });
}
