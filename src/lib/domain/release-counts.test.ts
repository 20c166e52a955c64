import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { releaseGroups } from './care/vocabulary.ts';
import {
  difference,
  keptTogether,
  motherAndChild,
  noCounts,
  peopleIn,
  standingOf,
  totalOf,
  totalsBy,
  type ReleaseCounts,
  type ReleaseEntry,
} from './release-counts.ts';

const counts = (over: Partial<ReleaseCounts>): ReleaseCounts => ({ ...noCounts, ...over });
const entry = (id: string, over: Partial<ReleaseEntry> = {}): ReleaseEntry => ({
  id,
  corrects: null,
  counts: noCounts,
  together: false,
  site_id: 'prison',
  area_id: null,
  task_id: null,
  team_id: 'team',
  ...over,
});

describe('a correction', () => {
  const first = entry('a', { counts: counts({ men: 40, women: 3 }) });
  const fewer = entry('b', {
    corrects: 'a',
    counts: difference(first.counts, counts({ men: 36, women: 3, boys: 4 })),
  });

  test('is an entry of its own, with the difference to the true number', () => {
    expect(fewer.counts).toEqual(counts({ men: -4, boys: 4 }));
    expect(standingOf([first, fewer], 'a')).toEqual({
      counts: counts({ men: 36, women: 3, boys: 4 }),
      corrections: [fewer],
    });
  });

  test('of a correction belongs to the entry that was corrected first', () => {
    const back = entry('c', { corrects: 'b', counts: counts({ men: 1 }) });
    expect(standingOf([back, fewer, first], 'a')).toEqual({
      counts: counts({ men: 37, women: 3, boys: 4 }),
      corrections: [fewer, back],
    });
  });

  test('made by two people at a time counts twice, and both are there to be seen', () => {
    const one = entry('a', { counts: counts({ men: 5 }) });
    const twice = ['b', 'c'].map((id) => entry(id, { corrects: 'a', counts: counts({ men: -3 }) }));
    const standing = standingOf([one, ...twice], 'a');
    expect(standing?.counts.men).toBe(-1);
    expect(standing?.corrections).toHaveLength(2);
  });

  test('of what is not here is no number of people, but counts in the total', () => {
    expect(standingOf([fewer], 'a')).toBeNull();
    expect(totalOf([fewer])).toEqual(counts({ men: -4, boys: 4 }));
  });

  test('that corrects itself, or in a circle, is still counted once', () => {
    const circle = [
      entry('x', { corrects: 'y', counts: counts({ men: 1 }) }),
      entry('y', { corrects: 'x', counts: counts({ men: 2 }) }),
    ];
    expect(standingOf(circle, 'x')?.counts.men).toBe(3);
  });
});

describe('a mother and her child', () => {
  test('are one tap: a woman and a child in one entry, kept together', () => {
    expect(motherAndChild('girls')).toEqual({
      counts: counts({ women: 1, girls: 1 }),
      together: true,
    });
    expect(peopleIn(motherAndChild('unknown').counts)).toBe(2);
  });

  test('are a group to keep together, of three when a correction adds a child', () => {
    const pair = entry('pair', motherAndChild('boys'));
    const family = entry('family', motherAndChild('girls'));
    const sister = entry('sister', { corrects: 'family', counts: counts({ girls: 1 }) });
    const crowd = entry('crowd', { counts: counts({ men: 30 }) });
    expect(keptTogether([pair, family, sister, crowd])).toEqual([
      { id: 'pair', counts: counts({ women: 1, boys: 1 }), size: 2 },
      { id: 'family', counts: counts({ women: 1, girls: 2 }), size: 3 },
    ]);
  });

  test('are no group any more when one of the two was corrected away', () => {
    const pair = entry('pair', motherAndChild('boys'));
    const alone = entry('alone', { corrects: 'pair', counts: counts({ boys: -1 }) });
    expect(keptTogether([pair, alone])).toEqual([]);
  });

  test('are no group any more when the entry was corrected away', () => {
    const pair = entry('pair', motherAndChild('boys'));
    const none = entry('none', {
      corrects: 'pair',
      counts: difference(pair.counts, noCounts),
      together: true,
    });
    expect(keptTogether([pair, none])).toEqual([]);
  });
});

