import { demo } from '../stack.ts';
import { pressButton, type Screen } from './screen.ts';

export const tracingScreens: readonly Screen[] = [
  { name: 'tracing', path: '/tracing', as: 'coordinator.team1' },
  { name: 'tracing-observer', path: '/tracing', as: 'observer' },
  { name: 'tracing-new', path: '/tracing/new', as: 'coordinator.team1' },
  { name: 'tracing-request', path: `/tracing/${demo.request('shams')}`, as: 'medic.team5' },
  {
    name: 'tracing-reject',
    path: `/tracing/${demo.request('shams')}`,
    as: 'admin',
    press: (page, words) => pressButton(page, words.tracing_step_reject()),
  },
  {
    name: 'tracing-away',
    path: `/tracing/${demo.request('shams')}`,
    as: 'admin',
    press: (page, words) => pressButton(page, words.tracing_away()),
  },
  {
    name: 'tracing-beside',
    path: `/tracing/person/${demo.person('g-b-first')}`,
    as: 'coordinator.team1',
  },
  { name: 'tracing-exchange', path: '/tracing/exchange', as: 'coordinator.team1' },
];
