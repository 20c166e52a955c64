/**
 * Small cells of a table are left out of what leaves the organisation: one girl from one prison is
 * a person whom somebody can name.
 *
 * The rule is the usual one of health statistics. Counts from 1 to 4 are suppressed; a zero is shown,
 * for it is nobody, and "searched, nobody found" has to be told. As the totals are published too,
 * further cells are suppressed until no suppressed one can be computed from what is shown. What can
 * be computed is known from D. Gusfield, "A graph theoretic approach to statistical data security"
 * (SIAM J. Comput. 17, 1988): take the rows and columns for the points of a graph and the suppressed
 * cells for its edges; then a reader can compute a cell exactly where its edge is on no circle.
 *
 * It protects one table. Who sets two tables side by side that differ by one person, or yesterday's
 * and today's, learns of that person: publish few tables, and not often.
 */
export type Cell = number | 'suppressed';

/** Counts of people, whole and not negative, with their sums. All rows have the same length. */
export interface CountTable {
  rows: Cell[][];
  rowTotals: Cell[];
  columnTotals: Cell[];
  total: Cell;
}

/** The table of these counts with its totals, nothing suppressed. */
export const countTable = (rows: readonly (readonly number[])[]): CountTable => {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const columns = (rows[0] ?? []).map((_, at) => rows.map((row) => row[at] ?? 0));
  return {
    rows: rows.map((row) => [...row]),
    rowTotals: rows.map(sum),
    columnTotals: columns.map(sum),
    total: sum(rows.map(sum)),
  };
};

/**
 * The table as it may leave the organisation. What is shown is true. No zero is suppressed; a total
 * is where it is small itself, or would tell of a small cell.
 *
 * @param smallestShown the smallest count above zero that may be shown
 */
export const suppressSmall = (table: CountTable, smallestShown = 5): CountTable => {
  const grid = gridOf(table);
  suppress(grid.flat().filter(({ cell }) => cell !== 0 && shown(cell) < smallestShown));
  let telling: Place[][];
  do {
    for (const place of grid.flat()) if (isHidden(place)) suppress(cheapestCircle(grid, place));
    telling = linesOf(grid).filter((line) => tells(line, smallestShown));
    for (const line of telling) suppress(cheapest(line));
  } while (telling.length > 0);
  return tableOf(grid);
};

/** A cell on its place, in the table with the totals as one more row and one more column. */
interface Place {
  row: number;
  column: number;
  cell: Cell;
}
/** To a reader the totals are cells as the others are: each is the sum of its line. */
type Grid = Place[][];

const gridOf = ({ rows, rowTotals, columnTotals, total }: CountTable): Grid =>
  [...rows, columnTotals].map((cells, row) =>
    [...cells, rowTotals[row] ?? total].map((cell, column) => ({ row, column, cell })),
  );

const tableOf = (grid: Grid): CountTable => {
  const cells = grid.map((line) => line.map(({ cell }) => cell));
  const sums = cells.map((line) => line.at(-1) ?? 0);
  const inner = cells.map((line) => line.slice(0, -1));
  return {
    rows: inner.slice(0, -1),
    rowTotals: sums.slice(0, -1),
    columnTotals: inner.at(-1) ?? [],
    total: sums.at(-1) ?? 0,
  };
};

const isHidden = ({ cell }: Place): boolean => cell === 'suppressed';
const shown = (cell: Cell): number => (cell === 'suppressed' ? Infinity : cell);
const suppress = (places: readonly Place[]) => {
  for (const place of places) place.cell = 'suppressed';
};

/** Every row and every column, its total last. */
const linesOf = (grid: Grid): Place[][] => [
  ...grid,
  ...(grid[0] ?? []).map((_, column) => grid.flatMap((line) => line.slice(column, column + 1))),
];

/**
 * Whether a line tells too much of its suppressed cells together: they are few people, or as many as
 * there are cells, so that each must be a one.
 */
const tells = (line: readonly Place[], smallestShown: number): boolean => {
  const total = line.at(-1);
  const parts = line.slice(0, -1);
  const hidden = parts.filter(isHidden).length;
  if (!total || isHidden(total) || hidden === 0) return false;
  const rest = parts.reduce(
    (left, part) => left - (isHidden(part) ? 0 : shown(part.cell)),
    shown(total.cell),
  );
  return rest < smallestShown || rest <= hidden;
};

/** What it costs to suppress a cell: the people no longer shown. A zero is what nobody would give. */
const costOf = ({ cell }: Place): number => {
  if (cell === 'suppressed') return 0;
  return cell === 0 ? 2 ** 40 : Math.abs(cell);
};

/** The shown cell of the line whose suppression costs least. */
const cheapest = (line: readonly Place[]): Place[] =>
  line
    .filter((place) => !isHidden(place))
    .toSorted((a, b) => costOf(a) - costOf(b))
    .slice(0, 1);

/**
 * The cells that close a circle with this suppressed one at the least cost: the shortest way from
 * its row to its column that does not use it. With them suppressed it is exact for nobody.
 */
const cheapestCircle = (grid: Grid, start: Place): Place[] => {
  const columnPoint = (place: Place) => grid.length + place.column;
  const edges = grid.flat().filter((place) => place !== start);
  const reached = new Map([[start.row, 0]]);
  const via = new Map<number, Place>();
  const reach = (from: number, place: Place, to: number): boolean => {
    const cost = (reached.get(from) ?? Infinity) + costOf(place);
    if (cost >= (reached.get(to) ?? Infinity)) return false;
    reached.set(to, cost);
    via.set(to, place);
    return true;
  };
  let isShorter: boolean;
  do {
    isShorter = false;
    for (const place of edges) {
      const [row, column] = [place.row, columnPoint(place)];
      if (reach(row, place, column) || reach(column, place, row)) isShorter = true;
    }
  } while (isShorter && reached.get(columnPoint(start)) !== 0);
  const circle: Place[] = [];
  let point = columnPoint(start);
  for (let place = via.get(point); place; place = via.get(point)) {
    circle.push(place);
    point = point === place.row ? columnPoint(place) : place.row;
  }
  return circle;
};
