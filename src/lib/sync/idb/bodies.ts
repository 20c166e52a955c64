/** Chunks and records between the disk and the memory: sealing, opening, reading old forms. */
import type { OutboxRecord } from '../outbox.ts';
import type { Change } from '../protocol.ts';
import { parseRow } from '../protocol.ts';
import type { UnreadRecord } from '../store.ts';
import type { Cipher } from '../vault/cipher.ts';
import { pauses } from '../pauses.ts';
import { isRead, isUnread, keepRecord, readRecord } from './kept-record.ts';
import type { Chunk, KeptRecord } from './schema.ts';
import { chunkContext, rowsFormat } from './schema.ts';

export class Bodies {
  readonly #name: string;
  readonly #cipher: () => Promise<Cipher>;

  constructor(name: string, cipher: () => Promise<Cipher>) {
    this.#name = name;
    this.#cipher = cipher;
  }

  async sealChunk(rev: number, changes: readonly Change[]): Promise<Chunk> {
    const cipher = await this.#cipher();
    return {
      rev,
      body: await cipher.seal(JSON.stringify(changes), chunkContext(this.#name, rev)),
    };
  }

  /** @param format rows of another format than this version's are read one by one [S7] */
  async openChunks(
    chunks: readonly Chunk[],
    format: number,
  ): Promise<{ rev: number; changes: Change[] }[]> {
    const cipher = await this.#cipher();
    const pause = pauses();
    const opened: { rev: number; changes: Change[] }[] = [];
    // One after the other: decrypted all at once, they would all be decoded in one long task.
    for (const { rev, body } of chunks) {
      const text = await cipher.open(body, chunkContext(this.#name, rev));
      const changes = JSON.parse(text) as Change[];
      opened.push({ rev, changes: format === rowsFormat ? changes : changes.flatMap(reread) });
      await pause();
    }
    return opened;
  }

  async sealRecords(rev: number, records: readonly OutboxRecord[]): Promise<KeptRecord[]> {
    if (records.length === 0) return [];
    const cipher = await this.#cipher();
    return Promise.all(records.map((record) => keepRecord(cipher, this.#name, rev, record)));
  }

  async openRecords(
    kept: readonly KeptRecord[],
  ): Promise<{ records: OutboxRecord[]; unread: UnreadRecord[] }> {
    const cipher = await this.#cipher();
    const all = await Promise.all(kept.map((record) => readRecord(cipher, this.#name, record)));
    return { records: all.filter(isRead), unread: all.filter(isUnread) };
  }
}

const reread = (change: Change): Change[] => {
  if (change.op === 'delete') return [change];
  const row = parseRow(change.table, change.row);
  return row ? [{ ...change, row } as Change] : [];
};
