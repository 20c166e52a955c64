import { expect, test } from 'vitest';
import { noCounts } from '$lib/domain/release-counts';
import { overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { releasesHandedOn } from './handed-on';

overwriteGetLocale(() => 'en');

const names: Record<string, string> = { b: 'Adra', a: 'Saidnaya' };
const known = {
  nameOf: (key: string | null) => names[key ?? ''] ?? 'Not listed',
  pcodeOf: (key: string | null) => (key === null ? '' : 'SY03'),
};
const lines = [
  { key: 'a', counts: { ...noCounts, men: 90, women: 20 } },
  { key: null, counts: { ...noCounts, men: 60, women: 10 } },
  { key: 'b', counts: { ...noCounts, men: 50, women: 7, boys: 0 } },
];

test('sites stand in the order of their names: that of their numbers would tell of withheld ones', () => {
  const table = releasesHandedOn(lines, 'site', known);
  expect(table.lines.map(({ labels }) => labels)).toEqual([
    ['SY03', 'Adra'],
    ['', 'Not listed'],
    ['SY03', 'Saidnaya'],
    ['', 'Total'],
  ]);
  expect(table.lines.at(-1)?.cells).toEqual([37, 200, 0, 0, 0, 237]);
  expect(table.columns.map(({ tag }) => tag).join(' ')).toBe(
    '#adm1+code #loc+name #affected+f+adults #affected+m+adults #affected+f+children #affected+m+children #affected+unknown #affected+total',
  );
});

test('days are written as every program reads them, and have no code of a governorate', () => {
  const table = releasesHandedOn(
    [{ key: '2024-12-09', counts: { ...noCounts, men: 9 } }],
    'day',
    known,
  );
  expect(table.columns.slice(0, 2).map(({ tag }) => tag)).toEqual([
    '#date+occurred',
    '#affected+f+adults',
  ]);
  expect(table.lines[0]).toEqual({ labels: ['2024-12-09'], cells: [0, 9, 0, 0, 0, 9] });
});