const anyCounts = (min: number): fc.Arbitrary<ReleaseCounts> => {
  const people = fc.integer({ min, max: 500 });
  return fc.record({ women: people, men: people, girls: people, boys: people, unknown: people });
};
/** Entries of several places, each with a chain of corrections to what was true. */
const anyRecord = fc.array(
  fc.record({
    site_id: fc.constantFrom('prison', 'branch', null),
    /** What each person in turn took for the true number, the first being the one who counted. */
    said: fc.array(anyCounts(0), { minLength: 1, maxLength: 4 }),
    together: fc.boolean(),
  }),
  { maxLength: 8 },
);
const entriesOf = (
  record: { site_id: string | null; said: ReleaseCounts[]; together: boolean }[],
) =>
  record.flatMap(({ site_id, said, together }, number) =>
    said.map((now, at) =>
      entry(`${number}.${at}`, {
        site_id,
        together,
        corrects: at === 0 ? null : `${number}.${at - 1}`,
        counts: difference(said[at - 1] ?? noCounts, now),
      }),
    ),
  );
/** The entries as they may arrive: some twice, in any order. */
const arrived = (entries: ReleaseEntry[]) =>
  fc
    .subarray(entries)
    .chain((twice) =>
      fc.shuffledSubarray([...entries, ...twice], { minLength: entries.length + twice.length }),
    );
const sum = (all: ReleaseCounts[]): ReleaseCounts =>
  Object.fromEntries(
    releaseGroups.map((group) => [group, all.reduce((total, each) => total + each[group], 0)]),
  ) as ReleaseCounts;

describe('under every order, duplication and correction', () => {
  const anyArrival = anyRecord.chain((record) =>
    fc.tuple(fc.constant(record), arrived(entriesOf(record))),
  );

  test('the total is what was last said of every entry, and the sum of all entries', () => {
    fc.assert(
      fc.property(anyArrival, ([record, entries]) => {
        const lastSaid = record.map(({ said }) => said.at(-1) ?? noCounts);
        expect(totalOf(entries)).toEqual(sum(lastSaid));
        expect(totalOf(entries)).toEqual(sum(entriesOf(record).map((each) => each.counts)));
      }),
    );
  });

  test('each entry stands at what was last said of it', () => {
    fc.assert(
      fc.property(anyArrival, ([record, entries]) => {
        record.forEach(({ said }, number) => {
          const standing = standingOf(entries, `${number}.0`);
          expect(standing?.counts).toEqual(said.at(-1));
          expect(standing?.corrections).toHaveLength(said.length - 1);
        });
      }),
    );
  });

  test('the totals of the sites add up to the total, each from its own entries', () => {
    fc.assert(
      fc.property(anyArrival, ([record, entries]) => {
        const totals = totalsBy(entries, 'site_id');
        expect(sum([...totals.values()])).toEqual(totalOf(entries));
        for (const [site, total] of totals) {
          const here = record.filter(({ site_id }) => site_id === site);
          expect(total).toEqual(sum(here.map(({ said }) => said.at(-1) ?? noCounts)));
        }
      }),
    );
  });

  test('what is kept together is the entries of two or more people that say so', () => {
    fc.assert(
      fc.property(anyArrival, ([record, entries]) => {
        const expected = record.flatMap(({ said, together }, number) => {
          const size = peopleIn(said.at(-1) ?? noCounts);
          return together && size >= 2 ? [{ id: `${number}.0`, size }] : [];
        });
        const groups = keptTogether(entries).map(({ id, size }) => ({ id, size }));
        expect(groups.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
          expected.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        );
      }),
    );
  });
});

test('the sums are by site, area, task or team, with a place for what has none', () => {
  const entries = [
    entry('a', { counts: counts({ men: 2 }), area_id: 'wing', task_id: 'release', team_id: '1' }),
    entry('b', { counts: counts({ men: 3 }), site_id: 'branch', team_id: '1' }),
  ];
  const men = (key: 'site_id' | 'area_id' | 'task_id' | 'team_id') =>
    [...totalsBy(entries, key)].map(([value, total]) => [value, total.men]);
  expect(men('site_id')).toEqual([
    ['prison', 2],
    ['branch', 3],
  ]);
  expect(men('area_id')).toEqual([
    ['wing', 2],
    [null, 3],
  ]);
  expect(men('task_id')).toEqual([
    ['release', 2],
    [null, 3],
  ]);
  expect(men('team_id')).toEqual([['1', 5]]);
});

test('the difference leads from any number to any other', () => {
  fc.assert(
    fc.property(anyCounts(-500), anyCounts(-500), (before, after) => {
      expect(sum([before, difference(before, after)])).toEqual(after);
    }),
  );
});
