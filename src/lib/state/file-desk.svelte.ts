import type { OperationState } from './operation.svelte';
import type { Session } from './session.svelte';
import type { FileKeeping } from './stores';

export interface FileDeskParts {
  operation: OperationState;
  session: Session;
  keeping: FileKeeping;
}

/** Something that keeps and sends files: `start` returns how to stop. */
interface KeepsFiles {
  start: () => () => void;
}

/** Loads what keeps and sends files of one kind when this phone has some, or is about to. */
export class FileDesk<T extends KeepsFiles> {
  /** Null until it is loaded, and where no file can be kept. */
  uploads: T | null = $state.raw(null);
  readonly #operation: OperationState;
  readonly #session: Session;
  readonly #make: (parts: FileDeskParts) => Promise<T>;
  #loading: Promise<T | null> | null = null;
  #stop: () => void = () => undefined;
  #isStopped = false;

  /** @param make loads the code as well, so that other screens do not bring it along */
  constructor(
    operation: OperationState,
    session: Session,
    make: (parts: FileDeskParts) => Promise<T>,
  ) {
    this.#operation = operation;
    this.#session = session;
    this.#make = make;
  }

  /** Null where this browser can keep no file: without a database, or without WebCrypto. */
  open(): Promise<T | null> {
    this.#loading ??= this.#load().catch((cause: unknown) => {
      this.#loading = null;
      throw cause;
    });
    return this.#loading;
  }

  /** Opens it when files are on this phone. */
  async openIfNeeded(): Promise<void> {
    if (await this.#session.hasFiles(this.#operation.id)) await this.open().catch(() => undefined);
  }

  stop(): void {
    this.#isStopped = true;
    this.#stop();
  }

  async #load(): Promise<T | null> {
    const keeping = this.#session.filesFor(this.#operation.id, true);
    if (!keeping) return null;
    const uploads = await this.#make({
      operation: this.#operation,
      session: this.#session,
      keeping,
    });
    if (this.#isStopped) return null;
    this.#stop = uploads.start();
    this.uploads = uploads;
    return uploads;
  }
}
