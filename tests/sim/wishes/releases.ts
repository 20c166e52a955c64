/** Counts of those who came out. */
import { releaseGroups } from '../../../src/lib/domain/care/vocabulary.ts';
import type { Make } from './wish.ts';
import { inOrder } from './wish.ts';

export const record: Make = ({ replica, dice, author }) => {
  const own = replica.all('releases').filter(({ team_id }) => team_id === author.teamId);
  const corrected = dice.chance(0.2) ? dice.pick(inOrder(own)) : undefined;
  const group = dice.pick(releaseGroups);
  const area = dice.chance(0.7) ? dice.pickUnevenly(replica.all('site_areas')) : undefined;
  return {
    kind: 'release.record',
    entityId: dice.uuid(),
    payload: corrected
      ? { [group]: dice.chance(0.5) ? -1 : 1, corrects: corrected.id }
      : { [group]: 1 + dice.int(3), ...(area ? { area_id: area.id } : {}) },
  };
};
