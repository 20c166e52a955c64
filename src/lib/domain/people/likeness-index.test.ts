import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { buildIndex, candidates } from './likeness-index.ts';
import { compare, possible, rank, strong, type LikenessRecord } from './likeness.ts';
import type { PersonName } from './names.ts';
import { sexes } from './vocabulary.ts';

/** A thousand sets of records, each compared with all: a second by itself. In ms. */
const longest = 15_000;

const nobody: PersonName = {
  given: null,
  father: null,
  grandfather: null,
  family: null,
  mother: null,
  kunya: null,
};
const record = (
  id: string,
  name: Partial<PersonName>,
  over: Partial<LikenessRecord> = {},
): LikenessRecord => ({
  id,
  name: { ...nobody, ...name },
  alsoKnownAs: [],
  sex: null,
  born: null,
  homePcode: null,
  siteId: null,
  marks: [],
  ...over,
});

const part = (...names: string[]) => fc.option(fc.constantFrom(...names), { nil: null });
const anyName = fc.record({
  given: part('محمد', 'خالد', 'Khaled', 'محمد خالد', 'سليمان', 'سلميان', 'Mohammed / محمد'),
  father: part('أحمد', 'Ahmad', 'حسن', 'محمد'),
  grandfather: part('محمود', 'علي', 'Ali'),
  family: part('الخطيب', 'خطيب', 'Alkhatib', 'الحلبي', 'الحسن'),
  mother: part('فاطمة', 'فاطمة الحسن', 'Fatima', 'زينب'),
  kunya: part('أبو أحمد', 'أبو علي'),
});
const anyYears = fc
  .record({ from: fc.integer({ min: 1950, max: 2010 }), span: fc.nat({ max: 20 }) })
  .map(({ from, span }) => ({ from, to: from + span }));
const anyAliases = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.subarray(['حمودي', 'Khaled Alkhatib', 'أبو علي', 'A-1042'], { maxLength: 2 }),
  },
);
const anyRecord = fc.record({
  id: fc.uuid(),
  name: anyName,
  alsoKnownAs: anyAliases,
  sex: fc.option(fc.constantFrom(...sexes), { nil: null }),
  born: fc.option(anyYears, { nil: null }),
  homePcode: part('SY03', 'SY0301', 'SY030102', 'SY14', 'C1046'),
  siteId: part('saidnaya', 'adra'),
  marks: fc.subarray(['tattoo', 'scar', 'prosthesis']),
});

