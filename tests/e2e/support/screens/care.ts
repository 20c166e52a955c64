import type { Page } from '@playwright/test';
import { demo } from '../stack.ts';
import { pressButton, red, type Screen, type Words } from './screen.ts';

const answer = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click();
/** A walk that ends in red after four questions. */
const walkToRed = async (page: Page, words: Words) => {
  await answer(page, words.care_ask_child_no());
  await answer(page, words.care_a_no());
  await answer(page, words.care_a_yes());
  await answer(page, words.care_a_over_30());
  await page.getByRole('button', { name: words.care_record() }).waitFor();
};
const openRedCase = async (page: Page, words: Words) => {
  await walkToRed(page, words);
  await answer(page, words.care_record());
  await page.getByRole('heading', { name: words.care_next() }).waitFor();
};

export const careScreens: readonly Screen[] = [
  { name: 'care-new', path: '/care/new', as: 'coordinator.team1' },
  { name: 'care-result', path: '/care/new', as: 'coordinator.team1', press: walkToRed },
  {
    name: 'care-direct',
    path: '/care/new',
    as: 'medic.team5',
    press: (page, words) => answer(page, words.care_know()),
  },
  { name: 'care-case', path: `/care/new?site=${red}`, as: 'medic.team5', press: openRedCase },
  {
    name: 'care-transport',
    path: `/care/new?site=${red}`,
    as: 'medic.team5',
    press: async (page, words) => {
      await openRedCase(page, words);
      await pressButton(page, words.care_step_transport_requested());
    },
  },
  {
    name: 'care-observe',
    path: `/care/new?site=${red}`,
    as: 'medic.team5',
    press: async (page, words) => {
      await openRedCase(page, words);
      await pressButton(page, words.care_observe());
    },
  },
  {
    name: 'care-link',
    path: `/care/new?site=${red}`,
    as: 'medic.team5',
    press: async (page, words) => {
      await openRedCase(page, words);
      await pressButton(page, words.care_link());
    },
  },
  {
    name: 'care-link-sure',
    path: `/care/new?site=${red}`,
    as: 'medic.team5',
    press: async (page, words) => {
      await openRedCase(page, words);
      await pressButton(page, words.care_link());
      await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click();
      await page.getByRole('dialog', { name: words.care_link_confirm_title() }).waitFor();
    },
  },
  {
    name: 'care-report',
    path: `/sites/${demo.site('Hospital, Homs')}`,
    as: 'medic.team5',
    press: (page, words) => pressButton(page, words.care_report()),
  },
  {
    name: 'care-report-services',
    path: `/sites/${demo.site('Hospital, Damascus')}`,
    as: 'medic.team5',
    press: async (page, words) => {
      await pressButton(page, words.care_report());
      await page.getByRole('checkbox', { name: words.care_services_report() }).check();
    },
  },
  { name: 'care', path: '/care', as: 'medic.team5' },
  { name: 'care-numbers', path: '/care', as: 'observer' },
  { name: 'care-daily', path: '/care/daily', as: 'observer' },
];
