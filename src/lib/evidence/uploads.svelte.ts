import type { Evidence } from '$lib/domain/rows';
import type { Result } from '$lib/domain/result';
import { ok } from '$lib/domain/result';
import { FileStore, type WaitingFile } from '$lib/files/file-store';
import { partName, partSize } from '$lib/files/parts';
import { storageFolder } from '$lib/files/storage-folder';
import { uploadParts, type UploadPart } from '$lib/files/upload';
import { watchBrowser } from '$lib/state/browser-hints';
import type { OperationState } from '$lib/state/operation.svelte';
import type { Session } from '$lib/state/session.svelte';
import type { FileKeeping } from '$lib/state/stores';
import { newId } from '$lib/sync/ids';
import { waitToLead } from '$lib/sync/leader';
import { backoffMs, systemTimers } from '$lib/sync/retry';
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { aboutOf, type About } from './about';
import {
  capture,
  positionFields,
  type CaptureError,
  type CapturePosition,
  type SaidOfEvidence,
} from './capture';
import { checkOnServer } from './check-on-server';
import { nextStep } from './next-step';

/** How far a file of this phone is. */
export type UploadState =
  | { type: 'waiting' }
  | { type: 'sending'; sentBytes: number; totalBytes: number }
  | { type: 'sent' }
  /** The server will not have it: what it said of the record tells why. */
  | { type: 'stuck' }
  | { type: 'mismatch' };

export interface UploadsOptions {
  operation: OperationState;
  session: Session;
  keeping: FileKeeping;
}

/** The files of evidence that this phone keeps: from the moment of capture until the server has them. */
export class EvidenceUploads {
  /** Of every file that lies on this phone, by the item's id. */
  readonly states = new SvelteMap<string, UploadState>();
  readonly #operation: OperationState;
  readonly #session: Session;
  readonly #store: FileStore;
  readonly #name: string;
  readonly #stopping = new AbortController();
  #isLeading = false;
  #isWorking = false;
  #isWanted = false;
  #failures = 0;
  #unwait: () => void = () => undefined;
  /** What the server was asked to check: its answer comes with the rows, and is not asked for twice. */
  readonly #checked: string[] = [];

  constructor({ operation, session, keeping }: UploadsOptions) {
    this.#operation = operation;
    this.#session = session;
    this.#store = new FileStore(keeping);
    this.#name = keeping.name;
  }

