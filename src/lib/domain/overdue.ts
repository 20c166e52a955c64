import type { Team } from './rows.ts';

/** When the alarm for a team rises, in ms since 1970; null when nobody expects the team. */
const alarmAt = (
  team: Pick<Team, 'checkin_due_at' | 'deleted_at' | 'status'>,
  graceMinutes: number,
): number | null =>
  team.checkin_due_at === null || team.deleted_at !== null || team.status === 'out_of_service'
    ? null
    : Date.parse(team.checkin_due_at) + graceMinutes * 60_000;

/** The teams that should have been heard of by now, the longest silent first. */
export const overdueTeams = (teams: readonly Team[], nowMs: number, graceMinutes = 0): Team[] =>
  teams
    .map((team) => ({ team, at: alarmAt(team, graceMinutes) }))
    .filter((entry): entry is { team: Team; at: number } => entry.at !== null && entry.at <= nowMs)
    .toSorted((a, b) => a.at - b.at)
    .map(({ team }) => team);
