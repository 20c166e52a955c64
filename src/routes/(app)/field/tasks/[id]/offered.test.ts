import { describe, expect, it } from 'vitest';
import type { Actor } from '$lib/domain/permissions';
import { aTask } from '../../task.fixture.ts';
import { offered } from './offered.ts';

const coordinator: Actor = { role: 'coordinator', teamId: 'team-1' };
const admin: Actor = { role: 'admin', teamId: null };
const observer: Actor = { role: 'observer', teamId: null };
const steps = (...args: Parameters<typeof offered>) => offered(...args).steps.map(({ to }) => to);

describe('what the task page offers', () => {
  const mine = aTask({ team_id: 'team-1', status: 'in_progress' });

  it('is what the transitions allow to the team that holds the task', () => {
    expect(steps(coordinator, mine, 'active')).toEqual(['done', 'blocked', 'cancelled']);
  });

  it('is a comment, and no step, on the task of another team', () => {
    const theirs = aTask({ team_id: 'team-2', status: 'in_progress' });
    expect(offered(coordinator, theirs, 'active')).toEqual({
      steps: [],
      claim: false,
      handOver: false,
      giveBack: false,
      edit: false,
      comment: true,
    });
  });

  it('is to claim a task that nobody holds', () => {
    const free = aTask({ team_id: null });
    expect(offered(coordinator, free, 'active').claim).toBe(true);
    expect(offered(coordinator, free, 'active').steps).toEqual([]);
    expect(offered({ ...coordinator, teamId: null }, free, 'active').claim).toBe(false);
  });

  it('never is to verify what the own team did, and is for another team', () => {
    const done = aTask({ team_id: 'team-1', done_team_id: 'team-1', status: 'done' });
    expect(steps(coordinator, done, 'active')).not.toContain('verified');
    expect(steps({ role: 'medic', teamId: 'team-2' }, done, 'active')).toEqual(['verified']);
    expect(steps(admin, done, 'active')).toContain('verified');
  });

  it('asks for a reason to block and to cancel, and for nothing else', () => {
    const asked = offered(coordinator, mine, 'active').steps.filter((step) => step.needsReason);
    expect(asked.map(({ to }) => to)).toEqual(['blocked', 'cancelled']);
  });

  it('shows one way forward as the main one', () => {
    const main = offered(coordinator, aTask({ team_id: 'team-1' }), 'active').steps.filter(
      (step) => step.main,
    );
    expect(main.map(({ to }) => to)).toEqual(['en_route']);
  });

  it('is nothing for an observer, and nothing for anyone in a closed operation', () => {
    for (const [actor, status] of [
      [observer, 'active'],
      [admin, 'closed'],
      [coordinator, 'closed'],
    ] as const) {
      const { steps, ...actions } = offered(actor, mine, status);
      expect(steps).toEqual([]);
      expect(Object.values(actions)).not.toContain(true);
    }
  });

  it('does not hand over or edit what is verified or cancelled', () => {
    const over = offered(admin, aTask({ team_id: 'team-1', status: 'verified' }), 'active');
    expect([over.handOver, over.giveBack, over.edit]).toEqual([false, false, false]);
  });

  it('gives back only what a team holds', () => {
    expect(offered(admin, aTask({ team_id: null }), 'active').giveBack).toBe(false);
    expect(offered(admin, mine, 'active').giveBack).toBe(true);
  });
});
