/** The places of the app in the order of who is looking: a phone's bar has room for the first few. */
import type { Actor } from '$lib/domain/permissions';

export const places = [
  'field',
  'map',
  'people',
  'tracing',
  'care',
  'evidence',
  'sites',
  'releases',
  'reports',
  'admin',
  'settings',
] as const;
export type Place = (typeof places)[number];

const byRole: Readonly<Record<Actor['role'], readonly Place[]>> = {
  coordinator: [
    'field',
    'map',
    'people',
    'care',
    'tracing',
    'reports',
    'releases',
    'evidence',
    'sites',
    'settings',
  ],
  medic: [
    'care',
    'field',
    'people',
    'map',
    'tracing',
    'reports',
    'releases',
    'evidence',
    'sites',
    'settings',
  ],
  admin: [
    'field',
    'map',
    'sites',
    'admin',
    'reports',
    'releases',
    'people',
    'tracing',
    'care',
    'evidence',
    'settings',
  ],
  observer: [
    'field',
    'map',
    'releases',
    'reports',
    'sites',
    'care',
    'tracing',
    'evidence',
    'settings',
  ],
};

const roomOnPhone = 5;

/** @returns `bar` stands at the foot of a phone's screen, `more` behind its last button */
export const placesFor = ({ role }: Pick<Actor, 'role'>): { bar: Place[]; more: Place[] } => {
  const all = [...byRole[role]];
  if (all.length <= roomOnPhone) return { bar: all, more: [] };
  return { bar: all.slice(0, roomOnPhone - 1), more: all.slice(roomOnPhone - 1) };
};
