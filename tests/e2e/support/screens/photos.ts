import type { Page } from '@playwright/test';
import { demo } from '../stack.ts';
import { photograph } from './files.ts';
import { pressButton, type Screen, type Words } from './screen.ts';

const askForPhoto = async (page: Page, words: Words) => {
  await page
    .getByRole('button', { name: words.photos_add() })
    .or(page.getByRole('button', { name: words.photos_replace() }))
    .first()
    .click();
  await page.getByRole('radio', { name: words.domain_photo_consent_guardian() }).check();
};
const takePhoto = async (page: Page, words: Words) => {
  await askForPhoto(page, words);
  await page.getByLabel(words.photos_camera()).setInputFiles(photograph);
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByText(words.photos_state_stored()).first().waitFor();
};
const photographed = `/people/${demo.person('f1-a-2-mother')}`;

export const photosScreens: readonly Screen[] = [
  { name: 'photo-ask', path: photographed, as: 'coordinator.team1', press: askForPhoto },
  { name: 'photo', path: photographed, as: 'coordinator.team1', press: takePhoto },
  {
    name: 'photo-away',
    path: photographed,
    as: 'coordinator.team1',
    press: async (page, words) => {
      await takePhoto(page, words);
      await pressButton(page, words.photos_take_away());
    },
  },
];
