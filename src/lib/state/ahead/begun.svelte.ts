import type { Session } from '../session.svelte';

/** An operation that syncs, and how to stop it. */
interface Opened<O> {
  operation: O;
  stop: () => void;
}

export interface BegunOptions<S, O> {
  session: S;
  /** Opens an operation of the session, and begins to sync. */
  open: (operationId: string) => Opened<O>;
}

type BegunSession = Pick<Session, 'start' | 'operationId' | 'revoked'> & {
  lock: Pick<NonNullable<Session['lock']>, 'state'> | null;
};

/** The session and its operation, begun before the screens are there, which take them over. */
export class Begun<S extends BegunSession, O> {
  readonly session: S;
  /** Stops the session. */
  readonly stop: () => void;
  readonly #open: (operationId: string) => Opened<O>;
  readonly #stopWatching: () => void;
  #opened: (Opened<O> & { id: string }) | null = null;
  #isHandedOver = false;

  constructor({ session, open }: BegunOptions<S, O>) {
    this.session = session;
    this.#open = open;
    this.stop = session.start();
    this.#stopWatching = $effect.root(() => {
      $effect(() => {
        const { lock, operationId, revoked } = session;
        const id = lock?.state === 'open' && !revoked ? operationId : null;
        // Made in the effect, it would end with the effect.
        queueMicrotask(() => this.#follow(id));
      });
    });
  }

  /** The screens are there: from here on they open operations themselves. */
  handOver(): void {
    this.#isHandedOver = true;
    this.#stopWatching();
  }

  /** What was opened, where it is this operation; once. */
  takeOperation(operationId: string): Opened<O> | null {
    const opened = this.#opened;
    this.#opened = null;
    if (opened?.id === operationId) return opened;
    opened?.stop();
    return null;
  }

  #follow(id: string | null): void {
    if (this.#isHandedOver || this.#opened?.id === id) return;
    this.#opened?.stop();
    this.#opened = id === null ? null : { id, ...this.#open(id) };
  }
}
