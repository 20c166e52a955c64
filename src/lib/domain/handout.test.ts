import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suppressAlike, withheldOf } from './handout.ts';
import { countTable, type Cell, type CountTable } from './small-numbers.ts';

const x = 'suppressed';
/** Three hundred sets of tables, each solved whole: a second by itself. In ms. */
const longest = 15_000;
const parts = (...counts: number[]) => countTable(counts.map((count) => [count]));

describe('tables of one total', () => {
  test('hide their total together: the one that could show it would give it away', () => {
    const [first, second] = suppressAlike([parts(3, 0, 0), parts(3)]);
    expect(first?.total).toBe(x);
    expect(second?.total).toBe(x);
    // 7 people of whom 4 and 3 are of two kinds; in the other table all 7 are of one.
    const [kinds, one] = suppressAlike([parts(7, 0), parts(4, 3)]);
    expect([kinds?.total, one?.total]).toEqual([7, 7]);
    // Five people, each the only one of a kind: with their total shown, all would be known to be ones.
    const [ones, five] = suppressAlike([parts(1, 1, 1, 1, 1), parts(5, 0)]);
    expect([ones?.total, five?.total]).toEqual([x, x]);
  });

  test('without a small cell leave as they are', () => {
    const tables = [parts(5, 7, 0), countTable([[6], [6]])];
    expect(suppressAlike(tables)).toEqual(tables);
  });
});

test('withheld cells are counted by why: too small, or telling of a small one', () => {
  expect(withheldOf([3, 20, 0, 23], [x, x, 0, 23])).toEqual({ small: 1, alongside: 1 });
  expect(withheldOf([-1, 6], [x, x])).toEqual({ small: 1, alongside: 1 });
  expect(withheldOf([5, 0], [5, 0])).toEqual({ small: 0, alongside: 0 });
});

/** Every equation that a reader of all the tables has: lines with their sum last, as names of cells. */
const equations = (tables: readonly CountTable[]): { cell: Cell; name: string }[][] =>
  tables.flatMap((table, t) => {
    const { rows, rowTotals, columnTotals, total } = table;
    const grid = [
      ...rows.map((row, r) => [...row, rowTotals[r] ?? NaN]),
      [...columnTotals, total],
    ].map((line, r) =>
      line.map((cell, c) => ({
        cell,
        name: r === rows.length && c === columnTotals.length ? 'total' : `${t}:${r},${c}`,
      })),
    );
    return [
      ...grid,
      ...(grid[0] ?? []).map((_, c) => grid.flatMap((line) => line.slice(c, c + 1))),
    ];
  });

const rankOf = (matrix: readonly (readonly number[])[]): number => {
  const rows = matrix.map((row) => [...row]);
  let rank = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const at = rows.findIndex((row, r) => r >= rank && Math.abs(row[column] ?? 0) > 1e-9);
    const [pivot] = at === -1 ? [] : rows.splice(at, 1);
    if (!pivot) continue;
    rows.splice(rank, 0, pivot);
    rank++;
    for (const row of rows.slice(rank)) {
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      pivot.forEach((value, c) => (row[c] = (row[c] ?? 0) - factor * value));
    }
  }
  return rank;
};

/** The withheld cells of which the equations leave one value: adding such a cell says nothing new. */
const computable = (tables: readonly CountTable[]): string[] => {
  const lines = equations(tables);
  const names = [...new Set(lines.flat().flatMap(({ cell, name }) => (cell === x ? [name] : [])))];
  const factors = lines.map((line) =>
    names.map((each) => {
      const at = line.findIndex(({ name }) => name === each);
      return at === -1 ? 0 : at === line.length - 1 ? -1 : 1;
    }),
  );
  const rank = rankOf(factors);
  return names.filter(
    (_, at) => rankOf([...factors, names.map((_, c) => (c === at ? 1 : 0))]) === rank,
  );
};

const group = fc.constantFrom(0, 1, 2);
/** People, each with a place, a group, a kind and a half: tables over the same people have the same total. */
const people = fc.array(fc.tuple(group, group, fc.nat({ max: 6 }), fc.constantFrom(0, 1)), {
  maxLength: 40,
});
const tallied = (all: readonly (readonly number[])[], by: (person: readonly number[]) => number) =>
  [0, 1, 2, 3, 4, 5, 6].map((key) => all.filter((person) => by(person) === key).length);
const tablesOf = (all: readonly (readonly number[])[]): CountTable[] => [
  countTable(
    [0, 1, 2].map((place) =>
      tallied(
        all.filter(([p]) => p === place),
        ([, g]) => g ?? 0,
      ),
    ),
  ),
  parts(...tallied(all, ([, , kind]) => kind ?? 0)),
  parts(...tallied(all, ([, , , half]) => half ?? 0)),
];

describe('of every set of tables over the same people', () => {
  test(
    'no withheld cell can be computed from the rows and sums of all of them together',
    { timeout: longest },
    () => {
      fc.assert(
        fc.property(people, (all) => {
          expect(computable(suppressAlike(tablesOf(all)))).toEqual([]);
        }),
        { numRuns: 300 },
      );
    },
  );

  test('no cell from 1 to 4 is shown, and what is shown is true', () => {
    fc.assert(
      fc.property(people, (all) => {
        const truth = equations(tablesOf(all)).flat();
        equations(suppressAlike(tablesOf(all)))
          .flat()
          .forEach(({ cell }, at) => {
            if (cell === x) return;
            expect(cell).toBe(truth[at]?.cell);
            expect(cell === 0 || cell >= 5).toBe(true);
          });
      }),
    );
  });

  test('the total is shown by all of them or by none', () => {
    fc.assert(
      fc.property(people, (all) => {
        expect(new Set(suppressAlike(tablesOf(all)).map(({ total }) => total)).size).toBe(1);
      }),
    );
  });
});
