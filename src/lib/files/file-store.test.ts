import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countFiles, leaveFilesOnly, openFiles } from '$lib/sync/idb/file-database';
import { result, transact } from '$lib/sync/idb/database';
import { Vault } from '$lib/sync/vault/vault';
import { FileStore } from './file-store';

vi.stubGlobal('IDBKeyRange', IDBKeyRange);
afterAll(() => vi.unstubAllGlobals());
const name = 'daylight files user operation';
let factory: IDBFactory;
let vault: Vault;
let store: FileStore;

/** The app, opened anew on the same phone. */
const opened = (kind: 'evidence' | 'photo' = 'evidence') =>
  new FileStore({ factory, name, cipher: vault.cipher, kind });
beforeEach(() => {
  factory = new IDBFactory();
  vault = new Vault({
    factory,
    name: 'vault',
    onWipe: () => Promise.resolve(),
    subtle: crypto.subtle,
    iterations: 1,
  });
  store = opened();
});
afterEach(() => vi.restoreAllMocks());

const bytes = new Uint8Array(2_500_000).map((_, place) => (place * 7) % 253).buffer;
const preview = new TextEncoder().encode('a small picture').buffer;
const textOf = (buffer: ArrayBuffer | null) => buffer && new TextDecoder().decode(buffer);

describe('[E1] a file on the phone', () => {
  it('is there byte by byte after the app was opened anew', async () => {
    await store.add('one', '{"about":1}', bytes, preview);
    const again = opened();
    expect(await again.waiting()).toEqual([{ id: 'one', about: '{"about":1}', parts: 3 }]);
    const original = await again.original('one', 'image/jpeg');
    expect(original?.type).toBe('image/jpeg');
    const read = await (original ?? new Blob()).arrayBuffer();
    expect(Buffer.from(read).equals(Buffer.from(bytes))).toBe(true);
    expect(textOf(await again.preview('one'))).toBe('a small picture');
  });

  it('lies sealed: nothing of it can be read on the disk', async () => {
    await store.add('one', 'about a drawer', preview, preview);
    const database = await openFiles(factory, name);
    const stores = ['files', 'parts', 'previews'] as const;
    for (const each of stores) {
      const [entry] = await transact(database, { stores, mode: 'readonly' }, (of) =>
        result(of(each).getAll() as IDBRequest<Record<string, unknown>[]>),
      );
      const data = (entry?.['data'] ?? (entry?.['body'] as { data: unknown }).data) as ArrayBuffer;
      expect(textOf(data)).not.toMatch(/drawer|picture/);
    }
  });

  it('cannot be read while the phone is locked, nor after a wipe', async () => {
    await store.add('one', '{}', bytes, preview);
    await vault.create('123456');
    vault.lock();
    await expect(store.part('one', 0)).rejects.toMatchObject({ type: 'locked' });
    await expect(store.waiting()).rejects.toMatchObject({ type: 'locked' });
    await vault.wipe();
    await expect(store.part('one', 0)).rejects.toMatchObject({ type: 'failed' });
  });

  it('counts when its last byte is there: what a full disk refuses leaves nothing behind', async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, 'put');
    put.mockImplementationOnce(function () {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(store.add('one', '{}', bytes, null)).rejects.toMatchObject({ type: 'full' });
    put.mockRestore();
    expect(await store.waiting()).toEqual([]);
    expect(await store.original('one', 'image/jpeg')).toBeNull();
    await expect(store.part('one', 0)).rejects.toMatchObject({ type: 'lost' });
  });

  it('goes when the server has it, its preview stays', async () => {
    await store.add('one', '{}', bytes, preview);
    await store.settle('one');
    expect(await store.waiting()).toEqual([]);
    await expect(store.part('one', 2)).rejects.toMatchObject({ type: 'lost' });
    expect(textOf(await store.preview('one'))).toBe('a small picture');
  });
});

describe('[E1] files of two kinds', () => {
  it('lie beside each other, and neither sees the other', async () => {
    const photos = opened('photo');
    await store.add('one', '{}', preview, preview);
    await photos.add('one', '{"photo":1}', bytes, preview);
    await photos.keepPreview('two', preview);
    expect((await store.waiting()).map(({ parts }) => parts)).toEqual([1]);
    expect(await photos.waiting()).toEqual([{ id: 'one', about: '{"photo":1}', parts: 3 }]);
    expect([await store.previews(), await photos.previews()]).toEqual([['one'], ['one', 'two']]);
    await photos.forget('one');
    expect([await photos.waiting(), await photos.previews()]).toEqual([[], ['two']]);
    expect(textOf(await store.preview('one'))).toBe('a small picture');
    expect(await countFiles(factory, name)).toBe(1);
  });
});

describe('[E4] signing out', () => {
  it('keeps files that wait, without their previews, for the same account', async () => {
    await store.add('one', '{}', bytes, preview);
    await store.close();
    expect(await countFiles(factory, name)).toBe(1);
    expect(await leaveFilesOnly(factory, name)).toBe(1);
    const again = opened();
    expect(await again.waiting()).toHaveLength(1);
    expect(await again.preview('one')).toBeNull();
  });

  it('leaves nothing when none waits', async () => {
    await store.add('one', '{}', bytes, preview);
    await store.settle('one');
    await store.close();
    expect(await leaveFilesOnly(factory, name)).toBe(0);
    expect((await factory.databases()).map((database) => database.name)).not.toContain(name);
  });
});
