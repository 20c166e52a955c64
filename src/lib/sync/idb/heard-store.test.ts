import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Vault } from '../vault/vault.ts';
import { openDatabase, result, transact } from './database.ts';
import { HeardStore } from './heard-store.ts';

vi.stubGlobal('IDBKeyRange', IDBKeyRange);
const name = 'daylight heard user operation';
let factory: IDBFactory;
let vault: Vault;

/** The app, opened anew on the same phone. */
const opened = (under = name) => new HeardStore({ factory, name: under, cipher: vault.cipher });
beforeEach(() => {
  factory = new IDBFactory();
  vault = new Vault({
    factory,
    name: 'vault',
    onWipe: () => Promise.resolve(),
    subtle: crypto.subtle,
    iterations: 1,
  });
});

describe('[S13] what the server said last', () => {
  it('is there after the app was opened anew, the later answer in the place of the earlier', async () => {
    await opened().keep('daily', '2024-12-08', { new_cases: 3 });
    await opened().keep('daily', '2024-12-08', { new_cases: 4 });
    expect(await opened().read('daily', '2024-12-08')).toEqual({ new_cases: 4 });
    expect(await opened().read('daily', '2024-12-07')).toBeUndefined();
    expect(await opened().read('counts', '2024-12-08')).toBeUndefined();
  });

  it('lies sealed: no number can be read on the disk', async () => {
    await opened().keep('daily', '2024-12-08', { girls: 'one girl' });
    const database = await openDatabase({ factory, name, version: 1, upgrade: () => undefined });
    const [kept] = await transact(
      database,
      { stores: ['answers'], mode: 'readonly' },
      (store) => result(store('answers').getAll()) as Promise<{ body: { data: ArrayBuffer } }[]>,
    );
    database.close();
    const onDisk = new TextDecoder().decode(kept?.body.data);
    expect(kept?.body.data.byteLength).toBeGreaterThan(0);
    expect(onDisk).not.toContain('girl');
  });

  it('is kept of the last fourteen days that were asked for, and of nothing else less', async () => {
    const day = (at: number) => `2024-12-${String(at).padStart(2, '0')}`;
    const store = opened();
    await store.keep('counts', '', { cases: 9 });
    for (let at = 1; at <= 20; at += 1) await store.keep('daily', day(at), { at });
    const there = await Promise.all(
      Array.from({ length: 20 }, (_, at) => store.read('daily', day(at + 1))),
    );
    expect(there.filter((answer) => answer !== undefined)).toHaveLength(14);
    expect(there.at(-1)).toEqual({ at: 20 });
    expect(await store.read('counts', '')).toEqual({ cases: 9 });
  });
});
