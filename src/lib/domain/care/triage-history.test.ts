import fc from 'fast-check';
import { expect, test } from 'vitest';
import { triageStanding, type TriageEntry, type TriageTrend } from './triage-history.ts';
import { categoriesOf } from './triage.ts';
import { triageCategories, triageMethods, type TriageCategory } from './vocabulary.ts';

const entry = (version: number, category: TriageCategory): TriageEntry => ({
  id: `e${version}`,
  category,
  method: 'direct',
  version,
});
const trend = (before: TriageCategory, now: TriageCategory) =>
  triageStanding([entry(1, before), entry(2, now)])?.trend;

test('nobody has triaged: nothing stands', () => {
  expect(triageStanding([])).toBeNull();
});

test('a single look has no trend', () => {
  expect(triageStanding([entry(1, 'delayed')])).toMatchObject({ trend: null });
});

test('the trend goes from minor over delayed, immediate and expectant to deceased', () => {
  const grave: TriageCategory[] = ['minor', 'delayed', 'immediate', 'expectant', 'deceased'];
  grave.forEach((before, at) => {
    grave.forEach((now, then) => {
      const expected: TriageTrend = then > at ? 'worse' : then < at ? 'better' : 'same';
      expect(trend(before, now)).toBe(expected);
    });
  });
});

test('what only this phone has is the newest, in the order in which it was recorded', () => {
  const unsent = Number.MAX_SAFE_INTEGER;
  const standing = triageStanding([
    { ...entry(unsent, 'immediate'), id: 'first' },
    { ...entry(unsent, 'delayed'), id: 'second' },
    entry(7, 'minor'),
  ]);
  expect(standing?.entries.map(({ id }) => id)).toEqual(['e7', 'first', 'second']);
  expect(standing).toMatchObject({ present: { id: 'second' }, trend: 'better' });
});

test('the entries stand in the order of the server, however they arrive and however often', () => {
  const drawn = fc.array(
    fc.constantFrom(...triageMethods).chain((method) =>
      fc.record({
        method: fc.constant(method),
        category: fc.constantFrom(...categoriesOf[method]),
      }),
    ),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(
      drawn.chain((looks) => {
        const entries = looks.map((look, version) => ({ ...look, version, id: `e${version}` }));
        const again = fc.subarray(entries);
        return again.chain((twice) =>
          fc.tuple(
            fc.constant(entries),
            fc.shuffledSubarray([...entries, ...twice], {
              minLength: entries.length + twice.length,
            }),
          ),
        );
      }),
      ([entries, arrived]) => {
        const standing = triageStanding(arrived);
        expect(standing?.entries).toEqual(entries);
        expect(standing?.present).toEqual(entries.at(-1));
        expect(triageCategories).toContain(standing?.present.category);
      },
    ),
  );
});
