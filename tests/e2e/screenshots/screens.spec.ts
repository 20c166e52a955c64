/**
 * Pictures of every screen in both languages and at both sizes, into docs/screenshots.
 * Not part of an ordinary run: SCREENSHOTS=on npx playwright test --project=screenshots
 */
import { join } from 'node:path';
import type { Language } from '../support/settings.ts';
import { viewers } from '../support/screens.ts';
import { show } from '../support/show.ts';
import { test } from '../support/test.ts';

const directory = join(import.meta.dirname, '../../../docs/screenshots');
const sizes = { phone: { width: 360, height: 640 }, laptop: { width: 1440, height: 900 } };
/** The screens that are also shown in the dark. */
const inTheDark = new Set([
  'login',
  'field',
  'task',
  'task-conflict',
  'search-site',
  'map',
  'site',
]);

for (const language of ['en', 'ar'] satisfies Language[]) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(() => {
      test.use({ language, viewport, reducedMotion: 'reduce' });
      for (const [viewer, screens] of viewers) {
        test(`${viewer ?? 'nobody'} ${language} ${size}`, async ({
          openAs,
          openBrowser,
          words,
        }) => {
          test.slow();
          const page = await (viewer === null ? openBrowser() : openAs(viewer, '/'));
          for (const screen of screens) {
            await page.emulateMedia({ colorScheme: 'light' });
            await show(page, screen, words);
            const path = (suffix: string) =>
              join(directory, size, language, `${screen.name}${suffix}.png`);
            await page.screenshot({ path: path(''), animations: 'disabled' });
            if (!inTheDark.has(screen.name)) continue;
            await page.emulateMedia({ colorScheme: 'dark' });
            await page.screenshot({ path: path('-dark'), animations: 'disabled' });
          }
        });
      }
    });
  }
}
