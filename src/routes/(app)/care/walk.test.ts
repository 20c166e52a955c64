import { describe, expect, it } from 'vitest';
import {
  answer,
  back,
  directCategories,
  newWalk,
  screenOf,
  triagePayload,
  type Walk,
} from './walk';

const adult: Walk = { ...newWalk, looksLikeChild: false };
const walked = (
  ...given: Parameters<typeof answer> extends [Walk, infer Q, infer A] ? [Q, A][] : never
) => given.reduce((walk, [question, answered]) => answer(walk, question, answered), adult);

describe('a walk', () => {
  it('asks first whether it is a child, unless the age is known', () => {
    expect(screenOf(newWalk, 'unknown').type).toBe('age');
    expect(screenOf(newWalk, 'adolescent').type).toBe('age');
    expect(screenOf(newWalk, 'adult')).toMatchObject({ type: 'question', question: 'walks' });
  });

  it('goes by the table of adults, or by that of children', () => {
    const breathes = answer(answer(newWalk, 'walks', 'no'), 'breathing', 'yes');
    expect(screenOf(breathes, 'adult')).toMatchObject({ question: 'breathing_rate' });
    expect(screenOf(breathes, 'child')).toMatchObject({ question: 'child_breathing_rate' });
  });

  it('says which question it is, and how many there can be', () => {
    expect(screenOf(adult, 'unknown')).toMatchObject({ number: 1, atMost: 5 });
    const silent = walked(['walks', 'no'], ['breathing', 'no']);
    expect(screenOf(silent, 'unknown')).toMatchObject({ number: 3, atMost: 3 });
  });

  it('ends in a category, with what led to it', () => {
    const fast = walked(['walks', 'no'], ['breathing', 'yes'], ['breathing_rate', 'over_30']);
    const screen = screenOf(fast, 'unknown');
    expect(screen).toMatchObject({ type: 'result', category: 'immediate', method: 'start' });
    if (screen.type !== 'result') return;
    expect(triagePayload(screen)).toEqual({
      category: 'immediate',
      method: 'start',
      path: fast.answered,
    });
  });

  it('goes back one step at a time, and from the first screen nowhere', () => {
    const one = walked(['walks', 'no']);
    expect(back(one)).toEqual(adult);
    expect(back(adult)).toEqual(newWalk);
    expect(back(newWalk)).toBeNull();
  });
});

describe('a direct choice', () => {
  it('leaves the answers out, and goes back to where it was', () => {
    const chosen: Walk = { ...adult, direct: 'delayed' };
    const screen = screenOf(chosen, 'unknown');
    expect(screen.type === 'result' && triagePayload(screen)).toEqual({
      category: 'delayed',
      method: 'direct',
    });
    const choosing = back(chosen);
    expect(choosing && screenOf(choosing, 'unknown').type).toBe('direct');
    expect(choosing && back(choosing)).toEqual(adult);
  });

  it('has expectant for medics alone', () => {
    expect(directCategories(true)).toContain('expectant');
    expect(directCategories(false)).toEqual(['immediate', 'delayed', 'minor', 'deceased']);
  });
});
