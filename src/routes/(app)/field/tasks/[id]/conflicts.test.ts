import { describe, expect, it } from 'vitest';
import type { Actor } from '$lib/domain/permissions';
import { aTask, anEvent } from '../../task.fixture.ts';
import { conflictChoices, fieldsAsked, lastOther, openConflicts } from './conflicts.ts';

const coordinator: Actor = { role: 'coordinator', teamId: 'team-1' };
const admin: Actor = { role: 'admin', teamId: null };
const aConflict = (given: Parameters<typeof anEvent>[0]) =>
  anEvent({ id: 'conflict', outcome: 'conflict', reason: 'status_changed', ...given });

describe('a conflict about the status', () => {
  const asked = aConflict({ payload: { status: 'done', from: 'in_progress' } });

  it('can be settled by keeping the task as it is', () => {
    const task = aTask({ team_id: 'team-1', status: 'in_progress' });
    expect(conflictChoices(coordinator, task, asked, 'active').keep).toEqual({
      kind: 'task.update',
      payload: { set: {}, resolves: ['conflict'] },
    });
  });

  it('can be settled by doing what was asked, from where the task stands now', () => {
    const task = aTask({ team_id: 'team-1', status: 'in_progress' });
    expect(conflictChoices(coordinator, task, asked, 'active').apply).toEqual({
      kind: 'task.status',
      payload: { status: 'done', from: 'in_progress', resolves: ['conflict'] },
    });
  });

  it('keeps the reason that its author gave', () => {
    const task = aTask({ team_id: 'team-1', status: 'in_progress' });
    const event = aConflict({ payload: { status: 'blocked', reason: 'Flooded' } });
    expect(conflictChoices(coordinator, task, event, 'active').apply?.payload).toMatchObject({
      reason: 'Flooded',
    });
  });

  it('offers no step that the task cannot take from where it stands now', () => {
    const task = aTask({ team_id: 'team-1', status: 'blocked' });
    const choices = conflictChoices(coordinator, task, asked, 'active');
    expect(choices.apply).toBeNull();
    expect(choices.keep).not.toBeNull();
  });

  it('says when both people wanted the same', () => {
    const task = aTask({ team_id: 'team-1', status: 'done' });
    expect(conflictChoices(coordinator, task, asked, 'active')).toMatchObject({
      agrees: true,
      apply: null,
    });
  });

  it('is not decided by another team, nor in a closed operation', () => {
    const task = aTask({ team_id: 'team-2', status: 'in_progress' });
    const nothing = { keep: null, apply: null, edit: false };
    expect(conflictChoices(coordinator, task, asked, 'active')).toMatchObject(nothing);
    expect(conflictChoices(admin, task, asked, 'closed')).toMatchObject(nothing);
  });
});

describe('a conflict about who holds the task', () => {
  const event = aConflict({
    kind: 'claim',
    reason: 'held_by_other_team',
    payload: { team_id: 'team-2', from_team_id: null },
    actor_team_id: 'team-2',
  });

  it('lets the team that holds it hand it to the one that asked', () => {
    const task = aTask({ team_id: 'team-1' });
    expect(conflictChoices(coordinator, task, event, 'active').apply).toEqual({
      kind: 'task.hand_over',
      payload: { team_id: 'team-2', from_team_id: 'team-1', resolves: ['conflict'] },
    });
  });

  it('lets the team that asked claim it once nobody holds it', () => {
    const task = aTask({ team_id: null });
    const actor: Actor = { role: 'coordinator', teamId: 'team-2' };
    expect(conflictChoices(actor, task, event, 'active').apply).toEqual({
      kind: 'task.claim',
      payload: { team_id: 'team-2', from_team_id: null, resolves: ['conflict'] },
    });
  });

  it('leaves the one that asked nothing to take while another team holds it', () => {
    const task = aTask({ team_id: 'team-1' });
    const actor: Actor = { role: 'coordinator', teamId: 'team-2' };
    expect(conflictChoices(actor, task, event, 'active')).toMatchObject({
      keep: null,
      apply: null,
    });
  });
});

