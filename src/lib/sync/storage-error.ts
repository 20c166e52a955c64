/** Why the phone could not keep or read something. Nothing has been half-written. */
export type StorageFailure =
  /** The disk, or what the browser grants of it, is full. */
  | 'full'
  /** The database was taken away: cleared, evicted, or signed out in another tab. */
  | 'lost'
  /** The PIN has not been given. */
  | 'locked'
  /** Anything else that the browser would not do. */
  | 'failed';

export class StorageError extends Error {
  readonly type: StorageFailure;

  constructor(type: StorageFailure, cause?: unknown) {
    super(`storage ${type}`, { cause });
    this.type = type;
  }
}

/** The kind of failure behind what IndexedDB or WebCrypto threw, told by its name. */
export const storageError = (cause: unknown): StorageError => {
  if (cause instanceof StorageError) return cause;
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  if (name === 'QuotaExceededError') return new StorageError('full', cause);
  if (name === 'InvalidStateError' || name === 'NotFoundError')
    return new StorageError('lost', cause);
  return new StorageError('failed', cause);
};
