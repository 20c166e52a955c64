/** Sites and their rooms. */
import {
  areaAccesses,
  searchMethods,
  searchResults,
  siteStatuses,
} from '../../../src/lib/domain/vocabulary.ts';
import type { Make } from './wish.ts';
import { words } from './wish.ts';

export const createArea: Make = ({ replica, dice }) => {
  const site = dice.pick(replica.all('sites'));
  if (!site) return null;
  const payload = { site_id: site.id, level: 'room' as const, name_en: `Room ${dice.int(99)}` };
  return { kind: 'area.create', entityId: dice.uuid(), payload };
};

export const search: Make = ({ replica, dice }) => {
  const area = dice.pickUnevenly(replica.all('site_areas'));
  if (!area) return null;
  return {
    kind: 'area.search',
    entityId: area.id,
    payload: {
      search_id: dice.uuid(),
      method: dice.pick(searchMethods),
      result: dice.pick(searchResults),
      note: dice.pick(words),
    },
  };
};

export const updateArea: Make = ({ replica, dice }) => {
  const area = dice.pickUnevenly(replica.all('site_areas'));
  const set = dice.chance(0.7) ? { access: dice.pick(areaAccesses) } : { note: dice.pick(words) };
  return area ? { kind: 'area.update', entityId: area.id, payload: { set } } : null;
};

export const updateSite: Make = ({ replica, dice }) => {
  const site = dice.pick(replica.all('sites'));
  const set = dice.chance(0.7)
    ? { status: dice.pick(siteStatuses) }
    : { access_notes: dice.pick(words) };
  return site ? { kind: 'site.update', entityId: site.id, payload: { set } } : null;
};

/** Some places come and go. */
export const passing: Make = ({ replica, dice }) => {
  const passingSites = replica.all('sites').filter(({ code }) => code.startsWith('X'));
  if (passingSites.length > 1) {
    const site = dice.pick(passingSites);
    return site
      ? { kind: 'site.update', entityId: site.id, payload: { set: { deleted: true } } }
      : null;
  }
  const code = `X${dice.int(1_000_000)}`;
  const payload = { code, name_en: `Site ${code}`, kind: 'shelter' as const };
  return { kind: 'site.create', entityId: dice.uuid(), payload };
};
