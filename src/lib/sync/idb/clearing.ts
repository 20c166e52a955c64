/** What is done to a database from outside, without its key: at sign-out, after wrong PINs. */
import type { LetterBox } from '../letters/letter-box.ts';
import { isSettled } from '../outbox.ts';
import { storageError } from '../storage-error.ts';
import { deleteDatabase, result, transact } from './database.ts';
import { letterOf } from './kept-record.ts';
import type { Head, KeptRecord, StoreOf } from './schema.ts';
import { headKey, openStore, readHead, stores } from './schema.ts';

/**
 * Takes the rows away, and everything when no record needs its author any more [S4].
 * @returns how many records are kept for the next sign-in of the same account
 */
export const leaveRecordsOnly = async (factory: IDBFactory, name: string): Promise<number> => {
  const database = await openStore(factory, name);
  const kept = await transact(database, { stores, mode: 'readwrite' }, async (store) => {
    const records = await readOutbox(store);
    const head = await readHead(store);
    const count = records.filter(({ state }) => !isSettled(state)).length;
    store('chunks').clear();
    if (count === 0) for (const each of stores) store(each).clear();
    else if (head) store('head').put(emptied(head), headKey);
    return count;
  });
  database.close();
  if (kept === 0) await deleteDatabase(factory, name);
  return kept;
};

export interface LettersLeft {
  /** Records whose letters are in the box now, or were put there before. */
  letters: number;
  /** Records without a letter: nobody can read them any more. They stay where they are. */
  unreadable: number;
}

/**
 * For the wipe [Q5]: the letters of all records that are not settled go to the box first; when they
 * lie there for sure, rows and records go. Needs no key, and may be done again after any step.
 */
export const leaveLettersOnly = async (
  factory: IDBFactory,
  name: string,
  box: Pick<LetterBox, 'add'>,
): Promise<LettersLeft> => {
  const database = await openStore(factory, name);
  const boxed = new Set<string>();
  let left: LettersLeft | null = null;
  try {
    // Another tab may record something between the two steps: then both are done again.
    while (!left) {
      const records = await transact(database, { stores, mode: 'readonly' }, readOutbox);
      const letters = records.flatMap((record) => {
        const letter = isSettled(record.state) ? null : letterOf(record);
        return letter && !boxed.has(record.key) ? [{ key: record.key, letter }] : [];
      });
      const add = () =>
        box.add(
          letters.map(({ letter }) => letter),
          'wiped',
        );
      if (letters.length > 0)
        await add().catch((cause: unknown) => makeRoom(database, cause).then(add));
      for (const { key } of letters) boxed.add(key);
      left = await clearBoxed(database, boxed);
    }
  } finally {
    database.close();
  }
  if (left.unreadable === 0) await deleteDatabase(factory, name);
  return left;
};

/** The rows go in any case: on a full disk they go first, and the letters take their place. */
const makeRoom = async (database: IDBDatabase, cause: unknown): Promise<void> => {
  if (storageError(cause).type !== 'full') throw cause;
  await transact(database, { stores, mode: 'readwrite' }, async (store) => {
    const head = await readHead(store);
    store('chunks').clear();
    if (head) store('head').put(emptied(head), headKey);
  });
};

/** @returns null, with nothing changed, when a letter has come that is not in the box yet */
const clearBoxed = (
  database: IDBDatabase,
  boxed: ReadonlySet<string>,
): Promise<LettersLeft | null> =>
  transact(database, { stores, mode: 'readwrite', durability: 'strict' }, async (store) => {
    const records = await readOutbox(store);
    const open = records.filter(({ state }) => !isSettled(state));
    if (open.some((record) => letterOf(record) && !boxed.has(record.key))) return null;
    const unreadable = open.filter(({ key }) => !boxed.has(key));
    const head = await readHead(store);
    for (const each of stores) store(each).clear();
    for (const record of unreadable) store('outbox').put(record);
    if (head && unreadable.length > 0) store('head').put(emptied(head), headKey);
    return { letters: boxed.size, unreadable: unreadable.length };
  });

const readOutbox = (store: StoreOf): Promise<KeptRecord[]> =>
  result(store('outbox').getAll() as IDBRequest<KeptRecord[]>);

/** Without rows; other tabs see that something was written. */
const emptied = (head: Head): Head => ({
  ...head,
  rev: head.rev + 1,
  generation: head.generation + 1,
  cursor: null,
});
