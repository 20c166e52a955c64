import type { Membership } from './membership';
import { parseMemberships, toStored } from './membership';

const keys = {
  user: 'daylight.user',
  operation: 'daylight.operation',
  memberships: 'daylight.memberships',
} as const;

/** What a device remembers between two starts, so that it can start without network. */
export class Remembered {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  get user(): { id: string; email: string } | null {
    const stored = this.#read(keys.user);
    if (typeof stored !== 'object' || stored === null) return null;
    const { id, email } = stored as Record<string, unknown>;
    return typeof id === 'string' && typeof email === 'string' ? { id, email } : null;
  }

  keepUser(user: { id: string; email: string }): void {
    this.#write(keys.user, user);
  }

  get operationId(): string | null {
    const stored = this.#read(keys.operation);
    return typeof stored === 'string' ? stored : null;
  }

  keepOperation(id: string): void {
    this.#write(keys.operation, id);
  }

  get memberships(): Membership[] | null {
    return parseMemberships(this.#read(keys.memberships));
  }

  keepMemberships(memberships: readonly Membership[]): void {
    this.#write(keys.memberships, toStored(memberships));
  }

  forget(): void {
    for (const key of Object.values(keys)) this.#storage.removeItem(key);
  }

  #read(key: string): unknown {
    try {
      return JSON.parse(this.#storage.getItem(key) ?? 'null');
    } catch {
      return null;
    }
  }

  #write(key: string, value: unknown): void {
    try {
      this.#storage.setItem(key, JSON.stringify(value));
    } catch {
      // A full or forbidden storage costs the next start a request, and nothing else.
    }
  }
}
