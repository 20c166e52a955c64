/** What a file of another organisation would bring, before anything of it is taken in. */
import type { PfifPerson } from '$lib/pfif/records';
import { readPfif, type PfifError, type PfifProblem } from '$lib/pfif/read';
import { importedId, tooLongIn, type ImportKind } from './pfifIn';

interface Coming {
  /** Of what it will be. */
  id: string;
  person: PfifPerson;
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
  const { persons, placeholders, notes, problems } = read.value;
  const records = await Promise.all(
    persons.map(async (person) => ({ person, id: await idOf(person.person_record_id) })),
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
    const at = { record: 'person', line: lineOf(xml, person.person_record_id) } as const;
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

/** Where the id of a record that was read stands. */
const lineOf = (xml: string, recordId: string): number =>
  xml.slice(0, Math.max(0, xml.indexOf(recordId))).split(/\r\n?|\n/u).length;
