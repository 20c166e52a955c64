/** A table of counts as it is handed on: headers, HXL tags, and no number that is too small. */
import { suppressAlike, withheldOf, type Withheld } from '$lib/domain/handout';
import { countTable, type Cell, type CountTable } from '$lib/domain/small-numbers';
import { writeCsv } from '$lib/files/write-csv';
import { m } from '$lib/paraglide/messages.js';
import type { unparse } from 'papaparse';

interface Column {
  header: string;
  /** As HXL 1.1 has it: `#affected+f+adults`. */
  tag: string;
}

interface Shape {
  /** What a line is of: a place, a day. */
  labels: readonly Column[];
  /** What is counted in it, the sum of all last. */
  counts: readonly Column[];
}

/** Counts that add up. All blocks of a table count the same people, so that their totals are equal. */
interface Block {
  /**
   * Line by line: a number for each column of counts but the last, which is their sum; or one number,
   * where a line has nothing but its sum.
   */
  counts: readonly (readonly number[])[];
  /** Of each line, in the order of `counts`. */
  labels: readonly (readonly string[])[];
  /** Of the line of the sums, which stands last; without it there is no such line. */
  sum?: readonly string[];
}

interface Line {
  labels: readonly string[];
  /** Null where the column says nothing of this line. */
  cells: readonly (Cell | null)[];
}

export interface HandedOn {
  columns: readonly Column[];
  lines: readonly Line[];
  /** How many cells have a number, or would have one. */
  cells: number;
  withheld: Withheld;
}

/** What is said of the figures in every line, for lines get copied out of files. */
export interface About {
  /** ISO time until which the server was heard; null where that is not known. */
  heardUntil: string | null;
  /** Which phones have not reported, in words. */
  phones: string;
  /** Whose figures they are. */
  source: string;
}

/** The table with everything in it suppressed that could tell of few people (small-numbers.ts). */
export const handedOn = (shape: Shape, blocks: readonly Block[]): HandedOn => {
  const counted = blocks.map(({ counts }) => countTable(counts));
  const linesOf = (tables: readonly CountTable[]) =>
    blocks.flatMap((block, at) => linesIn(block, tables[at] ?? countTable([]), shape));
  const lines = linesOf(suppressAlike(counted));
  const before = numbersIn(linesOf(counted));
  return {
    columns: [...shape.labels, ...shape.counts],
    lines,
    cells: before.length,
    withheld: withheldOf(before, numbersIn(lines)),
  };
};

const numbersIn = (lines: readonly Line[]): Cell[] =>
  lines.flatMap(({ cells }) => cells.filter((cell) => cell !== null));

const linesIn = ({ labels, sum }: Block, table: CountTable, { counts }: Shape): Line[] => {
  const groups = counts.length - 1;
  const line = (names: readonly string[], parts: readonly Cell[], total: Cell): Line => ({
    labels: names,
    cells: [...(parts.length === groups ? parts : Array<null>(groups).fill(null)), total],
  });
  const lines = table.rows.map((row, at) => line(labels[at] ?? [], row, table.rowTotals[at] ?? 0));
  return sum ? [...lines, line(sum, table.columnTotals, table.total)] : lines;
};

/** What a cell says: a number in the digits of every file, or that it is withheld. */
export const cellText = (cell: Cell | null): string => {
  if (cell === null) return '';
  return cell === 'suppressed' ? m.handing_cell_withheld() : String(cell);
};

/**
 * The file: headers, under them the HXL tags, then the lines, each with what is said about them.
 *
 * @param write papaparse's `unparse`, loaded only when a file is made
 */
export const csvOf = (
  { columns, lines }: Pick<HandedOn, 'columns' | 'lines'>,
  { heardUntil, phones, source }: About,
  write: typeof unparse,
): string => {
  const about: Column[] = [
    { header: m.handing_heard_until_column(), tag: '#date+reported' },
    { header: m.handing_phones_column(), tag: '#meta+phones' },
    { header: m.handing_source_column(), tag: '#meta+source' },
  ];
  const all = [...columns, ...about];
  return writeCsv(
    all.map(({ header }) => header),
    [
      all.map(({ tag }) => tag),
      ...lines.map((line) => [
        ...line.labels,
        ...line.cells.map(cellText),
        heardUntil ?? '',
        phones,
        source,
      ]),
    ],
    write,
  );
};

/** "Name-of-the-operation-released-2024-12-09.csv": nothing that a file system could stumble over. */
export const fileName = (...parts: readonly string[]): string =>
  `${parts.map((part) => part.replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-|-$/g, '')).join('-')}.csv`;
