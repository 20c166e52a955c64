/** Writes down what a person asks for: the record and its letter, in one write [K1], [T1]. */
import type { Mutation } from '../domain/mutations.ts';
import type { Letter } from './letters/letter.ts';
import { newRecord } from './outbox.ts';
import { readyEffects } from './overlay.ts';
import type { Timers } from './retry.ts';
import type { LocalStore, StoreWrite } from './store.ts';

/** Makes the letter of a mutation; null when there is no key to seal it to. */
export type Seal = (mutation: Mutation) => Promise<Letter | null>;

/** A letter takes some hundredths of a second; a record never waits longer for one. */
const patienceMs = 2_000;

export interface RecorderOptions {
  store: LocalStore;
  timers: Timers;
  seal: Seal | null;
}

export class Recorder {
  readonly #options: RecorderOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Resolves when everything that was asked for so far is on the disk, or cannot be. */
  get written(): Promise<unknown> {
    return this.#last;
  }

  /**
   * Letters are made side by side, and written in the order in which the person acted.
   * @param replaces key of the record in whose place it comes; nothing is written when that one can
   *   no longer be replaced
   * @throws StorageError, with nothing written
   */
  record(mutation: Mutation, replaces?: string): Promise<void> {
    const { store, seal } = this.#options;
    const write = (letter: Letter | null): StoreWrite => {
      const record = newRecord(mutation, letter);
      return replaces === undefined
        ? { add: [record] }
        : { replace: { key: replaces, by: record } };
    };
    const sealed = seal ? this.#letter(seal, mutation) : null;
    const shown = readyEffects([mutation.kind]);
    const written = this.#last.then(async () => {
      await shown;
      await store.write(write(await sealed));
    });
    this.#last = written.catch(() => undefined);
    return written;
  }

  /** Null for one that cannot be made: that never costs the record. */
  #letter(seal: Seal, mutation: Mutation): Promise<Letter | null> {
    return new Promise((resolve) => {
      const giveUp = () => resolve(null);
      const stop = this.#options.timers.after(patienceMs, giveUp);
      const done = (letter: Letter | null) => {
        stop();
        resolve(letter);
      };
      Promise.resolve()
        .then(() => seal(mutation))
        .then(done, () => done(null));
    });
  }
}
