/** What is done to a database from outside, without its key: at sign-out, after wrong PINs. */
import { isSettled } from '../outbox.ts';
import { deleteDatabase, result, transact } from './database.ts';
import type { KeptRecord } from './schema.ts';
import { headKey, openStore, readHead, stores } from './schema.ts';

/**
 * Takes the rows away, and everything when no record needs its author any more [S4].
 * @returns how many records are kept for the next sign-in of the same account
 */
export const leaveRecordsOnly = async (factory: IDBFactory, name: string): Promise<number> => {
  const database = await openStore(factory, name);
  const kept = await transact(database, { stores, mode: 'readwrite' }, async (store) => {
    const records = await result(store('outbox').getAll() as IDBRequest<KeptRecord[]>);
    const head = await readHead(store);
    const count = records.filter(({ state }) => !isSettled(state)).length;
    store('chunks').clear();
    if (count === 0) for (const each of stores) store(each).clear();
    else if (head)
      store('head').put(
        { ...head, rev: head.rev + 1, generation: head.generation + 1, cursor: null },
        headKey,
      );
    return count;
  });
  database.close();
  if (kept === 0) await deleteDatabase(factory, name);
  return kept;
};
