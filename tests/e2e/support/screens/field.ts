import { demo } from '../stack.ts';
import { pressButton, red, type Screen } from './screen.ts';

const step = (name: string) => `/field/tasks/${demo.task(name)}`;

export const fieldScreens: readonly Screen[] = [
  { name: 'field', path: '/field', as: 'coordinator.team1' },
  { name: 'field-observer', path: '/field', as: 'observer' },
  {
    name: 'field-new-task',
    path: '/field',
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.field_new_task()),
  },
  { name: 'task', path: step('red-b1-b-release'), as: 'coordinator.team1' },
  {
    name: 'task-blocked-why',
    path: step('red-b1-b-release'),
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.field_step_blocked()),
  },
  { name: 'task-conflict', path: step('stretchers'), as: 'coordinator.team5' },
  { name: 'check-in', path: '/field/check-in', as: 'coordinator.team1' },
  { name: 'release-count', path: '/field/release', as: 'coordinator.team1' },
  {
    name: 'release-many',
    path: '/field/release',
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.release_more()),
  },
  { name: 'releases', path: '/releases', as: 'observer' },
  {
    name: 'releases-hand-on',
    path: '/releases',
    as: 'observer',
    press: async (page, words) => {
      await pressButton(page, words.handing_button());
      await page.getByRole('button', { name: words.handing_save() }).waitFor();
    },
  },
  { name: 'releases-of-site', path: `/releases?by=site&of=${red}`, as: 'coordinator.team1' },
  { name: 'search-choose', path: '/field/search', as: 'coordinator.team1' },
  { name: 'search-site', path: `/field/search/${red}`, as: 'coordinator.team1' },
  {
    name: 'search-room',
    path: `/field/search/${red}?area=${demo.area('red/b1/b/3')}`,
    as: 'coordinator.team1',
  },
  {
    name: 'sync-details',
    path: '/field',
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.common_sync_live()),
  },
];
