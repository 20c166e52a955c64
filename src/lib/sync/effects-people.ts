import type { Mutation, PersonFields } from '../domain/mutations.ts';
import type { PersonColumns } from '../domain/people/columns.ts';
import type { Person, PersonEvent } from '../domain/rows.ts';
import type { Author, Effects, Layer } from './layer.ts';
import { newRow } from './layer.ts';
import { wholeChange, withoutBlanks } from './merge.ts';
import { takeAwayPhotos } from './taken-photos.ts';
import { tombstone, withDeleted } from './tombstone.ts';

type PersonMutation = Exclude<
  Extract<Mutation, { kind: `person.${string}` }>,
  { kind: 'person.erase' }
>;
type ChangeOfPerson = Exclude<PersonMutation, { kind: 'person.create' }>;

/** What a mutation does to a person, and its entry; null when it does not fit. */
type Step = { changes: Partial<Person>; detail: PersonEvent['detail'] } | null;

/**
 * Lays one step over its person and gives it its place in the history, as [N1] and [N2] say.
 * One that does not fit will be a conflict; until the server says so the person shows what stands.
 */
const onPerson = <M extends ChangeOfPerson>(
  layer: Layer,
  mutation: M,
  author: Author,
  kind: PersonEvent['kind'],
  step: (person: Person, payload: M['payload']) => Step,
): void => {
  // When the server's own entry is here, what it did is in the rows already.
  if (layer.isKnown('person_events', mutation.id)) return;
  const person = layer.get('people', mutation.entity_id);
  const taken = person && step(person, mutation.payload);
  if (!taken) return;
  const isDeciding = decide(layer, mutation);
  const isChanging = Object.keys(taken.changes).length > 0;
  if (!isDeciding && !isChanging) return;
  if ('deleted_at' in taken.changes) hideHistory(layer, person.id, taken.changes.deleted_at);
  const changed = {
    ...person,
    ...taken.changes,
    ...(isChanging ? { changed_at: mutation.device_at } : {}),
    updated_at: mutation.device_at,
    needs_review: person.needs_review && (!isDeciding || hasOpenConflict(layer, person.id)),
  };
  layer.put('people', changed);
  endPhotos(layer, person, changed);
  const entry = entryOf(mutation, author, kind, taken.detail);
  layer.put('person_events', { ...entry, deleted_at: changed.deleted_at });
};

/** Its first lines; of a photograph, `person_id` is another than the mutation's row. */
export const entryOf = (
  mutation: Mutation,
  author: Author,
  kind: PersonEvent['kind'],
  detail: PersonEvent['detail'],
): PersonEvent => ({
  ...newRow(mutation.id, mutation),
  person_id: mutation.entity_id,
  kind,
  reason: null,
  actor_id: author.userId,
  actor_role: author.role,
  actor_team_id: author.teamId,
  detail,
  device_at: mutation.device_at,
  received_at: mutation.device_at,
  resolved_by: null,
});

/** With the record, or the consent that is taken back, its photographs go [G3], [G4]. */
const endPhotos = (layer: Layer, before: Person, after: Person): void => {
  const { id, updated_at: at } = after;
  if (after.deleted_at !== null) takeAwayPhotos(layer, id, 'person_removed', at);
  else if (before.photo_consent && !after.photo_consent)
    takeAwayPhotos(layer, id, 'consent_withdrawn', at);
};

const isOpenConflict = ({ kind, resolved_by }: PersonEvent): boolean =>
  kind === 'conflict' && resolved_by === null;

const hasOpenConflict = (layer: Layer, personId: string): boolean =>
  layer.by('person_events', personId).some(isOpenConflict);

/** Marks conflicts of this person as decided [C6]. @returns whether there was one */
const decide = (layer: Layer, { id, entity_id, payload }: ChangeOfPerson): boolean => {
  const open = (payload.resolves ?? [])
    .map((conflict) => layer.get('person_events', conflict))
    .filter((entry) => entry !== undefined)
    .filter((entry) => entry.person_id === entity_id && isOpenConflict(entry));
  for (const entry of open) layer.put('person_events', { ...entry, resolved_by: id });
  return open.length > 0;
};

