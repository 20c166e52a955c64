import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countTable, suppressSmall, type Cell, type CountTable } from './small-numbers.ts';

const x = 'suppressed';

/** Row by row as it is read, each line with its total last. */
const read = (table: CountTable): Cell[][] => [
  ...table.rows.map((row, at) => [...row, table.rowTotals[at] ?? NaN]),
  [...table.columnTotals, table.total],
];
const released = (...rows: number[][]) => read(suppressSmall(countTable(rows)));

describe('a table', () => {
  test('with no small cell leaves as it is', () => {
    expect(released([5, 12], [0, 7])).toEqual([
      [5, 12, 17],
      [0, 7, 7],
      [5, 19, 24],
    ]);
  });

  test('with one small cell loses three more, those that tell of the fewest people', () => {
    expect(released([3, 20, 30], [10, 40, 50], [60, 70, 80])).toEqual([
      [x, x, 30, 53],
      [x, x, 50, 100],
      [60, 70, 80, 210],
      [73, 130, 160, 363],
    ]);
  });

  test('of one column has no cell to hide behind but its total', () => {
    expect(released([3], [20], [30])).toEqual([
      [x, x],
      [x, x],
      [30, 30],
      [53, 53],
    ]);
  });

  test('shows no sum of suppressed cells that is small itself', () => {
    expect(released([1, 2, 30], [40, 50, 60])[0]).toEqual([x, x, x, 33]);
  });

  test('shows no sum of suppressed cells that are then all ones', () => {
    expect(released([1, 1, 1, 1, 1, 30], [40, 50, 60, 70, 80, 90])[0]).toEqual([
      x,
      x,
      x,
      x,
      x,
      x,
      35,
    ]);
  });

  test('with two suppressed cells in every line can still tell of one: it is hidden too', () => {
    const table = countTable([
      [4, 4, 90, 90],
      [4, 4, 90, 90],
      [90, 4, 4, 90],
      [90, 90, 4, 4],
      [90, 90, 4, 4],
    ]);
    const rows = table.rows.map((row) => row.map((cell) => (cell === 4 ? x : cell)));
    expect(computable({ ...table, rows })).toEqual(['2,1', '2,2']);
    expect(computable(suppressSmall(table))).toEqual([]);
  });

  test('with nobody in it is shown: a zero is nobody', () => {
    expect(released([0, 0], [0, 0])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(read(suppressSmall(countTable([])))).toEqual([[0]]);
  });

  test('can be held to a higher border', () => {
    expect(read(suppressSmall(countTable([[9], [30]]), 10))[0]).toEqual([x, x]);
  });
});

/**
 * The suppressed cells that a reader computes from the shown ones: those of which the equations of
 * all lines leave one value, by Gaussian elimination over all of them.
 */
const computable = (table: CountTable): string[] => {
  const grid = read(table);
  const names = grid.flatMap((line, r) =>
    line.flatMap((cell, c) => (cell === x ? [`${r},${c}`] : [])),
  );
  const unknowns = (line: [string, Cell][]) =>
    names.map((name) => {
      const at = line.findIndex(([each]) => each === name);
      return at === -1 ? 0 : at === line.length - 1 ? -1 : 1;
    });
  const lines = [
    ...grid.map((line, r) => line.map((cell, c): [string, Cell] => [`${r},${c}`, cell])),
    ...(grid[0] ?? []).map((_, c) =>
      grid.map((line, r): [string, Cell] => [`${r},${c}`, line[c] ?? NaN]),
    ),
  ];
  const reduced = eliminate(lines.map(unknowns));
  return names.filter((_, at) =>
    reduced.some((row) => row.every((factor, column) => (column === at) === (factor !== 0))),
  );
};

/** Reduced row echelon form. The factors of such equations stay -1, 0 and 1, so nothing is rounded. */
const eliminate = (matrix: number[][]): number[][] => {
  const rows = matrix.map((row) => [...row]);
  let done = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const at = rows.findIndex((row, index) => index >= done && row[column] !== 0);
    const pivot = rows[at];
    if (!pivot) continue;
    rows.splice(at, 1);
    const factor = pivot[column] ?? 1;
    const unit = pivot.map((value) => value / factor);
    for (const row of rows) {
      const times = row[column] ?? 0;
      unit.forEach((value, index) => (row[index] = (row[index] ?? 0) - times * value));
    }
    rows.splice(done, 0, unit);
    done++;
  }
  return rows;
};

const count = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 6 }) },
  fc.integer({ min: 0, max: 200 }),
);
const anyTable = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(count, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  )
  .map(countTable);
const linesOf = (grid: Cell[][]) => [
  ...grid,
  ...(grid[0] ?? []).map((_, c) => grid.map((line) => line[c] ?? NaN)),
];

describe('of every table', () => {
  test('no suppressed cell can be computed from what is shown, from all of it together', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        expect(computable(suppressSmall(table))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('a line with a suppressed cell has a second one, or hides its total', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        for (const line of linesOf(read(suppressSmall(table)))) {
          const hidden = line.filter((cell) => cell === x).length;
          expect(hidden).not.toBe(1);
        }
      }),
    );
  });

  test('the suppressed cells of a line with a shown total are five people or more, and not all ones', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const truth = linesOf(read(table));
        linesOf(read(suppressSmall(table))).forEach((line, l) => {
          const parts = line.slice(0, -1);
          const hidden = parts.flatMap((cell, c) => (cell === x ? [truth[l]?.[c]] : []));
          if (line.at(-1) === x || hidden.length === 0) return;
          const people = hidden.reduce<number>((sum, cell) => sum + Number(cell), 0);
          expect(people).toBeGreaterThanOrEqual(5);
          expect(people).toBeGreaterThan(hidden.length);
        });
      }),
    );
  });

  test('what is shown is true and not small, and every zero is shown', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const truth = read(table).flat();
        read(suppressSmall(table))
          .flat()
          .forEach((cell, at) => {
            if (truth[at] === 0) expect(cell).toBe(0);
            if (cell === x) return;
            expect(cell).toBe(truth[at]);
            expect(cell === 0 || cell >= 5).toBe(true);
          });
      }),
    );
  });

  test('a table that was suppressed is not suppressed further, and the one given is left alone', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const before = structuredClone(table);
        const once = suppressSmall(table);
        expect(suppressSmall(once)).toEqual(once);
        expect(table).toEqual(before);
      }),
    );
  });
});
