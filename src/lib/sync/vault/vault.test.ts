import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { newPinSettings } from './keys.ts';
import { Vault } from './vault.ts';

let factory: IDBFactory;
const onWipe = vi.fn(() => Promise.resolve());
beforeEach(() => {
  factory = new IDBFactory();
  onWipe.mockClear();
});

/** The app, opened anew on the same phone. */
const openVault = (subtle: SubtleCrypto | null = crypto.subtle) =>
  new Vault({ factory, name: 'daylight vault test', onWipe, subtle, iterations: 1_000 });

const sealed = async (vault: Vault) => (await vault.cipher()).seal('a row', 'tasks 1');
const reads = async (vault: Vault, body: Awaited<ReturnType<typeof sealed>>) =>
  (await vault.cipher()).open(body, 'tasks 1');

describe('without a PIN', () => {
  test('[S8] what was sealed opens after a restart, and is no clear text', async () => {
    const body = await sealed(openVault());
    expect(body).not.toHaveProperty('text');
    expect(await reads(openVault(), body)).toBe('a row');
  });

  test('[S8] two tabs that start at once have the same key', async () => {
    const [one, other] = [openVault(), openVault()];
    const [body] = await Promise.all([sealed(one), sealed(other)]);
    expect(await reads(other, body)).toBe('a row');
  });

  test('[S8] a body moved to another place does not open', async () => {
    const vault = openVault();
    const body = await sealed(vault);
    const opening = (await vault.cipher()).open(body, 'tasks 2');
    await expect(opening).rejects.toMatchObject({ type: 'failed' });
  });

  test('a lock keeps nobody out: the key is there for who asks', async () => {
    const vault = openVault();
    const body = await sealed(vault);
    vault.lock();
    expect(await reads(vault, body)).toBe('a row');
    expect(await vault.unlock('123456')).toMatchObject({ error: { type: 'no_pin' } });
  });

  test('a browser without WebCrypto keeps bodies in clear, and gets no PIN', async () => {
    const vault = openVault(null);
    expect(await sealed(vault)).toEqual({ text: 'a row' });
    expect(await vault.create('123456')).toMatchObject({ error: { type: 'unsupported' } });
    expect(vault.isEncrypted).toBe(false);
  });
});

test('[S9] guessing PINs is slow: 600,000 rounds', () => {
  expect(newPinSettings().iterations).toBeGreaterThanOrEqual(600_000);
});

describe('with a PIN', () => {
  test('[S9] what was sealed before the PIN opens after it, with the PIN alone', async () => {
    const first = openVault();
    const body = await sealed(first);
    expect((await first.create('123456')).ok).toBe(true);
    expect(await reads(first, body)).toBe('a row');

    const restarted = openVault();
    expect(await restarted.status()).toMatchObject({ hasPin: true, isLocked: true });
    await expect(restarted.cipher()).rejects.toMatchObject({ type: 'locked' });
    expect((await restarted.unlock('123456')).ok).toBe(true);
    expect(await reads(restarted, body)).toBe('a row');
    restarted.lock();
    await expect(restarted.cipher()).rejects.toMatchObject({ type: 'locked' });
  });

  test('a second PIN is set only by changing the first', async () => {
    const vault = openVault();
    const body = await sealed(vault);
    await vault.create('123456');
    expect(await vault.create('000000')).toMatchObject({ error: { type: 'has_pin' } });
    expect((await vault.changePin('123456', '654321')).ok).toBe(true);
    const restarted = openVault();
    expect(await restarted.unlock('123456')).toMatchObject({ error: { type: 'wrong_pin' } });
    expect((await restarted.unlock('654321')).ok).toBe(true);
    expect(await reads(restarted, body)).toBe('a row');
  });

  test('[S10] the fifth wrong PIN in a row destroys the key, restarts or not', async () => {
    const vault = openVault();
    await vault.create('123456');
    for (const attemptsLeft of [4, 3, 2, 1])
      expect(await openVault().unlock('000000')).toMatchObject({
        error: { type: 'wrong_pin', attemptsLeft },
      });
    expect(onWipe).not.toHaveBeenCalled();
    expect(await openVault().unlock('000000')).toMatchObject({ error: { type: 'wiped' } });
    expect(onWipe).toHaveBeenCalledOnce();
    expect(await openVault().unlock('123456')).toMatchObject({ error: { type: 'wiped' } });
  });

  test('[T1] the key that signs letters is the same before and after the PIN, and locked or not', async () => {
    const vault = openVault();
    const device = await vault.device();
    await vault.create('123456');
    await vault.changePin('123456', '654321');
    expect((await openVault().device())?.id).toBe(device?.id);
  });

  test('[S10] the right PIN gives all attempts back', async () => {
    const vault = openVault();
    await vault.create('123456');
    await vault.unlock('000000');
    await vault.unlock('123456');
    expect(await vault.status()).toMatchObject({ attemptsLeft: 5, isLocked: false });
  });

  test('[S10] an attempt counts before it is tried', async () => {
    const vault = openVault();
    await vault.create('123456');
    const derive = vi.spyOn(crypto.subtle, 'deriveKey').mockRejectedValueOnce(new Error('killed'));
    await expect(openVault().unlock('123456')).rejects.toThrow('killed');
    derive.mockRestore();
    expect(await openVault().status()).toMatchObject({ attemptsLeft: 4 });
  });
});

