import type { EvidenceUploads } from '$lib/evidence/uploads.svelte';
import type { OperationState } from './operation.svelte';
import type { Session } from './session.svelte';

/** Loads what keeps and sends files of evidence when this phone has some, or is about to. */
export class EvidenceDesk {
  /** Null until it is loaded, and where no file can be kept. */
  uploads: EvidenceUploads | null = $state.raw(null);
  readonly #operation: OperationState;
  readonly #session: Session;
  #loading: Promise<EvidenceUploads | null> | null = null;
  #stop: () => void = () => undefined;
  #isStopped = false;

  constructor(operation: OperationState, session: Session) {
    this.#operation = operation;
    this.#session = session;
  }

  /** Null where this browser can keep no file: without a database, or without WebCrypto. */
  open(): Promise<EvidenceUploads | null> {
    this.#loading ??= this.#load().catch((cause: unknown) => {
      this.#loading = null;
      throw cause;
    });
    return this.#loading;
  }

  /** Opens it when files wait on this phone. */
  async openIfNeeded(): Promise<void> {
    if (await this.#session.hasFiles(this.#operation.id)) await this.open().catch(() => undefined);
  }

  stop(): void {
    this.#isStopped = true;
    this.#stop();
  }

  async #load(): Promise<EvidenceUploads | null> {
    const keeping = this.#session.filesFor(this.#operation.id, true);
    if (!keeping) return null;
    const { EvidenceUploads } = await import('$lib/evidence/uploads.svelte');
    if (this.#isStopped) return null;
    const uploads = new EvidenceUploads({
      operation: this.#operation,
      session: this.#session,
      keeping,
    });
    this.#stop = uploads.start();
    this.uploads = uploads;
    return uploads;
  }
}
