import { describe, expect, it } from 'vitest';
import { anEvent } from '../../task.fixture.ts';
import { readEvent } from './readEvent.ts';

describe('an entry of the history', () => {
  it('says from what to what a status went, and why', () => {
    const event = anEvent({
      payload: { status: 'blocked', from: 'in_progress', reason: 'Door is welded' },
      before: { status: 'in_progress' },
    });
    expect(readEvent(event)).toEqual({
      type: 'status',
      from: 'in_progress',
      to: 'blocked',
      reason: 'Door is welded',
    });
  });

  it('names each field that was changed, with what stood there', () => {
    const event = anEvent({
      kind: 'update',
      payload: { set: { title: 'Main gate', people_expected: null } },
      before: { title: 'Gate', people_expected: 3 },
    });
    expect(readEvent(event)).toEqual({
      type: 'changed',
      fields: [
        { field: 'title', from: 'Gate', to: 'Main gate' },
        { field: 'people_expected', from: 3, to: null },
      ],
    });
  });

  it('knows a decision that left everything as it was', () => {
    const event = anEvent({ kind: 'update', payload: { set: {}, resolves: ['a'] } });
    expect(readEvent(event)).toEqual({ type: 'kept' });
  });

  it('takes a claim without a team for the team of who made it', () => {
    const event = anEvent({ kind: 'claim', payload: {}, actor_team_id: 'team-1' });
    expect(readEvent(event)).toEqual({ type: 'claimed', teamId: 'team-1', from: null });
  });

  it('tells a task given back, with nobody holding it then', () => {
    const event = anEvent({
      kind: 'hand_over',
      payload: { team_id: null, note: 'No dogs here' },
      before: { team_id: 'team-1' },
    });
    expect(readEvent(event)).toEqual({
      type: 'handed_over',
      teamId: null,
      from: 'team-1',
      note: 'No dogs here',
    });
  });

  it('shows a comment that asks for help as such', () => {
    const event = anEvent({ kind: 'comment', payload: { body: 'Need a cutter', help: true } });
    expect(readEvent(event)).toEqual({ type: 'comment', body: 'Need a cutter', help: true });
  });

  it('is shown as unreadable, and not hidden, when this version does not know it', () => {
    expect(readEvent(anEvent({ payload: { status: 'teleported' } }))).toEqual({
      type: 'unreadable',
    });
    expect(readEvent(anEvent({ kind: 'comment', payload: {} }))).toEqual({ type: 'unreadable' });
  });
});
