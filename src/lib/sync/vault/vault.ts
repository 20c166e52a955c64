import type { Result } from '../../domain/result.ts';
import { err, ok } from '../../domain/result.ts';
import { StorageError } from '../storage-error.ts';
import { type Device, newDevice } from '../letters/device.ts';
import type { Connection } from '../idb/connection.ts';
import type { Cipher } from './cipher.ts';
import { aesCipher, clearCipher } from './cipher.ts';
import {
  newDataKey,
  newDeviceKey,
  newPinSettings,
  pinKey,
  unwrapDataKey,
  wrapDataKey,
} from './keys.ts';
import type { VaultRecord } from './vault-record.ts';
import {
  changeDevice,
  changeVault,
  destroyKeys,
  endWipe,
  forgetKeys,
  isWiping,
  openVault,
  readDevice,
  readVault,
} from './vault-record.ts';

const pinAttempts = 5;

export interface VaultStatus {
  /** A wipe was broken off: see `finishWipe`. */
  isWiping: boolean;
  hasPin: boolean;
  /** The PIN has to be given before anything can be read. */
  isLocked: boolean;
  attemptsLeft: number;
}

export type UnlockError =
  | { type: 'wrong_pin'; attemptsLeft: number }
  /** The last attempt was wrong, now or before: the rows are gone. */
  | { type: 'wiped' }
  | { type: 'no_pin' };
export type PinError =
  UnlockError | { type: 'has_pin' | 'locked' } /** No WebCrypto. */ | { type: 'unsupported' };

export interface VaultOptions {
  factory: IDBFactory;
  /** The database's name: one for each account. */
  name: string;
  /**
   * Clears rows and records of all operations of the account; called when the key is gone, and
   * again at the next start when it did not come to its end.
   */
  onWipe: () => Promise<void>;
  /** Null where the browser gives the page no WebCrypto: bodies lie in clear then. */
  subtle: SubtleCrypto | null;
  /** Of the key derivation, for new PINs; tests need no slow one. */
  iterations?: number;
}

/** The key to what one account keeps on this phone [S8]-[S10]. */
export class Vault {
  readonly #options: VaultOptions;
  readonly #database: Connection;
  #cipher: Cipher | null = null;

  constructor(options: VaultOptions) {
    this.#options = options;
    this.#database = openVault(options.factory, options.name);
  }

  get isEncrypted(): boolean {
    return this.#options.subtle !== null;
  }

  async status(): Promise<VaultStatus> {
    const database = this.#database;
    const [record, isUnfinished] = await Promise.all([readVault(database), isWiping(database)]);
    const common = { isWiping: isUnfinished };
    return record?.kind === 'pin'
      ? {
          ...common,
          hasPin: true,
          isLocked: this.#cipher === null,
          attemptsLeft: record.attemptsLeft,
        }
      : { ...common, hasPin: false, isLocked: false, attemptsLeft: pinAttempts };
  }

