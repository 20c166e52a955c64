import { expect, test } from 'vitest';
import { overdueTeams } from './overdue.ts';
import type { Team } from './rows.ts';

const noon = Date.parse('2024-12-08T12:00:00Z');
const team = (id: string, over: Partial<Team> = {}): Team => ({
  id,
  operation_id: 'o',
  version: 1,
  created_at: '2024-12-08T06:00:00Z',
  updated_at: '2024-12-08T06:00:00Z',
  deleted_at: null,
  code: id,
  name_en: id,
  name_ar: id,
  specialty: 'dog_unit',
  organisation_id: null,
  status: 'on_site',
  status_at: null,
  last_checkin_at: null,
  checkin_due_at: null,
  last_lat: null,
  last_lon: null,
  ...over,
});
const due = (minutesBeforeNoon: number) =>
  new Date(noon - minutesBeforeNoon * 60_000).toISOString();
const ids = (teams: Team[]) => teams.map(({ id }) => id);

test('a team is overdue from the minute in which it is expected back, the longest silent first', () => {
  const teams = [
    team('now', { checkin_due_at: due(0) }),
    team('later', { checkin_due_at: due(-1) }),
    team('long ago', { checkin_due_at: due(90) }),
    team('nobody waits'),
  ];
  expect(ids(overdueTeams(teams, noon))).toEqual(['long ago', 'now']);
});

test('the grace of the operation moves the alarm', () => {
  const teams = [team('a', { checkin_due_at: due(10) })];
  expect(overdueTeams(teams, noon, 11)).toEqual([]);
  expect(ids(overdueTeams(teams, noon, 10))).toEqual(['a']);
});

test('a retired team and one out of service raise no alarm', () => {
  const teams = [
    team('retired', { checkin_due_at: due(60), deleted_at: due(5) }),
    team('off', { checkin_due_at: due(60), status: 'out_of_service' }),
  ];
  expect(overdueTeams(teams, noon)).toEqual([]);
});
