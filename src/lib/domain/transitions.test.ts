import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextStatuses, transition, transitions } from './transitions.ts';
import { taskStatuses } from './vocabulary.ts';

const status = fc.constantFrom(...taskStatuses);

test('every status has its line in the table', () => {
  expect(Object.keys(transitions).sort()).toEqual([...taskStatuses].sort());
});

test('the table is the one that the teams agreed on', () => {
  const steps = taskStatuses.flatMap((from) => nextStatuses(from).map((to) => `${from} -> ${to}`));
  expect(steps).toEqual([
    'open -> en_route',
    'open -> in_progress',
    'open -> cancelled',
    'en_route -> in_progress',
    'en_route -> blocked',
    'en_route -> cancelled',
    'in_progress -> done',
    'in_progress -> blocked',
    'in_progress -> cancelled',
    'blocked -> in_progress',
    'blocked -> cancelled',
    'done -> verified',
    'done -> in_progress',
    'done -> cancelled',
    'cancelled -> open',
  ]);
});

test('what is verified stays verified', () => {
  expect(nextStatuses('verified')).toEqual([]);
});

test('going to blocked or cancelled needs a reason, nothing else does', () => {
  fc.assert(
    fc.property(status, status, (from, to) => {
      const step = transition(from, to);
      if (step) expect(step.needsReason).toBe(to === 'blocked' || to === 'cancelled');
    }),
  );
});

test('a task in any status can still reach verified, but for one that is there', () => {
  for (const from of taskStatuses) {
    const reached = new Set([from]);
    for (const step of reached) for (const next of nextStatuses(step)) reached.add(next);
    expect(reached.has('verified')).toBe(true);
  }
});
