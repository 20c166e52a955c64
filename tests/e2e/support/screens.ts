import { demo } from './stack.ts';

export interface Screen {
  name: string;
  path: string;
  /** Who looks at it; nobody is signed in where it is null. */
  as: string | null;
}

const red = demo.site('Saidnaya – Red Building');

/** Every screen of the app, with the person whose screen it is. */
export const screens: readonly Screen[] = [
  { name: 'login', path: '/login', as: null },
  { name: 'join', path: '/join#token=demo', as: null },
  { name: 'field', path: '/field', as: 'coordinator.team1' },
  { name: 'field-all', path: '/field?holder=all', as: 'observer' },
  {
    name: 'task',
    path: `/field/tasks/${demo.task('red-b1-b-release')}`,
    as: 'coordinator.team1',
  },
  {
    name: 'task-conflict',
    path: `/field/tasks/${demo.task('stretchers')}`,
    as: 'coordinator.team5',
  },
  { name: 'task-new', path: '/field/tasks/new', as: 'coordinator.team1' },
  { name: 'check-in', path: '/field/check-in', as: 'coordinator.team1' },
  { name: 'search', path: '/field/search', as: 'coordinator.team1' },
  { name: 'map', path: '/map', as: 'observer' },
  { name: 'sites', path: '/sites', as: 'observer' },
  { name: 'site', path: `/sites/${red}`, as: 'observer' },
  { name: 'settings', path: '/settings', as: 'coordinator.team1' },
  { name: 'admin', path: '/admin', as: 'admin' },
  { name: 'admin-accounts', path: '/admin/accounts', as: 'admin' },
  { name: 'admin-teams', path: '/admin/teams', as: 'admin' },
  { name: 'admin-sites', path: '/admin/sites', as: 'admin' },
  { name: 'admin-operation', path: '/admin/operation', as: 'admin' },
  { name: 'admin-log', path: '/admin/log', as: 'admin' },
];
