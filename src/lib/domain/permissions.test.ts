import { describe, expect, test } from 'vitest';
import {
  type Actor,
  mayCheckIn,
  mayClaimTask,
  mayCommentOnTask,
  mayCreateArea,
  mayCreateTask,
  mayDeletePeople,
  mayMoveTask,
  mayRecordPeople,
  maySearchAreas,
  maySeeAlarms,
  maySeePeople,
  mayVerifyTask,
  mayWorkOnTask,
} from './permissions.ts';
import { roles } from './vocabulary.ts';

const actor = (role: Actor['role'], teamId: string | null = null): Actor => ({ role, teamId });
const admin = actor('admin');
const own = actor('coordinator', 'a');
const other = actor('coordinator', 'b');
const medic = actor('medic', 'a');
const teamless = actor('coordinator');
const observer = actor('observer', 'a');
const task = (over: Partial<Parameters<typeof mayVerifyTask>[1]> = {}) => ({
  team_id: 'a',
  done_team_id: null,
  status: 'open' as const,
  ...over,
});

describe('work on a task', () => {
  test('belongs to the team that holds it, and to admins', () => {
    expect(mayWorkOnTask(own, task())).toBe(true);
    expect(mayWorkOnTask(medic, task())).toBe(true);
    expect(mayWorkOnTask(admin, task())).toBe(true);
    expect(mayWorkOnTask(other, task())).toBe(false);
    expect(mayWorkOnTask(observer, task())).toBe(false);
  });

  test("of nobody is nobody's: a person without a team does not own what has none", () => {
    expect(mayWorkOnTask(teamless, task({ team_id: null }))).toBe(false);
  });
});

describe('claiming', () => {
  test('is for a team, and for a task that nobody holds', () => {
    expect(mayClaimTask(own, task({ team_id: null }))).toBe(true);
    expect(mayClaimTask(own, task({ team_id: 'b' }))).toBe(false);
    expect(mayClaimTask(teamless, task({ team_id: null }))).toBe(false);
    expect(mayClaimTask(observer, task({ team_id: null }))).toBe(false);
  });

  test.each(['verified', 'cancelled'] as const)('is over when the task is %s', (status) => {
    expect(mayClaimTask(own, task({ team_id: null, status }))).toBe(false);
  });
});

describe('verifying', () => {
  const done = task({ status: 'done', done_team_id: 'a' });

  test('is for another team than the one that did the work, and for admins', () => {
    expect(mayMoveTask(other, done, 'verified')).toBe(true);
    expect(mayMoveTask(admin, done, 'verified')).toBe(true);
    expect(mayMoveTask(own, done, 'verified')).toBe(false);
    expect(mayMoveTask(teamless, done, 'verified')).toBe(false);
    expect(mayMoveTask(actor('observer', 'b'), done, 'verified')).toBe(false);
  });

  test('looks at who did the work, not at who holds the task since', () => {
    const handedOn = task({ status: 'done', team_id: 'b', done_team_id: 'a' });
    expect(mayVerifyTask(own, handedOn)).toBe(false);
    expect(mayVerifyTask(other, handedOn)).toBe(true);
  });
});

test('no role can take a step that the table of transitions lacks', () => {
  for (const role of roles)
    expect(mayMoveTask(actor(role, 'a'), task({ status: 'verified' }), 'open')).toBe(false);
});

test('an observer writes nothing and is not alarmed', () => {
  const refused = [
    mayCreateTask(observer),
    mayCommentOnTask(observer),
    mayCheckIn(observer, 'a'),
    maySearchAreas(observer),
    mayCreateArea(observer),
    maySeeAlarms(observer),
    maySeePeople(observer),
    mayRecordPeople(observer),
    mayDeletePeople(observer),
  ];
  expect(refused).toEqual(refused.map(() => false));
});

test('everyone in the field records people, and an admin alone takes a record away', () => {
  for (const who of [own, other, teamless]) {
    expect(maySeePeople(who)).toBe(true);
    expect(mayRecordPeople(who)).toBe(true);
    expect(mayDeletePeople(who)).toBe(false);
  }
  expect(mayDeletePeople(admin)).toBe(true);
});

test('a check-in is for the own team', () => {
  expect(mayCheckIn(own, 'a')).toBe(true);
  expect(mayCheckIn(own, 'b')).toBe(false);
  expect(mayCheckIn(admin, 'b')).toBe(true);
});