describe('the device', () => {
  test('[T1] two tabs that start at once sign with the same key, and none shows it', async () => {
    const [one, other] = await Promise.all([openVault().device(), openVault().device()]);
    expect(one?.id).toBe(other?.id);
    expect(one?.publicKey).toBe((await openVault().device())?.publicKey);
    expect(one?.keys.privateKey.extractable).toBe(false);
  });

  test('is registered once', async () => {
    const device = await openVault().device();
    expect(device?.registered).toBe(false);
    await openVault().deviceRegistered('another');
    expect((await openVault().device())?.registered).toBe(false);
    await openVault().deviceRegistered(device?.id ?? '');
    expect(await openVault().device()).toMatchObject({ id: device?.id, registered: true });
  });

  test('[T1] is to be registered again when the server has forgotten it, with the same key', async () => {
    const device = await openVault().device();
    await openVault().deviceRegistered(device?.id ?? '');
    await openVault().deviceForgotten();
    const { id, publicKey } = device ?? {};
    expect(await openVault().device()).toMatchObject({ id, publicKey, registered: false });
  });

  test('[T1] none is made by that', async () => {
    await openVault().deviceForgotten();
    expect((await openVault().device())?.registered).toBe(false);
  });

  test('[Q5] a wipe destroys its key', async () => {
    const device = await openVault().device();
    await openVault().wipe();
    expect((await openVault().device())?.id).not.toBe(device?.id);
  });

  test('there is none where the browser has no WebCrypto', async () => {
    expect(await openVault(null).device()).toBeNull();
  });
});

test('[Q5] a wipe that was broken off is completed before a new key is made', async () => {
  const body = await sealed(openVault());
  onWipe.mockRejectedValueOnce(new Error('killed'));
  await expect(openVault().wipe()).rejects.toThrow('killed');
  const next = openVault();
  await expect(reads(next, body)).rejects.toMatchObject({ type: 'failed' });
  expect(onWipe).toHaveBeenCalledTimes(2);
  await openVault().finishWipe();
  expect(onWipe).toHaveBeenCalledTimes(2);
});

describe('when the browser has ended the connection, as phones do in the background', () => {
  /** Ends every connection that was opened so far. */
  let end: () => void;
  beforeEach(() => {
    const opened: IDBDatabase[] = [];
    const open = factory.open.bind(factory);
    vi.spyOn(factory, 'open').mockImplementation((...of) => {
      const request = open(...of);
      request.addEventListener('success', () => opened.push(request.result));
      return request;
    });
    end = () => {
      for (const database of opened) database.close();
    };
  });

  test('[Q5] a wipe destroys the keys all the same', async () => {
    const vault = openVault();
    const body = await sealed(vault);
    end();
    await vault.wipe();
    expect(onWipe).toHaveBeenCalledOnce();
    await expect(reads(openVault(), body)).rejects.toMatchObject({ type: 'failed' });
  });

  test('[S10] the PIN opens, and wrong ones count', async () => {
    const vault = openVault();
    await vault.create('123456');
    vault.lock();
    end();
    expect(await vault.unlock('000000')).toMatchObject({ error: { attemptsLeft: 4 } });
    end();
    expect((await vault.unlock('123456')).ok).toBe(true);
  });
});

test('[Q5] a full disk, which refuses the note of the wipe, still loses the keys', async () => {
  const vault = openVault();
  const device = await vault.device();
  const body = await sealed(vault);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await vault.wipe();
  put.mockRestore();
  expect(onWipe).toHaveBeenCalledOnce();
  const next = openVault();
  await expect(reads(next, body)).rejects.toMatchObject({ type: 'failed' });
  expect((await next.device())?.id).not.toBe(device?.id);
});

test('[Q5] a full disk: what could not be cleared is cleared at the next start', async () => {
  const vault = openVault();
  await sealed(vault);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  // The rows are gone by then, and with them the reason.
  onWipe.mockImplementationOnce(() => {
    put.mockRestore();
    return Promise.reject(new Error('the letters found no place'));
  });
  await expect(vault.wipe()).rejects.toThrow('the letters found no place');
  await openVault().finishWipe();
  expect(onWipe).toHaveBeenCalledTimes(2);
});
