/** What the server does with letters: opens, checks whose they are, applies [T3]-[T5]. */
import type { SupabaseClient } from '@supabase/supabase-js';
import * as v from 'valibot';
import type { LetterContent } from '../../sync/letters/letter.ts';
import { letterSchema } from '../../sync/letters/letter.ts';
import type { LetterAnswer } from '../../sync/letters/post.ts';
import { isSignedBy, openLetter } from '../../sync/letters/sealing.ts';
import { fromBase64 } from '../../sync/letters/encoding.ts';

type Fault = Extract<LetterAnswer, { delivered: false }>['reason'];

/** A letter that was opened: what is in it, and for which operation it was sealed. */
interface Opened {
  content: LetterContent;
  operationId: string;
}

const Keys = v.array(
  v.object({
    key_id: v.string(),
    operation_id: v.string(),
    public_key: v.string(),
    private_key: v.string(),
  }),
);
type Key = v.InferOutput<typeof Keys>[number];
const Devices = v.array(v.object({ id: v.string(), user_id: v.string(), public_key: v.string() }));
type Device = v.InferOutput<typeof Devices>[number];
const MutationFrame = v.looseObject({ id: v.string(), operation_id: v.string() });
const Answers = v.array(
  v.object({ outcome: v.string(), reason: v.nullable(v.string()), recorded: v.boolean() }),
);
type Answer = v.InferOutput<typeof Answers>[number];

const notDelivered = (reason: Fault): LetterAnswer => ({ delivered: false, reason });
const isFault = (letter: Opened | Fault): letter is Fault => typeof letter === 'string';

/**
 * @param service Supabase with the secret key
 * @param letters as they came in; each may be anything
 * @returns one answer for each, in order
 */
export const deliverLetters = async (
  service: SupabaseClient,
  letters: readonly unknown[],
): Promise<LetterAnswer[]> => {
  const opened = await openAll(service, letters);
  const checked = await checkAll(service, opened);
  return applyAll(service, checked);
};

const openAll = async (
  service: SupabaseClient,
  letters: readonly unknown[],
): Promise<(Opened | Fault)[]> => {
  const parsed = letters.map((letter) => v.safeParse(letterSchema, letter));
  const keyIds = new Set(parsed.flatMap(({ success, output }) => (success ? output.keyId : [])));
  if (keyIds.size === 0) return letters.map(() => 'unreadable');
  const read = await service.rpc('read_letter_keys', { key_ids: [...keyIds] });
  const keys = v.safeParse(Keys, read.data);
  if (read.error || !keys.success) return letters.map(() => 'try_again');
  const byId = new Map(
    await Promise.all(keys.output.map(async (key) => [key.key_id, await importKey(key)] as const)),
  );
  return Promise.all(
    parsed.map(async ({ success, output }): Promise<Opened | Fault> => {
      if (!success) return 'unreadable';
      const key = byId.get(output.keyId);
      if (!key) return 'unknown_key';
      const content = await openLetter(output, key.operationId, key);
      return content ? { content, operationId: key.operationId } : 'unreadable';
    }),
  );
};

const importKey = async ({ operation_id, public_key, private_key }: Key) => ({
  operationId: operation_id,
  raw: fromBase64(public_key),
  privateKey: await crypto.subtle.importKey(
    'pkcs8',
    fromBase64(private_key),
    { name: 'ECDH', namedCurve: 'P-256' },
    false,
    ['deriveBits'],
  ),
});

const checkAll = async (
  service: SupabaseClient,
  opened: readonly (Opened | Fault)[],
): Promise<(Opened | Fault)[]> => {
  const ids = new Set(opened.flatMap((letter) => (isFault(letter) ? [] : letter.content.device)));
  if (ids.size === 0) return [...opened];
  const { data, error } = await service
    .from('devices')
    .select()
    .in('id', [...ids]);
  const devices = v.safeParse(Devices, data);
  if (error || !devices.success)
    return opened.map((letter) => (isFault(letter) ? letter : 'try_again'));
  const byId = new Map(devices.output.map((device) => [device.id, device]));
  return Promise.all(
    opened.map(async (letter) =>
      isFault(letter) ? letter : ((await faultIn(letter, byId)) ?? letter),
    ),
  );
};

const faultIn = async (
  { content, operationId }: Opened,
  devices: ReadonlyMap<string, Device>,
): Promise<Fault | null> => {
  const device = devices.get(content.device);
  if (!device) return 'unknown_device';
  if (device.user_id !== content.author) return 'bad_signature';
  if (!(await isSignedBy(content, operationId, device.public_key))) return 'bad_signature';
  // Sealed to the key of one operation and meant for another: nobody's phone makes such letters.
  return readMutation(content)?.operation_id === operationId ? null : 'unreadable';
};

const readMutation = ({ text }: LetterContent) => {
  try {
    const parsed = v.safeParse(MutationFrame, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
};

const applyAll = async (
  service: SupabaseClient,
  checked: readonly (Opened | Fault)[],
): Promise<LetterAnswer[]> => {
  const good = checked.filter((letter): letter is Opened => !isFault(letter));
  const answers = good.length > 0 ? await applyTogether(service, good) : [];
  return checked.map((letter) => {
    if (isFault(letter)) return notDelivered(letter);
    return answers.shift() ?? notDelivered('try_again');
  });
};

/** One that the database cannot even store as JSON makes it refuse all: then each goes alone. */
const applyTogether = async (
  service: SupabaseClient,
  letters: readonly Opened[],
): Promise<LetterAnswer[]> => {
  const applied = await service.rpc('apply_letters', {
    letters: letters.map(({ content }) => ({
      author: content.author,
      mutation: readMutation(content),
    })),
  });
  const answers = v.safeParse(Answers, applied.data);
  if (!applied.error && answers.success) return answers.output.map(answerOf);
  if (letters.length === 1)
    return [notDelivered(isItsOwn(applied.error) ? 'unreadable' : 'try_again')];
  const alone: LetterAnswer[] = [];
  for (const letter of letters) alone.push(...(await applyTogether(service, [letter])));
  return alone;
};

/** Delivered is what the log has: of anything else the letter may be the last copy [T5]. */
const answerOf = ({ outcome, reason, recorded }: Answer): LetterAnswer => {
  if (recorded) return { delivered: true, outcome };
  return notDelivered(reason === 'server_error' ? 'try_again' : 'unreadable');
};

/** SQLSTATE class 22: the data is at fault, and sending it again cannot help. */
const isItsOwn = (error: { code: string } | null): boolean => error?.code.startsWith('22') ?? false;
