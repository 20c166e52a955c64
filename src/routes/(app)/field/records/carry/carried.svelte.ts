import type { Letter } from '$lib/sync/letters/letter';
import type { LetterBox, LetterEntry } from '$lib/sync/letters/letter-box';

/** What this phone carries for others, as it stands in the letter box, whichever tab changes it. */
export class Carried {
  /** The newest first. */
  entries: readonly LetterEntry[] = $state.raw([]);
  readonly #box: LetterBox;

  constructor(box: LetterBox) {
    this.#box = box;
  }

  /** Reads the box now and after every change; returns how to stop. */
  watch(): () => void {
    const read = () => {
      this.#read().catch(() => undefined);
    };
    read();
    return this.#box.subscribe(read);
  }

  /**
   * @returns how many of them this phone did not carry yet
   * @throws StorageError, with nothing taken
   */
  async take(letters: readonly Letter[]): Promise<number> {
    const before = (await this.#box.all()).map(({ id }) => id);
    const ids = await this.#box.add(letters, 'carried');
    await this.#read();
    return ids.filter((id, at) => !before.includes(id) && ids.indexOf(id) === at).length;
  }

  retry(id: string): Promise<void> {
    return this.#box.retry([id]);
  }

  remove(id: string): Promise<void> {
    return this.#box.remove([id]);
  }

  async #read(): Promise<void> {
    const all = await this.#box.all();
    this.entries = all.filter(({ why }) => why === 'carried').toReversed();
  }
}
