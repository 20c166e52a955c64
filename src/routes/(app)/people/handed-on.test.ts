import { expect, test } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { peopleHandedOn } from './handed-on';

overwriteGetLocale(() => 'en');

const table = peopleHandedOn({
  asOf: '2024-12-09T12:00:00Z',
  bySexAndAge: { female: { adult: 20, child: 10 }, male: { adult: 30, child: 1 } },
  byCondition: { stable: 59, injured: 2 },
});
const cellsOf = (label: string) => table.lines.find(({ labels }) => labels[1] === label)?.cells;

test('age groups have the tags of HXL, and the total stands last', () => {
  expect(table.columns.map(({ tag }) => tag).slice(2)).toEqual([
    '#affected+infants',
    '#affected+children',
    '#affected+adolescents',
    '#affected+adults',
    '#affected+elderly',
    '#affected+unknown',
    '#affected+total',
  ]);
});

test('one boy, and two injured, are in no cell and in no difference of cells', () => {
  const x = 'suppressed';
  expect(cellsOf('Male')).toEqual([0, x, 0, x, 0, 0, 31]);
  expect(cellsOf('Female')).toEqual([0, x, 0, x, 0, 0, 30]);
  expect(cellsOf('Total')).toEqual([0, 11, 0, 50, 0, 0, 61]);
  expect(cellsOf('Injured')?.at(-1)).toBe(x);
  expect(cellsOf('Stable')?.at(-1)).toBe(x);
});
