import { expect, test } from 'vitest';
import { emtNotCovered } from '$lib/domain/care/emt-daily';
import { overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { dailyHandedOn } from './handed-on';
import { emtNotCoveredWords, emtOutcomeWords } from './words';

overwriteGetLocale(() => 'en');

const daily = {
  day: '2024-12-08',
  asOf: '2024-12-09T12:00:00Z',
  newCases: 40,
  byCategory: { immediate: 10, delayed: 30 },
  bySexAndAge: { male: { '18_to_64': 29, '1_to_17': 9 }, female: { '18_to_64': 2 } },
  outcomes: { admitted: 12, discharged: 20, died_in_facility: 1 },
  notCovered: emtNotCovered,
};
const table = dailyHandedOn(daily);
const cellsOf = (which: string, of = table) =>
  of.lines.find(({ labels }) => labels[2] === which)?.cells;

test('no number from 1 to 4 leaves, nor one that would tell of it', () => {
  const shown = table.lines.flatMap(({ cells }) => cells);
  expect(shown.filter((cell) => typeof cell === 'number' && cell > 0 && cell < 5)).toEqual([]);
  expect(cellsOf('18 to 64')).toEqual(['suppressed', 'suppressed', 0, 31]);
  // All men less the boys are the men, and these less all adults the two women.
  expect(cellsOf('Total')).toEqual(['suppressed', 'suppressed', 0, 40]);
  expect(cellsOf(emtOutcomeWords('died_in_facility'))).toEqual([null, null, null, 'suppressed']);
});

test('outcomes are of other people than new cases: what they hide hides nothing of these', () => {
  const few = dailyHandedOn({ ...daily, outcomes: { left: 2 }, bySexAndAge: {}, byCategory: {} });
  expect(cellsOf(emtOutcomeWords('left'), few)).toEqual([null, null, null, 'suppressed']);
  expect(cellsOf('Total', few)).toEqual([0, 0, 0, 0]);
});

test('what is not covered has its line, and no number', () => {
  for (const item of emtNotCovered)
    expect(cellsOf(emtNotCoveredWords[item]())).toEqual([null, null, null, null]);
});

test('every column has its HXL tag, once', () => {
  const tags = table.columns.map(({ tag }) => tag);
  expect(tags).toEqual([
    '#date+occurred',
    '#indicator+name',
    '#indicator+type',
    '#affected+m',
    '#affected+f',
    '#affected+unknown',
    '#affected+total',
  ]);
  expect(table.lines.every(({ labels }) => labels[0] === '2024-12-08')).toBe(true);
});
