/** What an entry of the history of a person's record says. */
import type { PersonFields } from '$lib/domain/mutations';
import {
  personAgeGroups,
  personConditions,
  personSexes,
  shareScopes,
} from '$lib/domain/people/record';
import { saidAt } from '$lib/domain/phone-time';
import type { PersonEvent } from '$lib/domain/rows';
import * as v from 'valibot';

const text = v.nullable(v.string());
const fields = v.partial(
  v.object({
    given: text,
    father: text,
    grandfather: text,
    family: text,
    mother: text,
    kunya: text,
    also_known_as: v.array(v.string()),
    sex: v.picklist(personSexes),
    age_group: v.picklist(personAgeGroups),
    birth_year: v.nullable(v.number()),
    languages: v.array(v.string()),
    home_adm1_pcode: text,
    found_site_id: text,
    found_area_id: text,
    found_task_id: text,
    found_at: text,
    condition: v.picklist(personConditions),
    group_id: text,
    photo_consent: v.boolean(),
    share_consent: v.picklist(shareScopes),
    consent_at: text,
    expires_on: text,
    merged_into: text,
    deleted: v.boolean(),
  } satisfies Record<keyof PersonFields | 'merged_into' | 'deleted', v.GenericSchema>),
);

export type PersonValues = v.InferOutput<typeof fields>;
export type PersonField = keyof PersonValues;

export const personFields = Object.keys(fields.entries) as PersonField[];

/** Absent for what a newer version of the app has written. */
export const readValues = (values: unknown): PersonValues | undefined => {
  const read = v.safeParse(fields, values ?? {});
  return read.success ? read.output : undefined;
};

export interface PersonChange {
  field: PersonField;
  /** Undefined where nothing is said of it. */
  from: unknown;
  to: unknown;
}

/** One line of the history, still without words. */
export type PersonLine =
  | { type: 'created' | 'changed'; fields: PersonChange[] }
  /** Somebody decided conflicts and left the record as it was. */
  | { type: 'kept' }
  | { type: 'merged'; into: string | null; reasons: string[] }
  | { type: 'unmerged'; from: string | null; reason: string }
  | { type: 'away' }
  | { type: 'back' }
  | { type: 'conflict'; fields: PersonChange[] }
  | { type: 'unreadable' };

export const readPersonEvent = ({ kind, detail }: PersonEvent): PersonLine => {
  const is = readValues(kind === 'conflict' ? detail.wanted : detail.new);
  const was = readValues(kind === 'conflict' ? detail.present : detail.old);
  if (!is || !was) return { type: 'unreadable' };
  switch (kind) {
    case 'created':
      return { type: 'created', fields: changes(is, {}) };
    case 'updated':
      return updated(is, was);
    case 'merged':
      return { type: 'merged', into: is.merged_into ?? null, reasons: detail.reasons ?? [] };
    case 'unmerged':
      return { type: 'unmerged', from: was.merged_into ?? null, reason: detail.reason ?? '' };
    case 'conflict':
      return { type: 'conflict', fields: changes(is, was) };
  }
};

const updated = (is: PersonValues, was: PersonValues): PersonLine => {
  if (is.deleted !== undefined) return { type: is.deleted ? 'away' : 'back' };
  const changed = changes(is, was);
  return changed.length === 0 ? { type: 'kept' } : { type: 'changed', fields: changed };
};

const changes = (is: PersonValues, was: PersonValues): PersonChange[] =>
  personFields
    .filter((field) => is[field] !== undefined)
    .map((field) => ({ field, from: was[field], to: is[field] }));

/**
 * Since when each field says what it says.
 *
 * @param history oldest first
 * @returns ISO times by field: when it was said, not when the server heard of it [W11]
 */
export const setAt = (history: readonly PersonEvent[]): ReadonlyMap<PersonField, string> => {
  const times = new Map<PersonField, string>();
  for (const event of history) {
    const { kind, detail } = event;
    if (kind !== 'created' && kind !== 'updated') continue;
    for (const field of personFields)
      if (field in (detail.new ?? {})) times.set(field, saidAt(event));
  }
  return times;
};

/** When a record was made, by the phone that made it [W11]. @param history oldest first */
export const recordedAt = (
  { created_at }: { created_at: string },
  [first]: readonly PersonEvent[],
): string => (first?.kind === 'created' ? saidAt(first) : created_at);
