/** What a store reads to know where it stands: its chunks, its head, a record that is to be replaced. */
import { isReplaceable } from '../outbox.ts';
import { result } from './database.ts';
import type { Chunk, Head, KeptRecord, StoreOf } from './schema.ts';
import { rowsFormat } from './schema.ts';

const chunksAtOnce = 8;

/** No cursor of the server's: it answers with everything, and `reset` [R5]. */
const outdatedCursor = 'outdated';

/** All of them, a few at a time: the browser hands over what one request reads in one task. */
export const readChunks = async (store: IDBObjectStore): Promise<Chunk[]> => {
  const chunks: Chunk[] = [];
  for (let range: IDBKeyRange | null = null; ;) {
    const read = await result(store.getAll(range, chunksAtOnce) as IDBRequest<Chunk[]>);
    chunks.push(...read);
    const last = read.at(-1);
    if (!last || read.length < chunksAtOnce) return chunks;
    range = IDBKeyRange.lowerBound(last.rev, true);
  }
};

/** Whether nobody has written since. @param stored undefined before the first writing */
export const isSame = (stored: Head | undefined, known: Head): boolean =>
  stored ? stored.store === known.store && stored.rev === known.rev : known.rev === 0;

/** Whether the record at this place may still give way to another. */
export const mayReplace = async (store: StoreOf, seq: number): Promise<boolean> => {
  const kept = await result(store('outbox').get(seq) as IDBRequest<KeptRecord | undefined>);
  return kept !== undefined && isReplaceable(kept.state);
};

/**
 * The records that another tab has taken out of the outbox.
 * @param known `seq` by key, of this tab
 * @param seqs all that are there now
 * @param kept those written since
 */
export const goneKeys = (
  known: ReadonlyMap<string, number>,
  seqs: readonly IDBValidKey[],
  kept: readonly KeptRecord[],
): string[] => {
  const there = new Set(seqs);
  // One whose place another record has taken is gone too.
  const places = new Map(kept.map(({ seq, key }) => [seq, key]));
  return [...known]
    .filter(([key, seq]) => !there.has(seq) || (places.get(seq) ?? key) !== key)
    .map(([key]) => key);
};

/** Where pulling goes on; from the beginning when this version reads rows that it could not before. */
export const readableCursor = (head: Head): string | null =>
  head.rowsFormat === rowsFormat || head.cursor === null ? head.cursor : outdatedCursor;
