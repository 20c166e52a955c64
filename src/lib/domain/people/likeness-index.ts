/** Duplicates and tracing candidates among thousands of records, without comparing each with each. */
import {
  possible,
  prepare,
  rankPrepared,
  type LikenessRecord,
  type Prepared,
  type Ranked,
} from './likeness.ts';
import type { KnownSpellings } from './name-likeness.ts';
import type { NamePart } from './names.ts';

/** Records by what two of the same person have in common. */
export interface LikenessIndex {
  blocks: Map<string, Prepared[]>;
}

/** Linear in the number of records. */
export const buildIndex = (records: readonly LikenessRecord[]): LikenessIndex => {
  const index: LikenessIndex = { blocks: new Map() };
  const known: KnownSpellings = new Map();
  for (const record of records) {
    const prepared = prepare(record, known);
    for (const key of blockKeys(prepared)) {
      const block = index.blocks.get(key);
      if (block) block.push(prepared);
      else index.blocks.set(key, [prepared]);
    }
  }
  return index;
};

/**
 * Those of the index that may be the record, ranked as `rank` does it. Costs as much as there are
 * records with the same family name, the same mother's name, or the same given name and also the
 * father's or grandfather's name or the governorate. What somebody is also called counts as a given
 * and as a family name.
 * Finds every strong likeness whose names agree by letter, sound or part; one that rests on slips of
 * the pen in all of these is only found by comparing all.
 */
export const candidates = (
  index: LikenessIndex,
  record: LikenessRecord,
  threshold = possible,
): Ranked[] => {
  const subject = prepare(record);
  const found = new Set<Prepared>();
  for (const key of blockKeys(subject))
    for (const other of index.blocks.get(key) ?? []) found.add(other);
  return rankPrepared(subject, Array.from(found), threshold);
};

const blockKeys = (prepared: Prepared): Set<string> => {
  const keysOf = (part: NamePart) =>
    prepared.name[part].flatMap(({ words }) => words.map(({ key }) => key));
  const governorate = prepared.record.homePcode?.slice(0, 4) ?? null;
  const beside = [
    ...keysOf('father').map((key) => `father ${key}`),
    ...keysOf('grandfather').map((key) => `grandfather ${key}`),
    ...(governorate === null ? [] : [`home ${governorate}`]),
  ];
  const called = prepared.aliases.flatMap(({ words }) => words.map(({ key }) => key));
  return new Set([
    ...[...keysOf('family'), ...called].map((key) => `family ${key}`),
    ...keysOf('mother').map((key) => `mother ${key}`),
    ...[...keysOf('given'), ...called].flatMap((key) =>
      beside.map((other) => `given ${key} ${other}`),
    ),
  ]);
};
