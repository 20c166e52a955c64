import type { Mutation } from '$lib/domain/mutations';
import type { Operation } from '$lib/domain/rows';
import type { Device } from '$lib/sync/letters/device';
import type { Letter } from '$lib/sync/letters/letter';
import type { Envelope, LetterKey } from '$lib/sync/letters/sealing';
import type { Rest } from '$lib/sync/rest';
import type { Vault } from '$lib/sync/vault/vault';
import * as v from 'valibot';

/** Nothing here is urgent: what failed is tried again at a later contact. */
const pauseMs = 60_000;
const keySchema = v.object({ key: v.string() });

const importSealing = () => import('$lib/sync/letters/sealing');
let sealing: ReturnType<typeof importSealing> | null = null;

/**
 * Its code comes when the first letter is made ready, or at the first contact: not with the page.
 * Kept: a browser takes a turn of its own even for what it has loaded, and a tap waits for it.
 */
const loadSealing = (): ReturnType<typeof importSealing> => {
  sealing ??= importSealing().catch((cause: unknown) => {
    sealing = null;
    throw cause;
  });
  return sealing;
};

export interface LetterWriterOptions {
  userId: string;
  vault: Pick<Vault, 'device' | 'deviceRegistered' | 'deviceForgotten'>;
  rest: Rest;
  /** For `/letters/key`, which knows the caller by the cookies. */
  fetch: typeof fetch;
  /** ms since 1970. */
  now: () => number;
}

/** Makes letters of one person's records, and what the server has to know for it [T1]. */
export class LetterWriter {
  readonly #options: LetterWriterOptions;
  /** Keys that were asked for before the operation's row brought them, by the operation's id. */
  readonly #asked = new Map<string, string>();
  readonly #keys = new Map<string, Promise<LetterKey>>();
  #device: Promise<Device | null> | null = null;
  /** For the next letter. */
  #spare: Envelope | null = null;
  #isRegistered = false;
  /** Whatever is kept of a registration was said by a server that is no more. */
  #isForgotten = false;
  #notBefore = 0;

  constructor(options: LetterWriterOptions) {
    this.#options = options;
  }

  /** @returns null while there is no key to seal it to, and where the browser has no WebCrypto */
  async seal(mutation: Mutation, letterKey: string | null): Promise<Letter | null> {
    const tools = await this.#tools(mutation.operation_id, letterKey);
    if (!tools) return null;
    const { key, device, sealing } = tools;
    const signer = { author: this.#options.userId, device: device.id, key: device.keys.privateKey };
    const envelope = this.#spare;
    // Taken before anything is awaited: no two letters ever have the same one.
    this.#spare = null;
    return sealing.sealLetter(mutation, key, signer, envelope ?? undefined);
  }

  /**
   * Makes ready what the next letter needs: a tap that waited for it would be kept later. To be
   * called anew after each letter, once its record is on the screen.
   */
  async prepare(operationId: string, letterKey: string | null): Promise<void> {
    const tools = await this.#tools(operationId, letterKey);
    if (tools) this.#spare ??= await tools.sealing.newEnvelope(tools.key);
  }

  /** The server has answered: now it can be told of this phone, and asked for what is missing. */
  async contact({ id, letter_key }: Pick<Operation, 'id' | 'letter_key'>): Promise<void> {
    const hasKey = Boolean(letter_key) || this.#asked.has(id);
    const { now } = this.#options;
    if ((hasKey && this.#isRegistered) || now() < this.#notBefore) return;
    this.#notBefore = now() + pauseMs;
    const device = await this.#ownDevice();
    if (!device) return;
    if (!this.#isRegistered) await this.#register(device);
    if (!hasKey) await this.#askKey(id);
    // Before the network is gone again.
    await loadSealing();
  }

  /**
   * The server was restored from a backup: it may know neither this phone nor the key that it gave.
   * The next contact makes sure of both.
   */
  async forgetServer(): Promise<void> {
    this.#isForgotten = true;
    this.#isRegistered = false;
    this.#asked.clear();
    this.#notBefore = 0;
    await this.#options.vault.deviceForgotten();
  }

  async #tools(operationId: string, letterKey: string | null) {
    const text = letterKey ?? this.#asked.get(operationId);
    const device = await this.#ownDevice();
    if (text === undefined || !device) return null;
    const sealing = await loadSealing();
    const key = this.#keys.get(text) ?? sealing.readLetterKey(text);
    this.#keys.set(text, key);
    return { key: await key, device, sealing };
  }

  /** What cannot be read now is read again the next time. */
  #ownDevice(): Promise<Device | null> {
    this.#device ??= this.#options.vault.device().catch((cause: unknown) => {
      this.#device = null;
      throw cause;
    });
    return this.#device;
  }

  async #register({ id, publicKey, registered }: Device): Promise<void> {
    const { rest, vault } = this.#options;
    if (!registered || this.#isForgotten) {
      const body = { device: id, public_key: publicKey };
      if (!(await rest({ path: 'rpc/register_device', body })).ok) return;
      await vault.deviceRegistered(id);
    }
    this.#isRegistered = true;
    this.#isForgotten = false;
  }

  async #askKey(operationId: string): Promise<void> {
    const response = await this.#options.fetch(`/letters/key?operation=${operationId}`);
    const answer = v.safeParse(keySchema, await response.json());
    if (response.ok && answer.success) this.#asked.set(operationId, answer.output.key);
  }
}
