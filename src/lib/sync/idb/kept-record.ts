/** Records as they lie in the outbox, of this version of the app and of every earlier one [S6]. */
import * as v from 'valibot';
import type { Mutation } from '../../domain/mutations.ts';
import { mutationKinds } from '../../domain/mutations.ts';
import { type Letter, letterSchema } from '../letters/letter.ts';
import type { OutboxRecord } from '../outbox.ts';
import { outboxFormat } from '../outbox.ts';
import type { UnreadRecord } from '../store.ts';
import type { Cipher } from '../vault/cipher.ts';
import type { KeptRecord } from './schema.ts';
import { recordContext } from './schema.ts';

/**
 * What makes the body of one format into that of the next. One entry for every format that was
 * ever shipped, with its fixture in `fixtures/`: entries are added, never changed or taken away.
 */
export type Upgrades = Readonly<Record<number, (body: unknown) => unknown>>;
const upgrades: Upgrades = {
  // Format 2 has a letter beside the body.
  1: (body) => body,
  // Format 3 may say in whose place the mutation is.
  2: (body) => body,
};

const bodySchema = v.object({
  mutation: v.object({
    id: v.string(),
    operation_id: v.string(),
    kind: v.picklist(mutationKinds),
    entity_id: v.string(),
    base_version: v.nullable(v.number()),
    payload: v.looseObject({}),
    device_at: v.string(),
    replaces: v.exactOptional(v.array(v.string())),
  }),
  attempts: v.number(),
  nextAttemptAt: v.nullable(v.number()),
  lastError: v.nullable(
    v.object({
      type: v.picklist(['offline', 'server', 'unauthorized', 'bad_answer', 'server_error']),
      status: v.exactOptional(v.number()),
    }),
  ),
  reason: v.nullable(v.string()),
  field: v.nullable(v.string()),
  version: v.nullable(v.number()),
});

export const keepRecord = async (
  cipher: Cipher,
  name: string,
  rev: number,
  { key, seq, format, state, letter, ...body }: OutboxRecord,
): Promise<KeptRecord> => {
  const kept = { key, seq, format, state };
  const sealed = await cipher.seal(JSON.stringify(body), recordContext(name, kept));
  return { ...kept, rev, body: sealed, letter };
};

/** The record, or why this version of the app cannot read it: it stays where it is then. */
export const readRecord = async (
  cipher: Cipher,
  name: string,
  kept: KeptRecord,
  { to, steps }: { to: number; steps: Upgrades } = { to: outboxFormat, steps: upgrades },
): Promise<OutboxRecord | UnreadRecord> => {
  const { key, seq, format, state } = kept;
  if (format > to) return { key, seq, format, why: 'newer' };
  const body = await openBody(cipher, name, kept, { to, steps });
  const parsed = v.safeParse(bodySchema, body);
  if (!parsed.success) return { key, seq, format, why: 'damaged' };
  const { mutation, reason, ...rest } = parsed.output;
  return {
    ...rest,
    key,
    seq,
    format: outboxFormat,
    state,
    // The server checks payloads; the screens read reasons by their own list.
    mutation: mutation as Mutation,
    reason: reason as OutboxRecord['reason'],
    letter: letterOf(kept),
  };
};

/** The letter of a kept record, which needs no key to be read; null when it has none. */
export const letterOf = ({ letter }: Pick<KeptRecord, 'letter'>): Letter | null => {
  const parsed = v.safeParse(letterSchema, letter);
  return parsed.success ? parsed.output : null;
};

export const isUnread = (record: OutboxRecord | UnreadRecord): record is UnreadRecord =>
  'why' in record;

export const isRead = (record: OutboxRecord | UnreadRecord): record is OutboxRecord =>
  !isUnread(record);

/** Null for a body that does not open or upgrade: one bad record never costs the others. */
const openBody = async (
  cipher: Cipher,
  name: string,
  kept: KeptRecord,
  { to, steps }: { to: number; steps: Upgrades },
): Promise<unknown> => {
  try {
    const text = await cipher.open(kept.body, recordContext(name, kept));
    let body: unknown = JSON.parse(text);
    for (let format = kept.format; format < to; format += 1) body = steps[format]?.(body);
    return body;
  } catch {
    return null;
  }
};
