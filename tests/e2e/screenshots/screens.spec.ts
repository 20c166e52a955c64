/**
 * Pictures of every screen in both languages and at both sizes, into docs/screenshots.
 * Not part of an ordinary run: SCREENSHOTS=on npx playwright test --project=screenshots
 */
import { join } from 'node:path';
import type { Language } from '../support/settings.ts';
import { screens } from '../support/screens.ts';
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

const schemesOf = (name: string): ('light' | 'dark')[] =>
  inTheDark.has(name) ? ['light', 'dark'] : ['light'];

for (const language of ['en', 'ar'] satisfies Language[]) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(() => {
      test.use({ language, viewport, reducedMotion: 'reduce' });
      for (const screen of screens) {
        test(`${screen.name} ${language} ${size}`, async ({ openAs, openBrowser, words }) => {
          const page = await show(screen, { openAs, openBrowser, words });
          for (const scheme of schemesOf(screen.name)) {
            await page.emulateMedia({ colorScheme: scheme });
            const suffix = scheme === 'dark' ? '-dark' : '';
            await page.screenshot({
              path: join(directory, size, language, `${screen.name}${suffix}.png`),
              animations: 'disabled',
            });
          }
        });
      }
    });
  }
}
