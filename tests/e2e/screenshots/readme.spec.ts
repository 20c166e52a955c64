/** The picture on top of the README: the field screen in Arabic beside the map in English. */
import { join } from 'node:path';
import type { Screen } from '../support/screens/screen.ts';
import { show } from '../support/show.ts';
import { test } from '../support/test.ts';

const target = join(import.meta.dirname, '../../../docs/screenshots/README.png');
let phone: Buffer;

test.describe.configure({ mode: 'serial' });

const picture = async (
  screen: Screen,
  { openAs, words }: Pick<Parameters<Parameters<typeof test>[2]>[0], 'openAs' | 'words'>,
): Promise<Buffer> => {
  const page = await openAs(screen.as ?? '', '/');
  await show(page, screen, words);
  return page.screenshot({ animations: 'disabled' });
};

test.describe(() => {
  test.use({ language: 'ar', viewport: { width: 360, height: 720 }, deviceScaleFactor: 1.5 });
  test('the field screen', async ({ openAs, words }) => {
    const field = { name: 'field', path: '/field', as: 'coordinator.team1' };
    phone = await picture(field, { openAs, words });
  });
});

test.describe(() => {
  test.use({ language: 'en', viewport: { width: 1200, height: 720 } });
  test('the map, and both side by side', async ({ openAs, page, words }) => {
    const map = await picture({ name: 'map', path: '/map', as: 'observer' }, { openAs, words });
    const image = (png: Buffer) => `<img src="data:image/png;base64,${png.toString('base64')}">`;
    await page.setContent(
      `<style>
        body { margin: 0; padding: 24px; display: flex; gap: 24px; background: #e8ecea }
        img { height: 660px; border-radius: 12px; box-shadow: 0 2px 12px #0003 }
      </style>${image(phone)}${image(map)}`,
    );
    await page.setViewportSize({ width: 1502, height: 708 });
    await page.screenshot({ path: target });
  });
});
