import { expect, it } from 'vitest';
import { taskStatuses } from '../vocabulary.ts';
import { followUpOf } from './follow-up.ts';
import { reportStatuses } from './vocabulary.ts';

const lead = { status: 'unverified' } as const;

it('[D6] a lead without a task is open', () => {
  expect(followUpOf(lead, undefined)).toBe('open');
});

it('[D6] a task that is done or verified closes its lead, and one that is cancelled gives it back', () => {
  const closing = taskStatuses.filter((status) => followUpOf(lead, { status }) === 'closed');
  const givingBack = taskStatuses.filter((status) => followUpOf(lead, { status }) === 'open');
  expect([closing, givingBack]).toEqual([['done', 'verified'], ['cancelled']]);
});

it('[D6] a lead that was refuted or superseded needs nobody any more, whatever its task', () => {
  for (const status of taskStatuses)
    expect(
      reportStatuses.filter((stands) => followUpOf({ status: stands }, { status }) === 'closed'),
    ).toEqual(expect.arrayContaining(['refuted', 'superseded']));
  expect(followUpOf({ status: 'refuted' }, undefined)).toBe('closed');
});
