import type { Evidence } from '$lib/domain/rows';
import type { Result } from '$lib/domain/result';
import { ok } from '$lib/domain/result';
import { FileSender, type UploadState } from '$lib/files/file-sender.svelte';
import { FileStore, type WaitingFile } from '$lib/files/file-store';
import { storageFolder } from '$lib/files/storage-folder';
import type { UploadPart } from '$lib/files/upload';
import type { FileDeskParts } from '$lib/state/file-desk.svelte';
import type { OperationState } from '$lib/state/operation.svelte';
import type { Session } from '$lib/state/session.svelte';
import { newId } from '$lib/sync/ids';
import type { SvelteMap } from 'svelte/reactivity';
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

/** The files of evidence that this phone keeps: from the moment of capture until the server has them. */
export class EvidenceUploads {
  readonly #operation: OperationState;
  readonly #session: Session;
  readonly #store: FileStore;
  readonly #sender: FileSender;
  /** What the server was asked to check: its answer comes with the rows, and is not asked for twice. */
  readonly #checked: string[] = [];

  constructor({ operation, session, keeping }: FileDeskParts) {
    this.#operation = operation;
    this.#session = session;
    this.#store = new FileStore({ ...keeping, kind: 'evidence' });
    this.#sender = new FileSender({
      operation,
      store: this.#store,
      lock: keeping.name,
      watch: () => operation.evidence,
      advance: (file, isLeading) => this.#advance(file, isLeading),
    });
  }

  /** Of every file that lies on this phone, by the item's id. */
  get states(): SvelteMap<string, UploadState> {
    return this.#sender.states;
  }

  /** Sends what waits whenever there is a chance; returns how to stop. */
  start(): () => void {
    return this.#sender.start();
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
    const about = { isRecorded: false, payload };
    await this.#sender.begin(id, async () => {
      await this.#store.add(id, JSON.stringify(about), bytes, preview);
      this.states.set(id, { type: 'waiting' });
      await this.#record(id, about);
    });
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

  async #advance(file: WaitingFile, isLeading: boolean): Promise<void> {
    const { id } = file;
    const about = aboutOf(file.about);
    const records = this.#operation.records.filter(({ mutation }) => mutation.entity_id === id);
    const item = this.#operation.evidenceItem(id);
    const step = nextStep({ isRecorded: about.isRecorded, item, records });
    if (step === 'stuck' || step === 'mismatch') this.states.set(id, { type: step });
    else if (!this.states.has(id)) this.states.set(id, { type: 'waiting' });
    if (!isLeading) return;
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
  async #upload(file: WaitingFile, item: Evidence): Promise<void> {
    const { id } = file;
    const preview = item.working_bytes === null ? null : await this.#store.preview(id);
    const working: UploadPart[] = preview
      ? [
          {
            name: 'working',
            sizeBytes: preview.byteLength,
            read: () => Promise.resolve(preview),
          },
        ]
      : [];
    const client = await this.#session.client();
    const folder = storageFolder(client, 'evidence', `${item.operation_id}/${id}`);
    if (await this.#sender.send(file, item.size_bytes, folder, working))
      await this.#operation.mutate('evidence.stored', id, {});
  }
}
