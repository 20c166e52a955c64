import * as v from 'valibot';

const Header = v.object({ count: v.number(), head_hash: v.string() });
const lineFeed = 10;

/** The export of a whole log, from the first byte to the file. */
export class LogExport {
  state: 'idle' | 'running' | 'done' | 'failed' = $state('idle');
  /** Entries that are here. */
  done = $state(0);
  /** Entries that the export says it has; null until its first line is here. */
  count: number | null = $state(null);
  /** The last hash of the chain, for a witness. */
  headHash = $state('');

  /**
   * Reads the export to its end.
   *
   * @returns the file; null when it broke off, for half a log proves nothing
   */
  async run(operationId: string, get: typeof fetch = fetch): Promise<Blob | null> {
    this.state = 'running';
    this.done = 0;
    this.count = null;
    try {
      const response = await get(`/admin/log/export?operation=${operationId}`);
      if (!response.ok || !response.body) throw new Error(String(response.status));
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      let lines = 0;
      for (const reader = response.body.getReader(); ;) {
        const { done, value } = await reader.read();
        if (done) break;
        pieces.push(value);
        this.#readHeader(pieces);
        for (const byte of value) if (byte === lineFeed) lines += 1;
        this.done = Math.max(0, lines - 1);
      }
      if (!this.#isWhole()) throw new Error('broken off');
      this.state = 'done';
      return new Blob(pieces, { type: 'application/x-ndjson' });
    } catch {
      this.state = 'failed';
      return null;
    }
  }

  #isWhole(): boolean {
    return this.done === this.count;
  }

  #readHeader(pieces: readonly Uint8Array[]): void {
    const first = pieces[0];
    if (this.count !== null || pieces.length > 1 || !first) return;
    const end = first.indexOf(lineFeed);
    if (end < 0) return;
    const header = v.parse(Header, JSON.parse(new TextDecoder().decode(first.slice(0, end))));
    this.count = header.count;
    this.headHash = header.head_hash;
  }
}
