import { beforeEach, describe, expect, test, vi } from 'vitest';
import { err, ok } from '$lib/domain/result';
import { newDevice } from '$lib/sync/letters/device';
import { isSignedBy, openLetter } from '$lib/sync/letters/sealing';
import type { Rest } from '$lib/sync/rest';
import { newServerKey, statusMutation } from '$lib/sync/testing/letters';
import { author, operationId } from '$lib/sync/testing/rows';
import { LetterWriter } from './letter-writer';

const server = await newServerKey();
const known = await newDevice();
let device = known;
let now = 0;
const rest = vi.fn<Rest>();
const fetcher = vi.fn<typeof fetch>();
const vault = {
  device: vi.fn(() => Promise.resolve<typeof known | null>(device)),
  deviceRegistered: vi.fn(() => {
    device = { ...device, registered: true };
    return Promise.resolve();
  }),
  deviceForgotten: vi.fn(() => {
    device = { ...device, registered: false };
    return Promise.resolve();
  }),
};
const keyAnswer = () => Promise.resolve(Response.json({ key: server.publicKey }));
beforeEach(() => {
  vi.clearAllMocks();
  device = known;
  now = 0;
  rest.mockResolvedValue(ok(null));
  fetcher.mockImplementation(keyAnswer);
});
const open = () =>
  new LetterWriter({ userId: author.userId, vault, rest, fetch: fetcher, now: () => now });
const row = { id: operationId, letter_key: server.publicKey };
const withoutKey = { id: operationId, letter_key: null };

describe('sealing', () => {
  test('[T1] a letter is signed by this phone, for the operation’s key', async () => {
    const letter = await open().seal(statusMutation(), server.publicKey);
    const content = letter && (await openLetter(letter, operationId, server));
    if (!content) throw new Error('no letter');
    expect(content).toMatchObject({ author: author.userId, device: known.id });
    expect(await isSignedBy(content, operationId, known.publicKey)).toBe(true);
  });

  test('[T1] there is none while no key is known, nor without WebCrypto', async () => {
    expect(await open().seal(statusMutation(), null)).toBeNull();
    vault.device.mockResolvedValueOnce(null);
    expect(await open().seal(statusMutation(), server.publicKey)).toBeNull();
  });

  test('[T1] a key that was asked for holds until the row brings it', async () => {
    const writer = open();
    await writer.contact(withoutKey);
    expect(fetcher).toHaveBeenCalledWith(`/letters/key?operation=${operationId}`);
    expect(await writer.seal(statusMutation(), null)).not.toBeNull();
  });
});

test('[T1] what was made ready seals one letter, and each letter has a key of its own', async () => {
  const writer = open();
  await writer.prepare(operationId, server.publicKey);
  const letters = await Promise.all(
    [1, 2, 3].map(() => writer.seal(statusMutation(), server.publicKey)),
  );
  expect(new Set(letters.map((letter) => letter?.sender)).size).toBe(3);
  for (const letter of letters)
    expect(letter && (await openLetter(letter, operationId, server))).not.toBeNull();
});

describe('[T3] on contact the phone is made known', () => {
  test('once, on this page and after the next start', async () => {
    const writer = open();
    await writer.contact(row);
    await writer.contact(row);
    await open().contact(row);
    expect(rest).toHaveBeenCalledOnce();
    expect(rest).toHaveBeenCalledWith({
      path: 'rpc/register_device',
      body: { device: known.id, public_key: known.publicKey },
    });
    expect(fetcher).not.toHaveBeenCalled();
  });

  test('again after a minute when it failed, not with every answer', async () => {
    rest.mockResolvedValue(err({ type: 'offline' }));
    const writer = open();
    await writer.contact(row);
    now = 59_999;
    await writer.contact(row);
    expect(rest).toHaveBeenCalledTimes(1);
    now = 60_000;
    await writer.contact(row);
    expect(rest).toHaveBeenCalledTimes(2);
    expect(vault.deviceRegistered).not.toHaveBeenCalled();
  });
});

describe('[T1] [T3] when the server was restored from a backup', () => {
  test('the phone is made known again at the next contact, and no more often', async () => {
    const writer = open();
    await writer.contact(row);
    await writer.forgetServer();
    await writer.contact(row);
    await writer.contact(row);
    expect(rest).toHaveBeenCalledTimes(2);
    expect(rest).toHaveBeenLastCalledWith({
      path: 'rpc/register_device',
      body: { device: known.id, public_key: known.publicKey },
    });
  });

  test('also by the next start, when the app was closed before', async () => {
    const writer = open();
    await writer.contact(row);
    await writer.forgetServer();
    await open().contact(row);
    expect(rest).toHaveBeenCalledTimes(2);
  });

  test('also where this phone cannot keep that it is to be', async () => {
    const writer = open();
    await writer.contact(row);
    vault.deviceForgotten.mockRejectedValueOnce(new Error('full'));
    await writer.forgetServer().catch(() => undefined);
    await writer.contact(row);
    expect(rest).toHaveBeenCalledTimes(2);
  });

  test('the key is asked for again where the row has none, and nothing is sealed to the old one', async () => {
    const writer = open();
    await writer.contact(withoutKey);
    await writer.forgetServer();
    expect(await writer.seal(statusMutation(), null)).toBeNull();
    await writer.contact(withoutKey);
    expect(fetcher).toHaveBeenCalledTimes(2);
    expect(await writer.seal(statusMutation(), null)).not.toBeNull();
  });
});
