import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { phonesInWords } from './phones';
import { csvOf, fileName, handedOn } from './table';

overwriteGetLocale(() => 'en');

const about = { heardUntil: '2024-12-09T12:00:00.000Z', phones: 'All heard', source: 'Operation' };
const shape = {
  labels: [{ header: 'Site', tag: '#loc+name' }],
  counts: [
    { header: 'Women', tag: '#affected+f+adults' },
    { header: 'Men', tag: '#affected+m+adults' },
    { header: 'Total', tag: '#affected+total' },
  ],
};
const sites = (names: readonly string[], counts: readonly (readonly number[])[]) =>
  handedOn(shape, [{ counts, labels: names.map((name) => [name]), sum: ['All'] }]);
const read = (text: string) => Papa.parse<string[]>(text.trim()).data;

describe('the file', () => {
  test('has headers, HXL tags under them, and in every line whose figures they are and of when', () => {
    const text = csvOf(sites(['Hama', 'Homs'], [[5, 30], [0, 9]]), about, Papa.unparse); // prettier-ignore
    expect(read(text.slice(1))).toEqual([
      [
        'Site',
        'Women',
        'Men',
        'Total',
        'As heard until',
        'Phones that have not reported',
        'Source',
      ],
      [
        '#loc+name',
        '#affected+f+adults',
        '#affected+m+adults',
        '#affected+total',
        '#date+reported',
        '#meta+phones',
        '#meta+source',
      ],
      ['Hama', '5', '30', '35', about.heardUntil, 'All heard', 'Operation'],
      ['Homs', '0', '9', '9', about.heardUntil, 'All heard', 'Operation'],
      ['All', '5', '39', '44', about.heardUntil, 'All heard', 'Operation'],
    ]);
  });

  test('says of a small cell, and of those that tell of it, that they are withheld', () => {
    const table = sites(['Hama', 'Homs'], [[3, 20], [40, 50]]); // prettier-ignore
    const lines = read(csvOf(table, about, Papa.unparse)).slice(2);
    expect(lines.map((line) => line.slice(1, 4))).toEqual([
      ['withheld', 'withheld', '23'],
      ['withheld', 'withheld', '90'],
      ['43', '70', '113'],
    ]);
    expect(table).toMatchObject({ cells: 9, withheld: { small: 1, alongside: 3 } });
  });

  test('begins with a byte order mark, so that spreadsheets read Arabic names', () => {
    const names = ['سجن صيدنايا – المبنى الأحمر', 'سجن حلب "المركزي"، القديم'];
    const text = csvOf(sites(names, [[5, 6], [7, 8]]), about, Papa.unparse); // prettier-ignore
    const bytes = new TextEncoder().encode(text);
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const back = read(new TextDecoder().decode(bytes));
    expect(back.slice(2, 4).map(([name]) => name)).toEqual(names);
  });

  test('has no cell that a spreadsheet would run as a formula', () => {
    const names = ['=1+1', '+963', '-2', '@SUM(A1)'];
    const text = csvOf(sites(names, Array<number[]>(4).fill([6, 7])), about, Papa.unparse);
    const back = read(text.slice(1)).slice(2, 6);
    expect(back.map(([name]) => name)).toEqual(names.map((name) => `'${name}`));
  });

  test('shows no number from 1 to 4, whatever was counted', () => {
    const counts = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { minLength: 1 });
    fc.assert(
      fc.property(counts, (rows) => {
        const table = sites(
          rows.map((_, at) => `Site ${at}`),
          rows,
        );
        const cells = read(csvOf(table, about, Papa.unparse)).slice(2);
        expect(cells.flatMap((line) => line.slice(1, 4))).not.toContainEqual(
          expect.stringMatching(/^-?[1-4]$/),
        );
        const hidden = table.lines.flatMap((line) => line.cells).filter((c) => c === 'suppressed');
        expect(hidden).toHaveLength(table.withheld.small + table.withheld.alongside);
      }),
    );
  });

  test('has a name without anything that a file system could stumble over', () => {
    expect(fileName('Opening: Syria/2024', 'Released', '2024-12-09')).toBe(
      'Opening-Syria-2024-Released-2024-12-09.csv',
    );
    expect(fileName('فتح السجون', 'المفرج عنهم')).toBe('فتح-السجون-المفرج-عنهم.csv');
  });
});

test('lines with nothing but their sum leave the other columns empty', () => {
  const table = handedOn(shape, [
    { counts: [[6, 7]], labels: [['All']] },
    { counts: [[5], [8]], labels: [['Stable'], ['Injured']] },
  ]);
  expect(table.lines.map(({ cells }) => cells)).toEqual([
    [6, 7, 13],
    [null, null, 5],
    [null, null, 8],
  ]);
  expect(table.cells).toBe(5);
});

test('how many phones have not reported is said, and that it is not known where nobody could ask', () => {
  const now = Date.parse('2024-12-09T12:00:00Z');
  const heard = { team_id: null, seen_at: '2024-12-09T11:59:00Z' };
  expect(phonesInWords([heard, { ...heard, seen_at: null }], now)).toMatch(/^1 of 2 phones/);
  expect(phonesInWords([heard], now)).toMatch(/^The one phone/);
  expect(phonesInWords([], now)).toMatch(/^No phone/);
  expect(phonesInWords(null, now)).toMatch(/not known/);
});
