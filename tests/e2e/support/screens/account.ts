import type { Screen } from './screen.ts';

export const accountScreens: readonly Screen[] = [
  { name: 'login', path: '/login', as: null },
  { name: 'join', path: '/join#token_hash=example&type=invite', as: null },
  { name: 'join-incomplete', path: '/join', as: null },
  { name: 'settings', path: '/settings', as: 'coordinator.team1' },
];
