/** Letters against the real stack: sealed as a phone does it, posted over HTTP, applied by Postgres. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mutation } from '../../src/lib/domain/mutations.ts';
import { newDevice } from '../../src/lib/sync/letters/device.ts';
import { letterFromBytes, letterToBytes } from '../../src/lib/sync/letters/letter-bytes.ts';
import type { Letter } from '../../src/lib/sync/letters/letter.ts';
import { type LetterAnswer, postLetters } from '../../src/lib/sync/letters/post.ts';
import {
  type LetterKey,
  readLetterKey,
  sealLetter,
  type Signer,
} from '../../src/lib/sync/letters/sealing.ts';
import { newServerKey } from '../../src/lib/sync/testing/letters.ts';
import { operationId } from '../../supabase/embedded/demo/act.ts';
import { startInstance, temporaryDirectory, type Instance } from '../support/instance.ts';

const directory = temporaryDirectory();
let daylight: Instance;
let accounts: { email: string; password: string }[];
let key: LetterKey;
let author: Phone;
let task: string;

interface Phone {
  signer: Signer;
  client: SupabaseClient;
  /** The session as the app's cookie has it. */
  cookie: string;
}

beforeAll(async () => {
  daylight = await startInstance(directory.path);
  accounts = JSON.parse(
    readFileSync(join(directory.path, 'demo-accounts.json'), 'utf8'),
  ) as typeof accounts;
  const tasks = await daylight.service().from('tasks').select('id').limit(1);
  task = (tasks.data?.[0] as { id: string }).id;
  author = await signIn('coordinator.team1');
  const answer = await askKey(operationId, author.cookie);
  key = await readLetterKey(((await answer.json()) as { key: string }).key);
}, 60_000);
afterAll(async () => {
  await daylight.stop();
  directory.remove();
});

const signIn = async (name: string): Promise<Phone> => {
  const account = accounts.find(({ email }) => email.startsWith(`${name}@`));
  if (!account) throw new Error(`no demo account ${name}`);
  const client = daylight.client();
  const { data, error } = await client.auth.signInWithPassword(account);
  if (error) throw error;
  const device = await newDevice();
  const registered = await client.rpc('register_device', {
    device: device.id,
    public_key: device.publicKey,
  });
  expect(registered.error).toBeNull();
  const session = Buffer.from(JSON.stringify(data.session)).toString('base64url');
  return {
    client,
    signer: { author: data.user.id, device: device.id, key: device.keys.privateKey },
    cookie: `${cookieName}=base64-${session}`,
  };
};
const cookieName = 'daylight-session';

/** Somebody with an account and a phone, in no operation. */
const newMemberless = async (): Promise<Signer> => {
  const credentials = { email: 'nobody@daylight.example', password: 'no member of any operation' };
  const made = await daylight
    .service()
    .auth.admin.createUser({ ...credentials, email_confirm: true });
  if (made.error) throw made.error;
  const client = daylight.client();
  await client.auth.signInWithPassword(credentials);
  const device = await newDevice();
  const given = { device: device.id, public_key: device.publicKey };
  expect((await client.rpc('register_device', given)).error).toBeNull();
  return { author: made.data.user.id, device: device.id, key: device.keys.privateKey };
};

const askKey = (operation: string, cookie = '') =>
  fetch(`${daylight.origin}/letters/key?operation=${operation}`, { headers: { cookie } });

const comment = (body = 'طرق على الجدار'): Mutation => ({
  id: crypto.randomUUID(),
  operation_id: operationId,
  kind: 'task.comment',
  entity_id: task,
  base_version: null,
  payload: { body },
  device_at: '2024-12-08T04:00:00.000Z',
});
const seal = (mutation: Mutation, signer = author.signer, to = key) =>
  sealLetter(mutation, to, signer);

/** Posts as a phone does that is not signed in. */
const post = async (...letters: Letter[]): Promise<LetterAnswer[]> => {
  const answer = await postLetters((path, init) =>
    fetch(`${daylight.origin}${path as string}`, init),
  )(letters);
  if (!answer.ok) throw new Error(answer.error.type);
  return answer.value;
};
const applied = { delivered: true, outcome: 'applied' };
const fault = (reason: string) => ({ delivered: false, reason });
const eventOf = async (id: string) => {
  const { data } = await daylight
    .service()
    .from('events')
    .select('actor, outcome, reason, payload')
    .eq('id', id);
  return data?.[0] as Record<string, unknown> | undefined;
};

describe('the key', () => {
  it('[T1] is the same for every member, and in the operation’s row', async () => {
    const observer = await signIn('observer');
    const answer = await askKey(operationId, observer.cookie);
    const { key: given } = (await answer.json()) as { key: string };
    expect((await readLetterKey(given)).keyId).toBe(key.keyId);
    const row = await author.client.from('operations').select('letter_key');
    expect(row.data).toEqual([{ letter_key: given }]);
  });

  it('is for active members alone', async () => {
    expect((await askKey(operationId)).status).toBe(401);
    expect((await askKey('not-a-uuid', author.cookie)).status).toBe(400);
    expect((await askKey(crypto.randomUUID(), author.cookie)).status).toBe(403);
  });
});

