import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  compare,
  likenessLevel,
  strong,
  type LikenessRecord,
  type ReasonKind,
} from './likeness.ts';
import { nameParts, type PersonName } from './names.ts';

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

const whole: PersonName = {
  given: 'خالد',
  father: 'أحمد',
  grandfather: 'محمود',
  family: 'الخطيب',
  mother: 'فاطمة',
  kunya: 'أبو أحمد',
};
const kinds = (facts: readonly { kind: ReasonKind }[]) => facts.map(({ kind }) => kind);

describe('names alone', () => {
  test('never make a strong likeness, however many of the own line agree', () => {
    fc.assert(
      fc.property(fc.subarray([...nameParts]), (parts) => {
        const name = Object.fromEntries(
          parts.filter((part) => part !== 'mother').map((part) => [part, whole[part]]),
        );
        const result = compare(
          record('a', name, { sex: 'male' }),
          record('b', name, { sex: 'male' }),
        );
        expect(likenessLevel(result.score)).not.toBe('strong');
      }),
    );
  });

  test.each([
    ['محمد', 'الأحمد'],
    ['Mohammed', 'Alahmad'],
  ])('do not even propose two strangers of one given and family name: %s %s', (given, family) => {
    const { score } = compare(
      record('a', { given: 'محمد', family: 'الأحمد' }, { sex: 'male' }),
      record('b', { given, family }, { sex: 'male' }),
    );
    expect(score).toBeGreaterThan(0);
    expect(likenessLevel(score)).toBeNull();
  });

  test('become strong with the mother of a whole name, as identity cards have it', () => {
    const name = { given: 'خالد', father: 'أحمد', family: 'الخطيب', mother: 'فاطمة' };
    expect(compare(record('a', name), record('b', name)).score).toBeGreaterThanOrEqual(strong);
  });
});

describe('each record says why it is proposed', () => {
  const family = record('a', whole, {
    sex: 'male',
    born: { from: 1985, to: 1985 },
    homePcode: 'SY020301',
    siteId: 'saidnaya',
    marks: ['scar_left_hand'],
  });

  it('with what agrees, the weightiest first, and how well', () => {
    const found = record(
      'b',
      { given: 'Khaled', family: 'خطيب', mother: 'فاطمة الحسن' },
      { born: { from: 1983, to: 1987 }, homePcode: 'SY0203', siteId: 'saidnaya' },
    );
    const { reasons, against } = compare(family, found);
    expect(kinds(reasons)).toEqual(['family', 'given', 'mother', 'born', 'home', 'site']);
    expect(reasons[0]?.strength).toBe(1);
    expect(reasons[1]?.strength).toBeCloseTo(14 / 18);
    expect(against).toEqual([]);
  });

  it.each<[ReasonKind, Partial<LikenessRecord>]>([
    ['sex', { sex: 'female' }],
    ['born', { born: { from: 1960, to: 1965 } }],
    ['mother', { name: { ...whole, mother: 'زينب' } }],
    ['father', { name: { ...whole, father: 'حسن' } }],
    ['given', { name: { ...whole, given: 'سمير' } }],
    ['family', { name: { ...whole, family: 'الحلبي' } }],
  ])('and with what contradicts: %s', (kind, over) => {
    const result = compare(family, { ...family, id: 'b', ...over });
    expect(kinds(result.against)).toEqual([kind]);
    expect(result.score).toBeLessThan(compare(family, { ...family, id: 'b' }).score);
    expect(kinds(result.reasons)).not.toContain(kind);
  });

  it.each([
    ['أحمد', 'محمد'],
    ['حسن', 'حسين'],
    ['عمر', 'عمار'],
    ['سالم', 'سليم'],
    ['حسين', 'Hassan'],
    ['عبد الله', 'عبد الرحمن'],
  ])('takes %s and %s for two names', (one, other) => {
    expect(
      kinds(compare(record('a', { given: one }), record('b', { given: other })).against),
    ).toEqual(['given']);
  });

  it('takes a slip of the pen in a long name for a slip, and for less than the name', () => {
    const slip = compare(record('a', { given: 'سليمان' }), record('b', { given: 'سلميان' }));
    expect(slip.reasons).toEqual([{ kind: 'given', strength: 7 / 18 }]);
  });

  it('holds a home elsewhere, another place and another kunya against nobody', () => {
    const elsewhere = compare(family, {
      ...family,
      id: 'b',
      name: { ...whole, kunya: 'أبو سمير' },
      homePcode: 'SY14',
      siteId: 'adra',
      marks: [],
    });
    expect(elsewhere.against).toEqual([]);
  });

  it('makes allowance for a guessed age, and gives little for a vague one', () => {
    const strength = (from: number, to: number) =>
      compare(
        record('a', {}, { born: { from: 1990, to: 1990 } }),
        record('b', {}, { born: { from, to } }),
      ).reasons.find(({ kind }) => kind === 'born')?.strength ?? 0;
    expect(strength(1990, 1990)).toBe(1);
    expect(strength(1993, 1993)).toBeGreaterThan(0.8);
    expect(strength(1985, 1995)).toBeGreaterThan(0);
    expect(strength(1985, 1995)).toBeLessThan(strength(1989, 1991));
    expect(strength(1965, 2006)).toBe(0);
  });
});

