import { demo } from '../stack.ts';
import { pressButton, type Screen } from './screen.ts';

export const peopleScreens: readonly Screen[] = [
  { name: 'people', path: '/people', as: 'coordinator.team1' },
  {
    name: 'people-hand-on',
    path: '/people',
    as: 'observer',
    press: async (page, words) => {
      await pressButton(page, words.handing_button());
      await page.getByRole('button', { name: words.handing_save() }).waitFor();
    },
  },
  { name: 'people-observer', path: '/people', as: 'observer' },
  {
    name: 'person-new',
    path: '/people/new',
    as: 'coordinator.team1',
    press: async (page, words) => {
      await page.getByText(words.people_names(), { exact: true }).click();
      await page.getByText(words.people_more(), { exact: true }).click();
      const also = page.getByLabel(words.admin_field_also_known_as(), { exact: true });
      await also.fill('الدكتور، Abu Ali, A-1042,');
      const keep = page.getByRole('group', { name: words.people_keep(), exact: true });
      await keep.getByRole('radio', { name: words.people_keep_day(), exact: true }).check();
    },
  },
  { name: 'person', path: `/people/${demo.person('g-b-first')}`, as: 'medic.team5' },
  { name: 'person-conflict', path: `/people/${demo.person('reception-old')}`, as: 'medic.team5' },
  {
    name: 'person-edit',
    path: `/people/${demo.person('g-b-first')}`,
    as: 'medic.team5',
    press: (page, words) => pressButton(page, words.people_edit()),
  },
  {
    name: 'person-link-case',
    path: `/people/${demo.person('g-b-first')}`,
    as: 'medic.team5',
    press: (page, words) => pressButton(page, words.care_link_case()),
  },
  {
    name: 'person-merge',
    path: `/people/${demo.person('reception-again')}`,
    as: 'medic.team5',
    press: (page, words) => pressButton(page, words.people_alike_same()),
  },
  {
    name: 'person-together',
    path: `/people/${demo.person('f1-a-2-mother')}`,
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.people_together_add()),
  },
];
