/** What can be told of a database without its key. */
import type { OutboxState } from '../outbox.ts';
import { isSettled } from '../outbox.ts';
import { result, transact } from './database.ts';
import type { KeptRecord } from './schema.ts';
import { openStore } from './schema.ts';

export interface KeptCount {
  /** Records that the server has not taken yet. */
  waiting: number;
  /** Records that were refused or in conflict: they wait for a person. */
  problems: number;
}

const unsent: ReadonlySet<OutboxState> = new Set(['waiting', 'sending']);

export const countRecords = async (factory: IDBFactory, name: string): Promise<KeptCount> => {
  const database = await openStore(factory, name);
  try {
    const kept = await transact(database, { stores: ['outbox'], mode: 'readonly' }, (store) =>
      result(store('outbox').getAll() as IDBRequest<KeptRecord[]>),
    );
    const open = kept.filter(({ state }) => !isSettled(state));
    const waiting = open.filter(({ state }) => unsent.has(state)).length;
    return { waiting, problems: open.length - waiting };
  } finally {
    database.close();
  }
};
