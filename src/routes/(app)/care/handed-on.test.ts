import { expect, test } from 'vitest';
import { triageCategoryWords } from '$lib/i18n/care-labels';
import { overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { careHandedOn } from './handed-on';

overwriteGetLocale(() => 'en');

const counts = {
  asOf: '2024-12-09T12:00:00Z',
  cases: 40,
  needsReview: 0,
  overdue: 38,
  byCategory: { immediate: 10, delayed: 30 },
  byHandoff: { registered: 40 },
};
const cellOf = (label: string) =>
  careHandedOn(counts).lines.find(({ labels }) => labels[1] === label)?.cells[0];

test('how many do not wait too long is no number that slips through beside how many do', () => {
  expect(cellOf('Not waiting too long')).toBe('suppressed');
  expect(cellOf('Waiting too long')).toBe('suppressed');
  expect(cellOf('Total')).toBe(40);
  expect(cellOf(triageCategoryWords.immediate())).toBe(10);
});

test('care cases have a name and a kind of the indicator, and their number, each with its HXL tag', () => {
  expect(careHandedOn(counts).columns.map(({ tag }) => tag)).toEqual([
    '#indicator+name',
    '#indicator+type',
    '#affected',
  ]);
});