describe('whatever is known', () => {
  test('the score lies between 0 and 1 and does not depend on which of the two comes first', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (one, other) => {
        const result = compare(one, other);
        expect(result.score).toBeGreaterThanOrEqual(0);
        expect(result.score).toBeLessThanOrEqual(1);
        expect(compare(other, one)).toEqual(result);
        for (const { strength } of result.reasons) expect(strength).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  /** The same record, and the same with one thing more that is known. */
  const facts: readonly (readonly [LikenessRecord, LikenessRecord, LikenessRecord])[] = [
    [record('', {}), record('', {}, { sex: 'male' }), record('', {}, { sex: 'female' })],
    [
      record('', {}),
      record('', {}, { born: { from: 1990, to: 1991 } }),
      record('', {}, { born: { from: 1950, to: 1951 } }),
    ],
    ...(['given', 'father', 'grandfather', 'family', 'mother'] as const).map(
      (name) =>
        [
          record('', { [name]: null }),
          record('', { [name]: 'جميلة' }),
          record('', { [name]: 'ياسمين' }),
        ] as const,
    ),
  ];
  const withFact = (base: LikenessRecord, fact: LikenessRecord, empty: LikenessRecord) => {
    const name = Object.fromEntries(
      Object.entries(fact.name).filter(([key, value]) => value !== empty.name[key as 'given']),
    );
    const { sex, born } = fact;
    return {
      ...base,
      name: { ...base.name, ...name },
      ...(sex === null ? {} : { sex }),
      ...(born === null ? {} : { born }),
    };
  };
  const without = (base: LikenessRecord, fact: LikenessRecord) => {
    const name = Object.fromEntries(
      Object.entries(fact.name)
        .filter(([, value]) => value !== null)
        .map(([key]) => [key, null]),
    );
    return {
      ...base,
      name: { ...base.name, ...name },
      ...(fact.sex === null ? {} : { sex: null }),
      ...(fact.born === null ? {} : { born: null }),
    };
  };

  test('one agreeing fact more never lowers the score, one contradicting fact more never raises it', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, fc.constantFrom(...facts), (one, other, fact) => {
        const [empty, agreeing, contradicting] = fact;
        const before = compare(without(one, agreeing), without(other, agreeing)).score;
        const known = withFact(one, agreeing, empty);
        expect(compare(known, withFact(other, agreeing, empty)).score).toBeGreaterThanOrEqual(
          before,
        );
        expect(compare(known, withFact(other, contradicting, empty)).score).toBeLessThanOrEqual(
          before,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('candidates', () => {
  const many = fc.uniqueArray(anyRecord, { maxLength: 12, selector: ({ id }) => id });

  test('come in one order, whichever order they were in', () => {
    fc.assert(
      fc.property(anyRecord, many, fc.nat(), (subject, records, seed) => {
        const shuffled = records.toSorted(
          (a, b) => ((a.id.charCodeAt(seed % 8) * 31) % 7) - ((b.id.charCodeAt(seed % 8) * 31) % 7),
        );
        expect(rank(subject, shuffled)).toEqual(rank(subject, records));
        expect(candidates(buildIndex(shuffled), subject)).toEqual(
          candidates(buildIndex(records), subject),
        );
      }),
    );
  });

  test('are never the record itself, never below the threshold, the likeliest first', () => {
    fc.assert(
      fc.property(anyRecord, many, (subject, records) => {
        const ranked = rank(subject, [...records, subject]);
        expect(ranked.map(({ record: { id } }) => id)).not.toContain(subject.id);
        const scores = ranked.map(({ score }) => score);
        expect(scores.every((score) => score >= possible)).toBe(true);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      }),
    );
  });

  it('that are equally likely come by id', () => {
    const twin = (id: string) => record(id, { given: 'خالد', father: 'أحمد', family: 'الخطيب' });
    const ids = (records: LikenessRecord[]) => rank(twin('s'), records).map((one) => one.record.id);
    expect(ids([twin('b'), twin('a'), twin('c')])).toEqual(['a', 'b', 'c']);
    expect(ids([twin('c'), twin('a'), twin('b')])).toEqual(['a', 'b', 'c']);
  });

  it.each<[string, Partial<PersonName>, string | null]>([
    ['family name', { family: 'الخطيب' }, null],
    ["mother's name", { mother: 'Fatima' }, null],
    ["given and father's name", { given: 'خالد', father: 'Ahmad' }, null],
    ["given and grandfather's name", { given: 'Khaled', grandfather: 'محمود' }, null],
    ['given name and governorate', { given: 'خالد' }, 'SY0301'],
  ])('are found by their %s', (_what, name, homePcode) => {
    const found = record('a', name, { homePcode });
    const index = buildIndex([found, record('b', { given: 'سمير', family: 'الحلبي' })]);
    const written = {
      given: 'خالد',
      father: 'أحمد',
      grandfather: 'محمود',
      family: 'خطيب',
      mother: 'فاطمة',
    };
    const sought = record('s', written, { homePcode: 'SY03' });
    expect(candidates(index, sought, 0.1).map((one) => one.record.id)).toEqual(['a']);
  });

  /** The same person, of whom less is known. */
  const lessKnown = (subject: LikenessRecord, id: string, kept: (keyof PersonName)[]) => ({
    ...subject,
    id,
    name: { ...nobody, ...Object.fromEntries(kept.map((key) => [key, subject.name[key]])) },
  });
  const parts = fc.subarray<keyof PersonName>([
    'given',
    'father',
    'grandfather',
    'family',
    'mother',
    'kunya',
  ]);

  test(
    'from the index are those of a comparison with all, and miss no strong one but by slips',
    { timeout: longest },
    () => {
      const slips = new Set([7 / 18, 6 / 16, 3 / 8, 8 / 20]);
      fc.assert(
        fc.property(anyRecord, many, fc.array(parts), (subject, others, kept) => {
          const same = kept.map((some, at) => lessKnown(subject, String(at), some));
          const records = [...others, ...same];
          const all = rank(subject, records);
          const found = candidates(buildIndex(records), subject);
          for (const one of found) expect(all).toContainEqual(one);
          const due = all.filter(
            ({ score, reasons }) =>
              score >= strong && !reasons.some(({ strength }) => slips.has(strength)),
          );
          for (const one of due) expect(found).toContainEqual(one);
        }),
        { numRuns: 1000 },
      );
    },
  );

  it('for one of 5,000 are compared with few of them', () => {
    const letters = 'بتجحخدرزسشصطغفقكلمنه';
    const word = (n: number, base: number) =>
      [n % base, Math.floor(n / base) % base, (n * 7) % base]
        .map((at) => letters.charAt(at % letters.length))
        .join('');
    const records = Array.from({ length: 5000 }, (_, n) =>
      record(String(n), { given: word(n % 60, 8), father: word(n % 97, 10), family: word(n, 20) }),
    );
    const index = buildIndex(records);
    const subject = records[42];
    if (!subject) throw new Error('No subject.');
    let compared = 0;
    const keys = Array.from(index.blocks.values()).filter((block) =>
      block.some(({ record: { id } }) => id === subject.id),
    );
    for (const block of keys) compared += block.length;
    expect(compared).toBeLessThan(records.length / 20);
    expect(keys.length).toBeLessThan(10);
  });
});