describe('delivering', () => {
  it('[T3] applies it as its author, carried as bytes by somebody who is not signed in', async () => {
    const mutation = comment();
    const carried = letterFromBytes(letterToBytes(await seal(mutation)));
    if (!carried) throw new Error('no letter');
    expect(await post(carried)).toEqual([applied]);
    expect(await eventOf(mutation.id)).toMatchObject({
      actor: author.signer.author,
      outcome: 'applied',
      payload: mutation.payload,
    });
  });

  it('[T3] [W4] twice, and beside the record itself, is harmless', async () => {
    const mutation = comment();
    const letter = await seal(mutation);
    expect(await post(letter, letter)).toEqual([
      applied,
      { delivered: true, outcome: 'duplicate' },
    ]);
    const again = await author.client.rpc('apply_mutations', { batch: [mutation] });
    expect(again.data).toMatchObject([{ outcome: 'duplicate', first_outcome: 'applied' }]);

    const sent = comment();
    await author.client.rpc('apply_mutations', { batch: [sent] });
    expect(await post(await seal(sent))).toEqual([{ delivered: true, outcome: 'duplicate' }]);
  });

  it('[T3] the author’s own rights decide', async () => {
    const observer = await signIn('observer');
    const mutation = comment();
    expect(await post(await seal(mutation, observer.signer))).toEqual([
      { delivered: true, outcome: 'rejected' },
    ]);
    expect(await eventOf(mutation.id)).toMatchObject({ reason: 'not_allowed' });
  });
});

describe('[T5] what cannot be used is answered so, and costs the others nothing', () => {
  it('a changed byte, an unknown key, a phone that nobody knows, anything at all', async () => {
    const good = await seal(comment());
    const stranger = await newDevice();
    const answers = await post(
      { ...good, data: `${good.data.startsWith('A') ? 'B' : 'A'}${good.data.slice(1)}` },
      await seal(comment(), author.signer, await readLetterKey((await newServerKey()).publicKey)),
      await seal(comment(), {
        ...author.signer,
        device: stranger.id,
        key: stranger.keys.privateKey,
      }),
      { letter: 'none' } as unknown as Letter,
      good,
    );
    expect(answers).toEqual([
      fault('unreadable'),
      fault('unknown_key'),
      fault('unknown_device'),
      fault('unreadable'),
      applied,
    ]);
  });

  it('[T3] a letter in another’s name: their phone, or one’s own', async () => {
    const other = await signIn('coordinator.team2');
    const inTheirName = comment();
    const { author: victim } = author.signer;
    expect(
      await post(
        await seal(inTheirName, { ...other.signer, author: victim }),
        await seal(comment(), { ...other.signer, device: author.signer.device }),
      ),
    ).toEqual([fault('bad_signature'), fault('bad_signature')]);
    expect(await eventOf(inTheirName.id)).toBeUndefined();
  });

  it('a mutation of another operation than it was sealed for', async () => {
    const elsewhere = { ...comment(), operation_id: crypto.randomUUID() };
    // Sealed with that operation in its context, so that the key of this one does not open it.
    expect(await post(await seal(elsewhere))).toEqual([fault('unreadable')]);
  });

  it('what the log does not have: of a kind that the server does not know, of no member, of another’s id', async () => {
    const newer = { ...comment(), kind: 'task.of_a_newer_app' } as unknown as Mutation;
    const taken = comment();
    await author.client.rpc('apply_mutations', { batch: [taken] });
    const other = await signIn('coordinator.team2');
    const stranger = await newMemberless();
    expect(
      await post(
        await seal(newer),
        await seal(taken, other.signer),
        await seal(comment(), stranger),
        await seal(comment()),
      ),
    ).toEqual([fault('unreadable'), fault('unreadable'), fault('unreadable'), applied]);
  });

  it('[K6] one that no database can store', async () => {
    const stored = comment();
    expect(await post(await seal(comment('\u0000')), await seal(stored))).toEqual([
      fault('unreadable'),
      applied,
    ]);
  });
});

it('[T4] the letter of a deactivated author is in the log with its payload, and applied to nothing', async () => {
  const leaving = await signIn('coordinator.team2');
  await daylight
    .service()
    .from('members')
    .update({ active: false })
    .eq('user_id', leaving.signer.author);
  const mutation = comment('What I saw before');
  const letter = await seal(mutation, leaving.signer);
  expect(await post(letter)).toEqual([{ delivered: true, outcome: 'rejected' }]);
  expect(await eventOf(mutation.id)).toEqual({
    actor: leaving.signer.author,
    outcome: 'rejected',
    reason: 'not_a_member',
    payload: { body: 'What I saw before' },
  });
  const { data } = await daylight.service().from('task_events').select().eq('id', mutation.id);
  expect(data).toEqual([]);
});

describe('requests that are none', () => {
  const send = (body: string, type = 'application/json') =>
    fetch(`${daylight.origin}/letters`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });

  it.each([
    ['{', 400],
    ['[]', 400],
    ['{"letters":[]}', 400],
    [JSON.stringify({ letters: Array(51).fill({}) }), 400],
    [JSON.stringify({ letters: ['x'.repeat(400_000)] }), 413],
  ])('%#: is refused', async (body, status) => {
    const answer = await send(body);
    await answer.text();
    expect(answer.status).toBe(status);
  });

  it('a form of another page is refused', async () => {
    expect((await send('letters=x', 'text/plain')).status).toBeGreaterThanOrEqual(400);
  });

  it('too many from one address have to wait', async () => {
    let answer = await send('{}');
    // One call counts for a second, and sixty may come at once: more than that have come by then.
    for (let sent = 0; sent < 120 && answer.status === 400; sent += 1) {
      await answer.text();
      answer = await send('{}');
    }
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });
});

it('nothing of a letter is in the server’s output', () => {
  expect(daylight.output()).not.toContain(author.signer.author);
  expect(daylight.output()).not.toContain('What I saw');
});