  /** Sends what waits whenever there is a chance; returns how to stop. */
  start(): () => void {
    const wake = () => this.wake();
    const unwatch = watchBrowser(wake, () => undefined);
    const locks = (navigator as { locks?: LockManager }).locks ?? null;
    const leave = waitToLead(this.#name, locks, () => {
      this.#isLeading = true;
      wake();
    });
    // What the server says of the records decides what comes next.
    const unroot = $effect.root(() => {
      $effect(() => {
        const { evidence, records, sync } = this.#operation;
        const watched = [evidence, records, sync.isReady] as const;
        if (watched[2]) untrack(wake);
      });
    });
    return () => {
      this.#stopping.abort();
      unroot();
      unwatch();
      leave();
      this.#unwait();
      void this.#store.close();
    };
  }

  /**
   * Keeps a file on this phone and records it: first the hash, then the bytes, then the record.
   * @param positionOf asked once the hash is taken; what it says is never asked for again
   * @returns the item's id
   * @throws StorageError when the phone cannot keep it: nothing has been kept or recorded then
   */
  async keep(
    file: File,
    said: SaidOfEvidence,
    positionOf: () => Promise<CapturePosition | null>,
  ): Promise<Result<string, CaptureError>> {
    const captured = await capture(file, said, Date.now());
    if (!captured.ok) return captured;
    const { bytes, preview } = captured.value;
    const payload = { ...captured.value.payload, ...positionFields(await positionOf()) };
    const id = newId();
    await this.#store.add(id, JSON.stringify({ isRecorded: false, payload }), bytes, preview);
    this.states.set(id, { type: 'waiting' });
    await this.#record(id, { isRecorded: false, payload });
    this.wake();
    return ok(id);
  }

  /** The original, where this phone still has it. @throws StorageError */
  original = (item: Evidence): Promise<Blob | null> =>
    this.#store.original(item.id, item.media_type);

  /** The working copy, from this phone or from the server; null where neither has one now. */
  async preview(item: Evidence): Promise<Blob | null> {
    const kept = await this.#store.preview(item.id).catch(() => null);
    if (kept) return new Blob([kept], { type: 'image/jpeg' });
    if (!item.working_sha256 || item.stored_at === null) return null;
    try {
      const { storage } = await this.#session.client();
      const path = `${item.operation_id}/${item.id}/working`;
      const { data } = await storage.from('evidence').download(path);
      const bytes = await data?.arrayBuffer();
      if (!bytes) return null;
      await this.#store.keepPreview(item.id, bytes).catch(() => undefined);
      return new Blob([bytes], { type: 'image/jpeg' });
    } catch {
      return null;
    }
  }

  /** Looks whether something can be done now. */
  wake(): void {
    this.#isWanted = true;
    if (!this.#isWorking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    while (this.#isWanted && this.#operation.sync.isReady && !this.#stopping.signal.aborted) {
      this.#isWanted = false;
      try {
        for (const file of await this.#store.waiting()) await this.#advance(file);
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

  async #advance(file: WaitingFile): Promise<void> {
    const { id } = file;
    const about = aboutOf(file.about);
    const records = this.#operation.records.filter(({ mutation }) => mutation.entity_id === id);
    const item = this.#operation.evidenceItem(id);
    const step = nextStep({ isRecorded: about.isRecorded, item, records });
    if (step === 'stuck' || step === 'mismatch') this.states.set(id, { type: step });
    else if (!this.states.has(id)) this.states.set(id, { type: 'waiting' });
    if (!this.#isLeading) return;
    if (step === 'record') await this.#record(id, about);
    if (!item) return;
    if (step === 'upload') await this.#upload(file, item);
    if (step === 'check') await this.#check(id);
    if (step === 'settle') {
      await this.#store.settle(id);
      this.states.delete(id);
    }
  }

  async #check(id: string): Promise<void> {
    if (this.#checked.includes(id)) return;
    await checkOnServer(id);
    this.#checked.push(id);
    await this.#operation.sendNow();
  }

  async #record(id: string, about: About): Promise<void> {
    await this.#operation.mutate('evidence.record', id, about.payload);
    await this.#store.describe(id, JSON.stringify({ ...about, isRecorded: true }));
  }

  /** @throws Error when the rest has to wait */
  async #upload({ id, parts }: WaitingFile, item: Evidence): Promise<void> {
    const files: UploadPart[] = Array.from({ length: parts }, (_, part) => ({
      name: partName(part),
      sizeBytes: partSize(item.size_bytes, part),
      read: () => this.#store.part(id, part),
    }));
    const preview = item.working_bytes === null ? null : await this.#store.preview(id);
    if (preview)
      files.push({
        name: 'working',
        sizeBytes: preview.byteLength,
        read: () => Promise.resolve(preview),
      });
    const client = await this.#session.client();
    const sent = await uploadParts({
      folder: storageFolder(client, 'evidence', `${item.operation_id}/${id}`),
      parts: files,
      onProgress: (sentBytes, totalBytes) =>
        this.states.set(id, { type: 'sending', sentBytes, totalBytes }),
      signal: this.#stopping.signal,
    });
    if (!sent.ok) {
      this.states.set(id, { type: sent.error.type === 'other_size' ? 'stuck' : 'waiting' });
      if (sent.error.type !== 'other_size') throw new Error(sent.error.type);
      return;
    }
    this.states.set(id, { type: 'sent' });
    await this.#operation.mutate('evidence.stored', id, {});
  }
}