describe('a conflict about fields', () => {
  const event = aConflict({
    kind: 'update',
    reason: 'fields_changed',
    payload: { set: { title: 'Back gate', priority: 'high' }, base: { title: 'Gate' } },
    before: { title: 'Front gate' },
  });
  const task = aTask({ team_id: 'team-1', title: 'Front gate', priority: 'high' });

  it('is about the fields that could not be set, not those that were', () => {
    expect(conflictChoices(coordinator, task, event, 'active').asked).toEqual({
      type: 'changed',
      fields: [{ field: 'title', from: 'Front gate', to: 'Back gate' }],
    });
  });

  it('applies them over what stands there now, so that a third change is not overwritten', () => {
    const now = { ...task, title: 'Third gate' };
    expect(conflictChoices(coordinator, now, event, 'active').apply).toEqual({
      kind: 'task.update',
      payload: {
        set: { title: 'Back gate' },
        base: { title: 'Third gate' },
        resolves: ['conflict'],
      },
    });
  });

  it('may be settled by editing', () => {
    expect(conflictChoices(coordinator, task, event, 'active').edit).toBe(true);
  });
});

it('counts as open until somebody has decided it', () => {
  const open = aConflict({ id: 'open' });
  const settled = aConflict({ id: 'settled', resolved_at: '2024-12-08T11:00:00Z' });
  const plain = anEvent({ id: 'plain' });
  expect(openConflicts([open, settled, plain]).map(({ id }) => id)).toEqual(['open']);
});

describe('a third answer to a conflict', () => {
  const statusAsked = aConflict({ payload: { status: 'done', from: 'in_progress' } });
  const holderAsked = aConflict({
    kind: 'hand_over',
    reason: 'held_by_other_team',
    payload: { team_id: 'team-3', from_team_id: 'team-2' },
  });

  it('is any other status that the task may go to', () => {
    const task = aTask({ team_id: 'team-1', status: 'in_progress' });
    const { steps } = conflictChoices(coordinator, task, statusAsked, 'active');
    expect(steps.map(({ to, needsReason }) => [to, needsReason])).toEqual([
      ['blocked', true],
      ['cancelled', true],
    ]);
  });

  it('is another team, for a conflict about who holds it', () => {
    const task = aTask({ team_id: 'team-1', status: 'in_progress' });
    expect(conflictChoices(coordinator, task, holderAsked, 'active')).toMatchObject({
      holder: true,
      steps: [],
    });
    expect(conflictChoices(coordinator, task, statusAsked, 'active').holder).toBe(false);
  });

  it('is not for another team, nor in a closed operation', () => {
    const task = aTask({ team_id: 'team-2', status: 'in_progress' });
    const nothing = { steps: [], holder: false };
    expect(conflictChoices(coordinator, task, statusAsked, 'active')).toMatchObject(nothing);
    expect(conflictChoices(coordinator, task, holderAsked, 'active')).toMatchObject(nothing);
    expect(conflictChoices(admin, task, statusAsked, 'closed')).toMatchObject(nothing);
  });
});

describe('who made the task stand as it does', () => {
  const created = anEvent({ id: 'created', kind: 'create', payload: { kind: 'search' } });
  const moved = anEvent({ id: 'moved', payload: { status: 'blocked' } });
  const edited = anEvent({ id: 'edited', kind: 'update', payload: { set: { title: 'B' } } });
  const conflict = aConflict({ payload: { status: 'done' } });
  const history = [created, moved, edited, conflict];

  it('is the last to have set the same field', () => {
    expect(lastOther(history, 'conflict', ['status'])?.id).toBe('moved');
    expect(lastOther(history, 'conflict', ['title'])?.id).toBe('edited');
    expect(lastOther(history, 'conflict', ['team_id'])?.id).toBe('created');
  });

  it('is told by the fields that the conflict is about', () => {
    expect(fieldsAsked({ type: 'status', from: null, to: 'done', reason: null })).toEqual([
      'status',
    ]);
    expect(fieldsAsked({ type: 'kept' })).toEqual([]);
  });
});
