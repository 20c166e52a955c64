import { Connection } from '$lib/sync/idb/connection';
import { result } from '$lib/sync/idb/database';
import type { KeptFile, KeptPart, KeptPreview } from '$lib/sync/idb/file-database';
import { openFiles } from '$lib/sync/idb/file-database';
import { StorageError } from '$lib/sync/storage-error';
import type { Cipher } from '$lib/sync/vault/cipher';
import { partCount, partOf } from './parts';

export interface FileStoreOptions {
  factory: IDBFactory;
  name: string;
  /** @throws StorageError `locked` while the PIN has not been given */
  cipher: () => Promise<Cipher>;
  /** What they are files of: those of other kinds in the same database are not seen. */
  kind: FileKind;
}

type FileKind = 'evidence' | 'photo';
/** Before the id: evidence was there first, and its files lie on phones without one. */
const prefixes: Readonly<Record<FileKind, string>> = { evidence: '', photo: 'photo/' };

/** A file that waits for the server, with what its owner said of it. */
export interface WaitingFile {
  id: string;
  /** JSON that the caller wrote. */
  about: string;
  parts: number;
}

const stores = ['files', 'parts', 'previews'] as const;
const reading = { stores, mode: 'readonly' } as const;
const writing = { stores, mode: 'readwrite', durability: 'strict' } as const;

/**
 * Files of one account and operation, sealed part by part with the account's data key, until the
 * server has confirmed them [E1]. Every method throws StorageError, with nothing half kept.
 */
export class FileStore {
  readonly #database: Connection;
  readonly #name: string;
  readonly #cipher: () => Promise<Cipher>;
  readonly #prefix: string;

  constructor({ factory, name, cipher, kind }: FileStoreOptions) {
    this.#name = name;
    this.#prefix = prefixes[kind];
    this.#cipher = cipher;
    this.#database = new Connection(() => openFiles(factory, name));
  }

  /** Resolves when every byte is on the disk. The file itself counts from its last write on. */
  async add(id: string, about: string, bytes: ArrayBuffer, preview: ArrayBuffer | null) {
    const cipher = await this.#cipher();
    const parts = partCount(bytes.byteLength);
    try {
      for (let part = 0; part < parts; part += 1) {
        const sealed = await cipher.sealBytes(partOf(bytes, part), this.#context(id, part));
        await this.#put('parts', { file: this.#key(id), part, ...sealed } satisfies KeptPart);
      }
      if (preview) await this.keepPreview(id, preview);
      const body = await cipher.seal(about, this.#context(id, 'about'));
      await this.#put('files', { id: this.#key(id), parts, body } satisfies KeptFile);
    } catch (cause) {
      // A full disk: what was written so far goes again, which needs no space.
      await this.forget(id).catch(() => undefined);
      throw cause;
    }
  }

  /** Says something else of a file that waits. */
  async describe(id: string, about: string): Promise<void> {
    const cipher = await this.#cipher();
    const body = await cipher.seal(about, this.#context(id, 'about'));
    await this.#database.transact(writing, async (store) => {
      const kept = await result(
        store('files').get(this.#key(id)) as IDBRequest<KeptFile | undefined>,
      );
      if (kept) store('files').put({ ...kept, body });
    });
  }

  async waiting(): Promise<WaitingFile[]> {
    const cipher = await this.#cipher();
    const kept = await this.#database.transact(reading, (store) =>
      result(store('files').getAll() as IDBRequest<KeptFile[]>),
    );
    return Promise.all(
      kept.flatMap(({ id: key, parts, body }) =>
        this.#idsOf(key).map(async (id) => ({
          id,
          parts,
          about: await cipher.open(body, this.#context(id, 'about')),
        })),
      ),
    );
  }

  /** @throws StorageError `lost` when it is not there */
  async part(id: string, part: number): Promise<ArrayBuffer> {
    const kept = await this.#database.transact(reading, (store) =>
      result(store('parts').get([this.#key(id), part]) as IDBRequest<KeptPart | undefined>),
    );
    if (!kept) throw new StorageError('lost');
    return (await this.#cipher()).openBytes(kept, this.#context(id, part));
  }

  /** The whole file; null when this phone has it no more. */
  async original(id: string, mediaType: string): Promise<Blob | null> {
    const kept = await this.#database.transact(reading, (store) =>
      result(store('files').get(this.#key(id)) as IDBRequest<KeptFile | undefined>),
    );
    if (!kept) return null;
    const parts: ArrayBuffer[] = [];
    for (let part = 0; part < kept.parts; part += 1) parts.push(await this.part(id, part));
    return new Blob(parts, { type: mediaType });
  }

  async keepPreview(id: string, bytes: ArrayBuffer): Promise<void> {
    const sealed = await (await this.#cipher()).sealBytes(bytes, this.#context(id, 'preview'));
    await this.#put('previews', { file: this.#key(id), ...sealed } satisfies KeptPreview);
  }

  /** Null where this phone has none. */
  async preview(id: string): Promise<ArrayBuffer | null> {
    const kept = await this.#database.transact(reading, (store) =>
      result(store('previews').get(this.#key(id)) as IDBRequest<KeptPreview | undefined>),
    );
    return kept ? (await this.#cipher()).openBytes(kept, this.#context(id, 'preview')) : null;
  }

  /** The ids of the files that have a preview on this phone. */
  async previews(): Promise<string[]> {
    const keys = await this.#database.transact(reading, (store) =>
      result(store('previews').getAllKeys()),
    );
    return keys.flatMap((key) => this.#idsOf(key as string));
  }

  /** The server has confirmed the file: its bytes go, the preview stays. */
  async settle(id: string): Promise<void> {
    await this.#database.transact(writing, (store) => {
      const key = this.#key(id);
      store('files').delete(key);
      store('parts').delete(IDBKeyRange.bound([key, 0], [key, Number.MAX_SAFE_INTEGER]));
      return Promise.resolve();
    });
  }

  async forget(id: string): Promise<void> {
    await this.settle(id);
    await this.#database.transact(writing, (store) => {
      store('previews').delete(this.#key(id));
      return Promise.resolve();
    });
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  #put(store: (typeof stores)[number], entry: object): Promise<void> {
    return this.#database.transact(writing, (of) => {
      of(store).put(entry);
      return Promise.resolve();
    });
  }

  #key(id: string): string {
    return `${this.#prefix}${id}`;
  }

  /** The id in a key; none of a key of another kind. */
  #idsOf(key: string): string[] {
    const end = key.lastIndexOf('/') + 1;
    return key.slice(0, end) === this.#prefix ? [key.slice(end)] : [];
  }

  #context(id: string, what: number | string): string {
    return JSON.stringify([this.#name, 'file', this.#key(id), what]);
  }
}