describe('what somebody is also called', () => {
  const called = (id: string, name: Partial<PersonName>, ...alsoKnownAs: string[]) =>
    record(id, name, { alsoKnownAs });
  const known = { given: 'خالد', father: 'أحمد', family: 'الخطيب' };

  it('stands for a name that nobody wrote in its place, in either script', () => {
    const { score, reasons } = compare(
      record('a', known, { born: { from: 1990, to: 1990 } }),
      record('b', {}, { alsoKnownAs: ['Khaled Ahmad Alkhatib'], born: { from: 1990, to: 1990 } }),
    );
    expect(kinds(reasons)).toEqual(['alias', 'born']);
    expect(score).toBeCloseTo(0.34);
  });

  it('takes a nickname for no contradiction of the name', () => {
    const nickname = record('a', { ...known, given: 'حمودي' });
    const plain = compare(nickname, record('b', { ...known, given: 'محمد' }));
    expect(kinds(plain.against)).toEqual(['given']);
    const said = compare(nickname, called('b', { ...known, given: 'محمد' }, 'حمودي'));
    expect(said.against).toEqual([]);
    expect(kinds(said.reasons)).toContain('alias');
    expect(said.score).toBeGreaterThan(plain.score);
  });

  it('agrees when both are called by it, as a number of the prison is', () => {
    const { reasons } = compare(called('a', {}, 'رقم ١٠٤٢'), called('b', {}, 'رقم 1042'));
    expect(kinds(reasons)).toEqual(['alias']);
    expect(compare(called('a', {}, '1042'), called('b', {}, '1043')).score).toBe(0);
  });

  it('counts once where it only repeats the name, so that namesakes stay unproposed', () => {
    const { score, reasons } = compare(
      called('a', { given: 'محمد', family: 'الأحمد' }, 'Mohammed Alahmad'),
      called('b', { given: 'محمد', family: 'الأحمد' }, 'محمد الأحمد'),
    );
    expect(kinds(reasons)).not.toContain('alias');
    expect(likenessLevel(score)).toBeNull();
  });

  test('never makes a strong likeness of names alone, nor depends on which comes first', () => {
    const some = fc.subarray(['حمودي', 'الدكتور', '1042', 'خالد', 'Alkhatib', 'أبو أحمد']);
    const parts = fc.subarray(nameParts.filter((part) => part !== 'mother'));
    const anyOne = fc
      .tuple(parts, some)
      .map(([kept, alsoKnownAs]) =>
        record('', Object.fromEntries(kept.map((part) => [part, whole[part]])), { alsoKnownAs }),
      );
    fc.assert(
      fc.property(anyOne, anyOne, (one, other) => {
        const result = compare(one, other);
        expect(likenessLevel(result.score)).not.toBe('strong');
        expect(compare(other, one)).toEqual(result);
        for (const { strength } of result.reasons) expect(strength).toBeLessThanOrEqual(1);
      }),
    );
  });
});
