/** People who were found: two who know them differently, and two records of one person. */
import { mayDeletePeople, mayErase, mayRecordPeople } from '../../../src/lib/domain/permissions.ts';
import type { PersonFields } from '../../../src/lib/domain/mutations.ts';
import {
  erasureReasons,
  personConditions,
  personSexes,
  shareScopes,
} from '../../../src/lib/domain/people/record.ts';
import type { Person } from '../../../src/lib/domain/rows.ts';
import type { KindsOfWishes, Seen } from './wish.ts';
import { inOrder, placeOf, reasonFor, some } from './wish.ts';

const askedReasons = erasureReasons.filter((reason) => reason !== 'expired');

/** Why somebody asks for an erasure: that the time has come is the server's own word. */
export const whyErased = ({ dice }: Seen) => dice.pick(askedReasons) ?? 'recorded_by_mistake';

export const givenNames = ['خالد', 'Khaled', 'مريم', 'Maryam', 'Youssef', 'يوسف'] as const;

const isAlone = ({ merged_into }: Person): boolean => merged_into === null;

/** The conflicts of a person that nobody has decided yet. */
const openConflicts = ({ replica }: Seen, person: Person): string[] =>
  replica
    .by('person_events', person.id)
    .filter(({ kind, resolved_by }) => kind === 'conflict' && resolved_by === null)
    .map(({ id }) => id)
    .toSorted();

/** One of whom two people say different things comes first: somebody has to decide. */
const somePerson = (seen: Seen): Person | undefined => {
  const { replica, dice } = seen;
  const people = replica.all('people');
  const inReview = people.filter(({ needs_review }) => needs_review);
  return (dice.chance(0.25) ? some(dice, inReview) : undefined) ?? some(dice, people);
};

const foundAt = (seen: Seen) => {
  const { site_id, area_id } = placeOf(seen);
  return { found_site_id: site_id, found_area_id: area_id };
};

const fieldsOf = (seen: Seen): Partial<PersonFields> => {
  const { dice, replica, nowMs } = seen;
  return dice.weighted<Partial<PersonFields>>([
    [5, { given: dice.pick(givenNames) }],
    [3, { condition: dice.pick(personConditions), sex: dice.pick(personSexes) }],
    [3, { share_consent: dice.pick(shareScopes) }],
    [2, foundAt(seen)],
    [1, { mother: ' ', family: 'حداد', also_known_as: [dice.pick(givenNames)] }],
    [1, { birth_year: 1950 + dice.int(60), found_at: new Date(nowMs).toISOString() }],
    [1, { found_task_id: some(dice, replica.all('tasks'))?.id ?? null }],
    [1, { group_id: some(dice, replica.all('people'))?.id ?? null, photo_consent: true }],
  ]);
};

/** One whom a claim names, and whom an admin has taken away. */
const takenAway = ({ replica, dice }: Seen): string | undefined => {
  const gone = inOrder(replica.all('tracing_claims')).filter(
    ({ person_id }) => !replica.all('people').some(({ id }) => id === person_id),
  );
  return dice.pick(gone)?.person_id;
};

/**
 * Two records of one person, as somebody believes. Few, and either way round: two phones without
 * signal would make a circle of them, and so would somebody who has not understood.
 */
const pairOf = ({ replica, dice }: Seen): (Person | undefined)[] => {
  const people = inOrder(replica.all('people'));
  const merged = some(
    dice,
    people.filter((person) => !isAlone(person)),
  );
  if (merged?.merged_into && dice.chance(0.25))
    return [replica.get('people', merged.merged_into), merged];
  const alone = people.filter(isAlone);
  return [dice.pickUnevenly(alone), dice.pickUnevenly(alone)];
};

export const peopleWishes: KindsOfWishes<`person.${'create' | 'update' | 'merge' | 'unmerge' | 'erase'}`> =
  {
    'person.create': {
      weight: 5,
      may: mayRecordPeople,
      make: (seen) => ({
        entityId: seen.dice.uuid(),
        payload: { ...fieldsOf(seen), ...fieldsOf(seen) },
      }),
    },
    'person.update': {
      weight: 8,
      may: mayRecordPeople,
      make: (seen) => {
        const { dice, author } = seen;
        const gone = mayDeletePeople(author) && dice.chance(0.2) ? takenAway(seen) : undefined;
        if (gone)
          return { entityId: gone, payload: { set: { deleted: false }, base: { deleted: true } } };
        const person = somePerson(seen);
        if (!person) return null;
        const resolves = openConflicts(seen, person);
        const isDeletion = dice.chance(mayDeletePeople(author) ? 0.15 : 0.01);
        const set = isDeletion ? { deleted: true } : fieldsOf(seen);
        const isDeciding = resolves.length > 0 && dice.chance(0.6);
        return {
          entityId: person.id,
          payload: isDeciding ? { set: dice.chance(0.5) ? {} : set, resolves } : { set },
        };
      },
    },
    'person.merge': {
      weight: 5,
      may: mayRecordPeople,
      make: (seen) => {
        const { dice } = seen;
        const [one, other] = pairOf(seen);
        if (!one || !other || one === other) return null;
        const resolves = openConflicts(seen, one);
        return {
          entityId: one.id,
          payload: {
            into: other.id,
            reasons: ['mother'],
            ...(resolves.length > 0 && dice.chance(0.5) ? { resolves } : {}),
          },
        };
      },
    },
    'person.unmerge': {
      weight: 3,
      may: mayRecordPeople,
      make: ({ replica, dice }) => {
        const merged = some(
          dice,
          replica.all('people').filter((person) => !isAlone(person)),
        );
        return merged ? { entityId: merged.id, payload: { reason: reasonFor(dice) } } : null;
      },
    },
    'person.erase': {
      weight: 3,
      may: mayErase,
      make: (seen) => {
        const person = somePerson(seen);
        return person ? { entityId: person.id, payload: { reason: whyErased(seen) } } : null;
      },
    },
  };