/** The history goes with the person's record, and comes back with it [N3]. */
const hideHistory = (layer: Layer, personId: string, deletedAt: string | null = null): void => {
  for (const entry of layer.by('person_events', personId))
    layer.put('person_events', { ...entry, deleted_at: deletedAt });
};

/** A consent that is given or taken back has a time: that of the record, unless another was asked for. */
const consentTime = (
  changes: Partial<PersonFields>,
  asked: Partial<PersonFields>,
  at: string,
): Partial<PersonFields> =>
  'share_consent' in changes && !('consent_at' in asked) ? { consent_at: at } : {};

const standsAlone = (person: Person | undefined): boolean =>
  person?.deleted_at === null && person.merged_into === null;

const merged = (
  person: Person,
  into: string | null,
): Pick<Required<PersonEvent['detail']>, 'old' | 'new'> => ({
  old: { merged_into: person.merged_into },
  new: { merged_into: into },
});

export const peopleEffects: Effects<PersonMutation['kind']> = {
  'person.create': (layer, mutation, author) => {
    const { entity_id: id, device_at, payload } = mutation;
    if (layer.get('people', id)) return;
    const given = withoutBlanks(payload);
    const fields = { ...given, ...consentTime(given, payload, device_at) };
    layer.put('people', {
      ...newRow(id, mutation),
      ...unknownPerson,
      ...fields,
      team_id: author.teamId,
      changed_at: device_at,
    });
    layer.put('person_events', entryOf(mutation, author, 'created', { new: fields }));
  },

  'person.update': (layer, mutation, author) =>
    onPerson(layer, mutation, author, 'updated', (person, payload) => {
      const stood = withDeleted(person);
      if (stood.deleted && payload.set.deleted !== false) return null;
      const fitting = wholeChange(stood, payload, mutation.base_version);
      if (!fitting) return null;
      const fields = { ...fitting, ...consentTime(fitting, payload.set, mutation.device_at) };
      const old = Object.keys(fields).map(
        (field) => [field, stood[field as keyof Person]] as const,
      );
      return {
        changes: tombstone(fields, mutation.device_at),
        detail: { old: Object.fromEntries<unknown>(old), new: fields },
      };
    }),

  'person.merge': (layer, mutation, author) =>
    onPerson(layer, mutation, author, 'merged', (person, { into, reasons }) => {
      const other = layer.get('people', into);
      const isThere = person.deleted_at === null && other?.deleted_at === null;
      if (!isThere || into === person.id) return null;
      const isMerged = person.merged_into === into;
      if (!isMerged && !(standsAlone(person) && standsAlone(other))) return null;
      return {
        changes: isMerged ? {} : { merged_into: into },
        detail: { ...merged(person, into), reasons },
      };
    }),

  'person.unmerge': (layer, mutation, author) =>
    onPerson(
      layer,
      mutation,
      author,
      'unmerged',
      (person, { reason, from = person.merged_into }) => {
        const isMerged = person.merged_into !== null;
        if (person.deleted_at !== null || (isMerged && person.merged_into !== from)) return null;
        return {
          changes: isMerged ? { merged_into: null } : {},
          detail: { ...merged(person, null), reason },
        };
      },
    ),
};

/** A record of which nothing is known but that there is somebody. */
const unknownPerson: Omit<PersonColumns, 'team_id' | 'changed_at'> = {
  given: null,
  father: null,
  grandfather: null,
  family: null,
  mother: null,
  kunya: null,
  also_known_as: [],
  sex: 'unknown',
  age_group: 'unknown',
  birth_year: null,
  languages: [],
  home_adm1_pcode: null,
  found_site_id: null,
  found_area_id: null,
  found_task_id: null,
  found_at: null,
  condition: 'unknown',
  group_id: null,
  photo_consent: false,
  share_consent: 'none',
  consent_at: null,
  expires_on: null,
  merged_into: null,
  needs_review: false,
};
