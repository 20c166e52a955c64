import type { PersonPhoto } from '$lib/domain/rows';
import type { Result } from '$lib/domain/result';
import { ok } from '$lib/domain/result';
import { FileSender, type UploadState } from '$lib/files/file-sender.svelte';
import { FileStore, type WaitingFile } from '$lib/files/file-store';
import { partName } from '$lib/files/parts';
import { sha256Hex } from '$lib/files/sha256';
import { storageFolder } from '$lib/files/storage-folder';
import type { FileDeskParts } from '$lib/state/file-desk.svelte';
import type { OperationState } from '$lib/state/operation.svelte';
import type { Session } from '$lib/state/session.svelte';
import { newId } from '$lib/sync/ids';
import type { SvelteMap } from 'svelte/reactivity';
import { aboutOf, type About } from './about';
import { clearOnServer } from './clear-on-server';
import { nextStep } from './next-step';
import { idsOf } from './standing';
import { takePhoto, type PhotoError, type SaidOfPhoto } from './take-photo';

const bucket = 'person-photos';
const mediaType = 'image/jpeg';

/** The photographs of people that this phone keeps: those that wait, and those that were looked at. */
export class PersonPhotos {
  readonly #operation: OperationState;
  readonly #session: Session;
  readonly #store: FileStore;
  readonly #sender: FileSender;
  /** The photographs that stood at the last look; null before the first. */
  #stood: ReadonlySet<string> | null = null;

  constructor({ operation, session, keeping }: FileDeskParts) {
    this.#operation = operation;
    this.#session = session;
    this.#store = new FileStore({ ...keeping, kind: 'photo' });
    this.#sender = new FileSender({
      operation,
      store: this.#store,
      lock: `${keeping.name} photos`,
      watch: () => [operation.photos, operation.sync.phase],
      advance: (file, isLeading) => this.#advance(file, isLeading),
      finish: (isLeading) => this.#forgetTakenAway(isLeading),
    });
  }

  /** Of every photograph that waits on this phone, by its id. */
  get states(): SvelteMap<string, UploadState> {
    return this.#sender.states;
  }

  /** Sends what waits whenever there is a chance; returns how to stop. */
  start(): () => void {
    return this.#sender.start();
  }

  /**
   * Keeps a photograph on this phone and records it, the bytes first.
   * @returns its id
   * @throws StorageError when the phone cannot keep it: nothing has been kept or recorded then
   */
  async keep(file: File, said: SaidOfPhoto): Promise<Result<string, PhotoError>> {
    const taken = await takePhoto(file, said, Date.now());
    if (!taken.ok) return taken;
    const { bytes, payload } = taken.value;
    const id = newId();
    const about = { isRecorded: false, payload };
    await this.#sender.begin(id, async () => {
      await this.#store.add(id, JSON.stringify(about), bytes, null);
      this.states.set(id, { type: 'waiting' });
      await this.#record(id, about);
    });
    return ok(id);
  }

  /**
   * The picture, from this phone or from the server, which is kept for the next look; null where
   * neither has it now, and where the server has another one than was recorded.
   */
  async picture(photo: PersonPhoto): Promise<Blob | null> {
    const waiting = await this.#store.original(photo.id, mediaType).catch(() => null);
    if (waiting) return waiting;
    const kept = await this.#store.preview(photo.id).catch(() => null);
    if (kept) return new Blob([kept], { type: mediaType });
    if (photo.stored_at === null) return null;
    try {
      const { storage } = await this.#session.client();
      const path = `${photo.operation_id}/${photo.id}/${partName(0)}`;
      const { data } = await storage.from(bucket).download(path);
      const bytes = await data?.arrayBuffer();
      if (!bytes || (await sha256Hex(bytes)) !== photo.sha256) return null;
      // It may have been taken away while it was on its way.
      if (!this.#operation.photo(photo.id)) return null;
      await this.#store.keepPreview(photo.id, bytes).catch(() => undefined);
      return new Blob([bytes], { type: mediaType });
    } catch {
      return null;
    }
  }

  async #advance(file: WaitingFile, isLeading: boolean): Promise<void> {
    const { id } = file;
    const about = aboutOf(file.about);
    const records = this.#operation.records.filter(({ mutation }) => mutation.entity_id === id);
    const photo = this.#operation.photo(id);
    const step = nextStep({ isRecorded: about.isRecorded, photo, records });
    if (step === 'stuck') this.states.set(id, { type: 'stuck' });
    else if (!this.states.has(id)) this.states.set(id, { type: 'waiting' });
    if (!isLeading) return;
    if (step === 'record') return this.#record(id, about);
    if (!about.isRecorded) await this.#noteRecorded(id, about);
    if (step === 'ask') await this.#ask(id);
    if (step === 'settle') await this.#settle(id);
    if (step === 'upload' && photo) await this.#upload(file, photo);
  }

  async #record(id: string, about: About): Promise<void> {
    await this.#operation.mutate('photo.record', id, about.payload);
    await this.#noteRecorded(id, about);
  }

  #noteRecorded(id: string, about: About): Promise<void> {
    return this.#store.describe(id, JSON.stringify({ ...about, isRecorded: true }));
  }

  /** @throws Error when the rest has to wait */
  async #upload(file: WaitingFile, photo: PersonPhoto): Promise<void> {
    const client = await this.#session.client();
    const folder = storageFolder(client, bucket, `${photo.operation_id}/${photo.id}`);
    if (await this.#sender.send(file, photo.size_bytes, folder))
      await this.#operation.mutate('photo.stored', photo.id, {});
  }

  /** The server has it: the phone that took it goes on showing it. */
  async #settle(id: string): Promise<void> {
    await this.#store.keepPreview(id, await this.#store.part(id, 0));
    await this.#store.settle(id);
    this.states.delete(id);
  }

  /** The server's own word, for rows may be missing while they are fetched anew. @throws Error */
  async #ask(id: string): Promise<void> {
    const client = await this.#session.client();
    const { data, error } = await client.from('person_photos').select('deleted_at').eq('id', id);
    if (error) throw new Error(`person_photos: ${error.code}`);
    const [row] = data as { deleted_at: string | null }[];
    if (!row) this.states.set(id, { type: 'stuck' });
    else if (row.deleted_at !== null) await this.#forget(id);
  }

  async #forget(id: string): Promise<void> {
    await this.#store.forget(id);
    this.states.delete(id);
  }

  /** What was taken away goes from this phone, and by the server's hand from Storage [G5]. */
  async #forgetTakenAway(isLeading: boolean): Promise<void> {
    const { photos, pending, sync } = this.#operation;
    const isInStep = sync.phase === 'live' || sync.phase === 'polling';
    // What this phone has asked for itself may still be refused.
    if (!isInStep || pending.length > 0) return;
    const stands = idsOf(photos);
    const waiting = idsOf(await this.#store.waiting());
    for (const id of await this.#store.previews())
      if (!stands.has(id) && !waiting.has(id)) await this.#forget(id);
    if (!isLeading) return;
    // At the first look too: the app may have ended before the server was asked.
    const isNews = this.#stood === null || [...this.#stood].some((id) => !stands.has(id));
    if (isNews) await clearOnServer(this.#operation.id);
    this.#stood = stands;
  }
}
