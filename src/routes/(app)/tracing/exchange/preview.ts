/** What a file of another organisation would bring, before anything of it is taken in. */
import { noteFields, type PfifPerson } from '$lib/pfif/records';
import { readPfif, type PfifContents, type PfifError, type PfifProblem } from '$lib/pfif/read';
import { importedId, leftOutOf, tooLongIn, type ImportKind } from './pfifIn';

export interface Coming {
  /** Of what it will be. */
  id: string;
  person: PfifPerson;
  /** Elements of the record and of its notes ("note/text") that have no place here. */
  leftOut: string[];
}

export interface LeftOut {
  element: string;
  /** How many records have it. */
  records: number;
}

export type Preview =
  | { ok: false; error: PfifError }
  | {
      ok: true;
      kind: ImportKind;
      coming: Coming[];
      /** Taken in before. */
      known: Coming[];
      refused: Pick<PfifProblem, 'record' | 'line' | 'id' | 'field' | 'why'>[];
      /** Taken back by whom it came from, by its id; `heldAs` where it was taken in here. */
      expired: { recordId: string; heldAs: string | null }[];
      /** Notes are not taken in: what people say of others is not asked for here. */
      notes: number;
    };

interface Known {
  request: (id: string) => unknown;
  person: (id: string) => unknown;
}

export const previewOf = async (
  xml: string,
  kind: ImportKind,
  operationId: string,
  known: Known,
  now: string,
): Promise<Preview> => {
  const read = readPfif(xml, now);
  if (!read.ok) return read;
  const isKnown = (id: string) =>
    (kind === 'requests' ? known.request(id) : known.person(id)) !== undefined;
  const idOf = (recordId: string) => importedId(operationId, kind, recordId);
  const { persons, lines, placeholders, notes, problems } = read.value;
  const besides = elementsBesides(read.value);
  const records = await Promise.all(
    persons.map(async (person) => ({
      person,
      id: await idOf(person.person_record_id),
      leftOut: [...leftOutOf(person, kind, now), ...(besides.get(person.person_record_id) ?? [])],
    })),
  );
  const expired = await Promise.all(
    placeholders.map(async ({ person_record_id: recordId }) => {
      const id = await idOf(recordId);
      return { recordId, heldAs: isKnown(id) ? id : null };
    }),
  );
  const fitting = records.filter(({ person }) => tooLongIn(person) === null);
  const tooLong = persons.flatMap((person) => {
    const field = tooLongIn(person);
    const at = { record: 'person', line: lines.get(person.person_record_id) ?? 0 } as const;
    return field === null
      ? []
      : [{ ...at, id: person.person_record_id, field, why: 'too_long' } as const];
  });
  return {
    ok: true,
    kind,
    coming: fitting.filter(({ id }) => !isKnown(id)),
    known: fitting.filter(({ id }) => isKnown(id)),
    refused: [...problems, ...tooLong].toSorted((a, b) => a.line - b.line),
    expired,
    notes: notes.length,
  };
};

/** What a file has of each person that no kind of record here has a place for, by the person's id. */
const elementsBesides = ({ notes, unread }: PfifContents): ReadonlyMap<string, Set<string>> => {
  const found = new Map<string, Set<string>>();
  const add = (personId: string, element: string) =>
    found.set(personId, (found.get(personId) ?? new Set()).add(element));
  const personOfNote = new Map(notes.map((note) => [note.note_record_id, note.person_record_id]));
  for (const { record, id, element } of unread)
    if (record === 'person') add(id, element);
    else add(personOfNote.get(id) ?? '', `note/${element}`);
  for (const note of notes)
    for (const field of saidInNote) if (note[field]) add(note.person_record_id, `note/${field}`);
  return found;
};

/** Of a note its ids say nothing by themselves. */
const saidInNote = noteFields.filter(
  (field) => field !== 'note_record_id' && field !== 'person_record_id',
);

/** Each element with how many records have it, the most frequent first. */
export const tallyLeftOut = (records: readonly Pick<Coming, 'leftOut'>[]): LeftOut[] => {
  const counts = new Map<string, number>();
  for (const { leftOut } of records)
    for (const element of leftOut) counts.set(element, (counts.get(element) ?? 0) + 1);
  return Array.from(counts, ([element, count]) => ({ element, records: count })).toSorted(
    (a, b) => b.records - a.records || (a.element < b.element ? -1 : 1),
  );
};
