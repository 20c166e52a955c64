import type { Page } from '@playwright/test';
import { demo } from './stack.ts';
import type { wordsIn } from './words.ts';

export interface Screen {
  name: string;
  path: string;
  /** Who looks at it; nobody is signed in where it is null. */
  as: string | null;
  /** What to press there, for what stands on no address of its own. */
  press?: (page: Page, words: ReturnType<typeof wordsIn>) => Promise<void>;
}

const red = demo.site('Saidnaya – Red Building');
const step = (name: string) => `/field/tasks/${demo.task(name)}`;
const pressButton = (page: Page, name: string) =>
  page.getByRole('button', { name }).first().click();

const account: readonly Screen[] = [
  { name: 'login', path: '/login', as: null },
  { name: 'join', path: '/join#token=demo', as: null },
  { name: 'settings', path: '/settings', as: 'coordinator.team1' },
];

const field: readonly Screen[] = [
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
  { name: 'search-choose', path: '/field/search', as: 'coordinator.team1' },
  { name: 'search-site', path: `/field/search/${red}`, as: 'coordinator.team1' },
  {
    name: 'sync-details',
    path: '/field',
    as: 'coordinator.team1',
    press: (page) => page.getByRole('banner').getByRole('button').click(),
  },
];

const map: readonly Screen[] = [
  { name: 'map', path: '/map', as: 'observer' },
  { name: 'map-coordinator', path: '/map', as: 'coordinator.team1' },
  {
    name: 'map-filters',
    path: '/map',
    as: 'observer',
    press: (page, words) => pressButton(page, words.map_filters()),
  },
  {
    name: 'map-legend',
    path: '/map',
    as: 'observer',
    press: (page, words) => pressButton(page, words.map_legend()),
  },
  { name: 'sites', path: '/sites', as: 'observer' },
  { name: 'site', path: `/sites/${red}`, as: 'coordinator.team1' },
  { name: 'site-hospital', path: `/sites/${demo.site('Hospital, Homs')}`, as: 'observer' },
];

const admin: readonly Screen[] = [
  '',
  '/accounts',
  '/accounts/new',
  '/accounts/import',
  '/teams',
  '/teams/new',
  `/teams/${demo.team(1)}`,
  '/sites',
  '/sites/new',
  `/sites/${red}`,
  '/operation',
  '/log',
].map((path) => ({
  name: `admin${path.replace(/[0-9a-f]{8}-[0-9a-f-]+/, 'edit').replaceAll('/', '-')}`,
  path: `/admin${path}`,
  as: 'admin',
}));

/** Every screen of the app by the person whose screen it is. */
export const viewers: ReadonlyMap<string | null, readonly Screen[]> = Map.groupBy(
  [...account, ...field, ...map, ...admin],
  (screen) => screen.as,
);
