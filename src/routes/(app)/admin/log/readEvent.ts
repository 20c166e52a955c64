/** Entries of the log: their shape at the border, and what each says was changed. */
import * as v from 'valibot';
import { outcomes } from './filters.ts';

const LoggedEvent = v.object({
  id: v.string(),
  seq: v.number(),
  actor: v.nullable(v.string()),
  kind: v.string(),
  entity: v.nullable(v.string()),
  entity_id: v.nullable(v.string()),
  version: v.nullable(v.number()),
  outcome: v.picklist(outcomes),
  reason: v.nullable(v.string()),
  device_at: v.nullable(v.string()),
  received_at: v.string(),
  payload: v.record(v.string(), v.unknown()),
  prev_hash: v.string(),
  hash: v.string(),
});
export type LoggedEvent = v.InferOutput<typeof LoggedEvent>;

/** The columns that `parseEvents` needs, as PostgREST is asked for them. */
export const eventColumns = Object.keys(LoggedEvent.entries).join(',');

/** Rows of public.events; throws when the server answers with something else. */
export const parseEvents = (rows: unknown): LoggedEvent[] => v.parse(v.array(LoggedEvent), rows);

/** One field that an entry speaks of. `before` is there when its author told what they saw. */
export interface EventField {
  name: string;
  before?: unknown;
  after: unknown;
}

/** In the place of a payload that is kept apart, its hash [M5], [X1]. */
const sealedField = 'sealed';

export const isSealed = ({ payload }: Pick<LoggedEvent, 'payload'>): boolean =>
  sealedField in payload;

/** What an author saw, by the field that it belongs to. */
const seenFields: Readonly<Record<string, string>> = {
  from: 'status',
  from_team_id: 'team_id',
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of an entry's payload, each with its value before where the payload tells it. */
export const fieldsOf = ({ payload }: Pick<LoggedEvent, 'payload'>): EventField[] => {
  const { set, base, ...rest } = payload;
  if (isRecord(set)) {
    const seen = isRecord(base) ? base : {};
    return Object.entries(set).map(([name, after]) =>
      name in seen ? { name, before: seen[name], after } : { name, after },
    );
  }
  const before = new Map(
    Object.entries(seenFields).flatMap(([from, name]) =>
      from in rest ? [[name, rest[from]] as const] : [],
    ),
  );
  return Object.entries(rest)
    .filter(([name]) => !(name in seenFields) && name !== sealedField)
    .map(([name, after]) =>
      before.has(name) ? { name, before: before.get(name), after } : { name, after },
    );
};

/** How long an entry was on its way, in ms; negative when the phone's clock was ahead. */
export const delayMs = ({
  device_at,
  received_at,
}: Pick<LoggedEvent, 'device_at' | 'received_at'>): number | null =>
  device_at === null ? null : Date.parse(received_at) - Date.parse(device_at);

/** What an author wrote who was no longer a member: only letters are recorded so [T4]. */
export const isLateLetter = ({ outcome, reason }: Pick<LoggedEvent, 'outcome' | 'reason'>) =>
  outcome === 'rejected' && reason === 'not_a_member';
