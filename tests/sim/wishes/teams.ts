/** Teams, and the operation that they are in. */
import { teamStatuses } from '../../../src/lib/domain/vocabulary.ts';
import type { Make, Seen } from './wish.ts';
import { words } from './wish.ts';

const ownTeam = ({ author, replica, dice }: Seen): string | undefined =>
  author.teamId ?? dice.pick(replica.all('teams'))?.id;

export const status: Make = (seen) => {
  const entityId = ownTeam(seen);
  const payload = { status: seen.dice.pick(teamStatuses) };
  return entityId ? { kind: 'team.status', entityId, payload } : null;
};

export const checkin: Make = (seen) => {
  const { replica, dice, nowMs } = seen;
  const entityId = ownTeam(seen);
  if (!entityId) return null;
  const at = dice.chance(0.5)
    ? { lat: dice.between(33, 34), lon: dice.between(36, 37), accuracy_m: dice.int(50) }
    : { site_id: dice.pick(replica.all('sites'))?.id ?? null };
  return {
    kind: 'team.checkin',
    entityId,
    payload: {
      checkin_id: dice.uuid(),
      ...at,
      note: dice.pick(words),
      expected_back_at: new Date(nowMs + 3_600_000).toISOString(),
      ...(dice.chance(0.5) ? { status: dice.pick(teamStatuses) } : {}),
    },
  };
};

/** Some teams come and go. */
export const passing: Make = ({ replica, dice }) => {
  const teams = replica.all('teams');
  if (teams.length < 7) {
    const code = `X${dice.int(1_000_000)}`;
    const payload = { code, name_en: `Team ${code}`, specialty: 'logistics' as const };
    return { kind: 'team.create', entityId: dice.uuid(), payload };
  }
  const team = dice.pick(teams.filter(({ code }) => code.startsWith('X')));
  const set = dice.chance(0.5) ? { deleted: true } : { name_en: dice.pick(words) };
  return team ? { kind: 'team.update', entityId: team.id, payload: { set } } : null;
};

export const renameOperation: Make = ({ replica, dice }) => {
  const operation = replica.all('operations')[0];
  const payload = { set: { name_en: `Operation ${dice.int(5)}` } };
  return operation ? { kind: 'operation.update', entityId: operation.id, payload } : null;
};
