import type { Letter } from '$lib/sync/letters/letter';
import { readLetterFile } from '$lib/sync/letters/letter-file';
import { Collector, readPart } from '$lib/sync/letters/parcel';
import type { CodeReader } from './codeReader.ts';

export type Taken =
  /** That many are new on this phone. */
  | { type: 'taken'; count: number }
  | { type: 'known' }
  | { type: 'not_ours' }
  | { type: 'newer' }
  | { type: 'no_code' }
  | { type: 'damaged' }
  | { type: 'not_kept' };

/** Takes letters from codes, pictures and files, and says what came of it. */
export class Taking {
  /** Of the parcel whose part was read last; null before the first. */
  progress: { have: number; of: number } | null = $state.raw(null);
  said: Taken | null = $state.raw(null);
  /** Entries of the last file that were no letters. */
  damaged = $state(0);
  readonly #keep: (letters: readonly Letter[]) => Promise<number>;
  readonly #collector = new Collector();
  /** What has been read already: a camera sees the same part many times. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no screen reads it
  readonly #seen = new Set<string>();
  #queue: Promise<unknown> = Promise.resolve();

  /** @param keep answers with how many were new */
  constructor(keep: (letters: readonly Letter[]) => Promise<number>) {
    this.#keep = keep;
  }

  /** One code, as often as it is seen. */
  code(text: string): Promise<void> {
    return this.#inTurn(() => this.#code(text));
  }

  /** Pictures of codes, and files of letters, in any number. */
  files(files: readonly File[], openReader: () => Promise<CodeReader>): Promise<void> {
    return this.#inTurn(async () => {
      this.damaged = 0;
      for (const file of files) {
        if (file.type.startsWith('image/')) await this.#picture(file, openReader);
        else await this.#file(await file.text());
      }
    });
  }

  async #code(text: string): Promise<void> {
    if (this.#seen.has(text)) return;
    this.#seen.add(text);
    const part = readPart(text);
    if (typeof part === 'string') {
      this.said = { type: part };
      return;
    }
    const progress = await this.#collector.add(part);
    if (progress === 'damaged') {
      this.#seen.clear();
      this.progress = null;
      this.said = { type: 'damaged' };
      return;
    }
    this.progress = { have: progress.have, of: progress.of };
    this.said = null;
    if (!progress.letters) return;
    await this.#take(progress.letters);
    // The same code may be shown once more: then it says that it is here.
    this.#seen.clear();
  }

  async #picture(file: File, openReader: () => Promise<CodeReader>): Promise<void> {
    const picture = await createImageBitmap(file).catch(() => null);
    const texts = picture ? await (await openReader())(picture).catch(() => []) : [];
    picture?.close();
    if (texts.length === 0) this.said = { type: 'no_code' };
    // Read again on purpose, unlike what a camera sees.
    for (const text of texts) this.#seen.delete(text);
    for (const text of texts) await this.#code(text);
  }

  async #file(text: string): Promise<void> {
    const read = readLetterFile(text);
    if (!read.ok) {
      this.said = read.error;
      return;
    }
    this.damaged += read.value.damaged;
    if (read.value.letters.length > 0) await this.#take(read.value.letters);
    else if (read.value.damaged === 0) this.said = { type: 'known' };
  }

  async #take(letters: readonly Letter[]): Promise<void> {
    try {
      const count = await this.#keep(letters);
      this.said = count > 0 ? { type: 'taken', count } : { type: 'known' };
    } catch {
      this.said = { type: 'not_kept' };
    }
  }

  #inTurn(run: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(run);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