  /**
   * What the stores seal and open bodies with; makes the key at the first call.
   * @throws StorageError `locked` while the PIN has not been given
   */
  cipher = async (): Promise<Cipher> => {
    if (!this.isEncrypted) return clearCipher;
    return (this.#cipher ??= await this.#openWithoutPin());
  };

  /** Sets the PIN where there is none. The rows stay as they are: only the key is wrapped anew. */
  async create(pin: string): Promise<Result<null, PinError>> {
    if (!this.isEncrypted) return err({ type: 'unsupported' });
    await this.cipher().catch(() => undefined);
    const record = await readVault(this.#database);
    if (record?.kind !== 'device') return err({ type: record ? 'has_pin' : 'locked' });
    const dataKey = await unwrapDataKey(record.wrapped, record.deviceKey, true);
    await this.#keepUnder(pin, dataKey);
    return ok(null);
  }

  async unlock(pin: string): Promise<Result<null, UnlockError>> {
    const dataKey = await this.#try(pin);
    if (!dataKey.ok) return dataKey;
    this.#cipher = aesCipher(dataKey.value);
    return ok(null);
  }

  /** The old PIN counts as an attempt, as in `unlock`. */
  async changePin(from: string, to: string): Promise<Result<null, UnlockError>> {
    const dataKey = await this.#try(from, true);
    if (!dataKey.ok) return dataKey;
    await this.#keepUnder(to, dataKey.value);
    return ok(null);
  }

  /** This tab forgets the key: until the PIN is given again, or, without one, until it is asked for. */
  lock(): void {
    this.#cipher = null;
  }

  /** Destroys the keys first, so that whatever is left on the disk can no longer be read [Q5]. */
  async wipe(): Promise<void> {
    this.#cipher = null;
    const database = this.#database;
    try {
      await destroyKeys(database);
    } catch {
      // A full disk refuses the note that goes with it. A deletion needs no space.
      await forgetKeys(database);
    }
    try {
      await this.#options.onWipe();
    } catch (cause) {
      // There may be space for the note by now: the next start goes on.
      await destroyKeys(database).catch(() => undefined);
      throw cause;
    }
    await endWipe(database);
  }

  /** A wipe that the end of the app broke off is completed before anything else is done. */
  async finishWipe(): Promise<void> {
    const database = this.#database;
    if (!(await isWiping(database))) return;
    await this.#options.onWipe();
    await endWipe(database);
  }

  /** The key that this phone signs letters with; made at the first call. Null without WebCrypto. */
  async device(): Promise<Device | null> {
    if (!this.isEncrypted) return null;
    const database = this.#database;
    const known = await readDevice(database);
    if (known) return known;
    const made = await newDevice();
    // Another tab may have been faster: its key is the one.
    return (await changeDevice(database, (now) => now ?? made)) ?? null;
  }

  /** The server knows this device now. */
  async deviceRegistered(id: string): Promise<void> {
    await changeDevice(this.#database, (now) =>
      now?.id === id ? { ...now, registered: true } : undefined,
    );
  }

  /** The server is an older copy of itself, and may not know this device any more. */
  async deviceForgotten(): Promise<void> {
    await changeDevice(this.#database, (now) => now && { ...now, registered: false });
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  async #openWithoutPin(): Promise<Cipher> {
    const database = this.#database;
    const [isUnfinished, kept] = await Promise.all([isWiping(database), readVault(database)]);
    if (isUnfinished) await this.finishWipe();
    const record = kept ?? (await this.#make(database));
    if (record?.kind !== 'device') throw new StorageError('locked');
    return aesCipher(await unwrapDataKey(record.wrapped, record.deviceKey));
  }

  async #make(database: Connection): Promise<VaultRecord | null> {
    const deviceKey = await newDeviceKey();
    const wrapped = await wrapDataKey(await newDataKey(), deviceKey);
    // Another tab may have been faster: its key is the one.
    return changeVault(database, (now) => now ?? { format: 1, kind: 'device', wrapped, deviceKey });
  }

  async #keepUnder(pin: string, dataKey: CryptoKey): Promise<void> {
    const settings = newPinSettings(this.#options.iterations);
    const wrapped = await wrapDataKey(dataKey, await pinKey(pin, settings));
    await changeVault(this.#database, () => ({
      format: 1,
      kind: 'pin',
      wrapped,
      pin: settings,
      attemptsLeft: pinAttempts,
    }));
  }

  async #try(pin: string, extractable = false): Promise<Result<CryptoKey, UnlockError>> {
    const database = this.#database;
    let attemptsBefore = 0;
    const record = await changeVault(database, (now) => {
      if (now?.kind !== 'pin') return now ?? null;
      attemptsBefore = now.attemptsLeft;
      return { ...now, attemptsLeft: Math.max(0, now.attemptsLeft - 1) };
    });
    if (record?.kind !== 'pin') return err({ type: record ? 'no_pin' : 'wiped' });
    // The app was ended between the last attempt and the wipe.
    if (attemptsBefore === 0) return this.#wiped();
    try {
      const dataKey = await unwrapDataKey(
        record.wrapped,
        await pinKey(pin, record.pin),
        extractable,
      );
      await changeVault(database, (now) =>
        now?.kind === 'pin' ? { ...now, attemptsLeft: pinAttempts } : (now ?? null),
      );
      return ok(dataKey);
    } catch (cause) {
      if (!(cause instanceof DOMException) || cause.name !== 'OperationError') throw cause;
    }
    if (record.attemptsLeft === 0) return this.#wiped();
    return err({ type: 'wrong_pin', attemptsLeft: record.attemptsLeft });
  }

  async #wiped(): Promise<{ ok: false; error: { type: 'wiped' } }> {
    await this.wipe();
    return err({ type: 'wiped' });
  }
}
