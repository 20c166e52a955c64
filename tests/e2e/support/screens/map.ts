import { demo } from '../stack.ts';
import { pressButton, red, type Screen } from './screen.ts';

export const mapScreens: readonly Screen[] = [
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
