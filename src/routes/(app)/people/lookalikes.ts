/** Proposes records of one person among thousands, in short tasks. Nothing is merged by it. */
import {
  likenessLevel,
  type LikenessLevel,
  type LikenessRecord,
  type Ranked,
} from '$lib/domain/people/likeness';
import { buildIndex, candidates, type LikenessIndex } from '$lib/domain/people/likeness-index';
import type { Person } from '$lib/domain/rows';
import { likenessRecordOf } from './likenessRecord';

export interface Lookalike {
  person: Person;
  level: LikenessLevel;
  /** Kinds of likeness.ts, the weightiest first. */
  reasons: string[];
  against: string[];
}

/** People of one index: so many are made ready in one short task. */
const sliceSize = 100;
/** More than these nobody compares at a door. */
const most = 5;

export class LookalikeFinder {
  /** A row that changed makes only its own slice anew. */
  readonly #slices: { people: readonly Person[]; index: LikenessIndex }[] = [];

  /**
   * @param people all of the operation, in an order that stays
   * @param pause awaited between two slices
   * @returns the likeliest first; null when `signal` has ended the search
   */
  find(
    people: readonly Person[],
    person: Person,
    pause: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<Lookalike[] | null> {
    return this.findFor(people, likenessRecordOf(person), pause, signal);
  }

  /** The same for what is known of somebody without a record: who is sought. */
  async findFor(
    people: readonly Person[],
    record: LikenessRecord,
    pause: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<Lookalike[] | null> {
    const found: Ranked[] = [];
    for (let at = 0; at * sliceSize < people.length; at += 1) {
      const slice = people.slice(at * sliceSize, (at + 1) * sliceSize);
      found.push(...candidates(this.#indexOf(at, slice), record));
      await pause();
      if (signal.aborted) return null;
    }
    const byId = new Map(people.map((one) => [one.id, one]));
    return found
      .sort((a, b) => b.score - a.score)
      .flatMap((ranked) => lookalike(ranked, byId.get(ranked.record.id)))
      .slice(0, most);
  }

  #indexOf(at: number, people: readonly Person[]): LikenessIndex {
    const known = this.#slices[at];
    const isSame =
      known?.people.length === people.length &&
      known.people.every((person, place) => person === people[place]);
    if (isSame) return known.index;
    const index = buildIndex(people.map(likenessRecordOf));
    this.#slices[at] = { people, index };
    return index;
  }
}

/** What stands for another record already is no proposal. */
const lookalike = (
  { score, reasons, against }: Ranked,
  person: Person | undefined,
): Lookalike[] => {
  const level = likenessLevel(score);
  if (!person || level === null || person.merged_into !== null) return [];
  const kinds = (facts: readonly { kind: string }[]) => facts.map(({ kind }) => kind);
  return [{ person, level, reasons: kinds(reasons), against: kinds(against) }];
};

/**
 * Which of two records stands for the other: the older one stays, for its code has been written on
 * more things.
 */
export const byAge = (one: Person, other: Person): { older: Person; newer: Person } =>
  one.created_at < other.created_at || (one.created_at === other.created_at && one.id < other.id)
    ? { older: one, newer: other }
    : { older: other, newer: one };
