import { demo } from '../stack.ts';
import { collect, openCollected } from './files.ts';
import { pressButton, red, type Screen } from './screen.ts';

export const evidenceScreens: readonly Screen[] = [
  {
    name: 'evidence-new',
    path: `/evidence/new?task=${demo.task('red-b1-b-release')}`,
    as: 'coordinator.team1',
    press: collect,
  },
  { name: 'evidence', path: '/evidence', as: 'coordinator.team1' },
  { name: 'evidence-item', path: '/evidence/new', as: 'admin', press: openCollected },
  {
    name: 'evidence-hand-over',
    path: '/evidence/new',
    as: 'coordinator.team1',
    press: async (page, words) => {
      await openCollected(page, words);
      await pressButton(page, words.evidence_hand_over());
    },
  },
  {
    name: 'evidence-seal',
    path: `/field/search/${red}?area=${demo.area('red/b1/b/3')}`,
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.evidence_seal()),
  },
  { name: 'evidence-numbers', path: '/evidence', as: 'observer' },
];
