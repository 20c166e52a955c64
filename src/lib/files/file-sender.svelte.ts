import { watchBrowser } from '$lib/state/browser-hints';
import type { OperationState } from '$lib/state/operation.svelte';
import { waitToLead } from '$lib/sync/leader';
import { backoffMs, systemTimers } from '$lib/sync/retry';
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { FileStore, WaitingFile } from './file-store';
import { partName, partSize } from './parts';
import { uploadParts, type RemoteFolder, type UploadPart } from './upload';

/** How far a file of this phone is. */
export type UploadState =
  | { type: 'waiting' }
  | { type: 'sending'; sentBytes: number; totalBytes: number }
  | { type: 'sent' }
  /** The server will not have it: what it said of the record tells why. */
  | { type: 'stuck' }
  | { type: 'mismatch' };

interface FileSenderOptions {
  operation: OperationState;
  store: FileStore;
  /** The Web Lock of the one tab that sends. */
  lock: string;
  /** Reads the rows that decide what comes next: when they change, files are looked at again. */
  watch: () => unknown;
  /**
   * Takes a file one step on; without `isLeading` it only says how far it is.
   * @throws Error when the rest has to wait
   */
  advance: (file: WaitingFile, isLeading: boolean) => Promise<void>;
  /** After the files, each time. @throws as `advance` */
  finish?: (isLeading: boolean) => Promise<void>;
}

/** Takes the files that wait on this phone on whenever there is a chance, whatever they are files of. */
export class FileSender {
  /** Of every file that waits, by its id. */
  readonly states = new SvelteMap<string, UploadState>();
  readonly #options: FileSenderOptions;
  readonly #stopping = new AbortController();
  #isLeading = false;
  #isWorking = false;
  #isWanted = false;
  #failures = 0;
  #unwait: () => void = () => undefined;
  /** Files whose record is being made: whoever took them on meanwhile would make another. */
  #begun: readonly string[] = [];

  constructor(options: FileSenderOptions) {
    this.#options = options;
  }

  /** Returns how to stop, which closes the store. */
  start(): () => void {
    const { operation, store, lock, watch } = this.#options;
    const wake = () => this.wake();
    const unwatch = watchBrowser(wake, () => undefined);
    const locks = (navigator as { locks?: LockManager }).locks ?? null;
    const leave = waitToLead(lock, locks, () => {
      this.#isLeading = true;
      wake();
    });
    // What the server says of the records decides what comes next.
    const unroot = $effect.root(() => {
      $effect(() => {
        const watched = [watch(), operation.records, operation.sync.isReady] as const;
        if (watched[2]) untrack(wake);
      });
    });
    return () => {
      this.#stopping.abort();
      unroot();
      unwatch();
      leave();
      this.#unwait();
      void store.close();
    };
  }

  /** Looks whether something can be done now. */
  wake(): void {
    this.#isWanted = true;
    if (!this.#isWorking) void this.#work();
  }

  /** Keeps a file and records it, as `keep` does, before it is taken on. @throws what `keep` throws */
  async begin(id: string, keep: () => Promise<void>): Promise<void> {
    this.#begun = [...this.#begun, id];
    try {
      await keep();
    } finally {
      this.#begun = this.#begun.filter((begun) => begun !== id);
      this.wake();
    }
  }

  /**
   * Sends what is not there yet of a file [E2], and `more` beside its parts.
   * @returns whether all of it is there; false is for good
   * @throws Error when the rest has to wait
   */
  async send(
    { id, parts }: WaitingFile,
    sizeBytes: number,
    folder: RemoteFolder,
    more: readonly UploadPart[] = [],
  ): Promise<boolean> {
    const { store } = this.#options;
    const own = Array.from({ length: parts }, (_, part) => ({
      name: partName(part),
      sizeBytes: partSize(sizeBytes, part),
      read: () => store.part(id, part),
    }));
    const sent = await uploadParts({
      folder,
      parts: [...own, ...more],
      onProgress: (sentBytes, totalBytes) =>
        this.states.set(id, { type: 'sending', sentBytes, totalBytes }),
      signal: this.#stopping.signal,
    });
    if (sent.ok) {
      this.states.set(id, { type: 'sent' });
      return true;
    }
    this.states.set(id, { type: sent.error.type === 'other_size' ? 'stuck' : 'waiting' });
    if (sent.error.type !== 'other_size') throw new Error(sent.error.type);
    return false;
  }

  async #work(): Promise<void> {
    const { operation, store, advance, finish } = this.#options;
    this.#isWorking = true;
    while (this.#isWanted && operation.sync.isReady && !this.#stopping.signal.aborted) {
      this.#isWanted = false;
      try {
        for (const file of await store.waiting())
          if (!this.#begun.includes(file.id)) await advance(file, this.#isLeading);
        await finish?.(this.#isLeading);
        this.#failures = 0;
      } catch {
        // The phone is locked, its storage gone, or the server away: later.
        this.#later();
      }
    }
    this.#isWorking = false;
  }

  #later(): void {
    this.#failures += 1;
    this.#unwait();
    this.#unwait = systemTimers.after(backoffMs(this.#failures, Math.random), () => this.wake());
  }
}
