import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { hasSeparator, mostAliases, splitAliases, withAliases } from './aliases.ts';

describe('what was written or pasted as names', () => {
  it.each([
    ['الدكتور، أبو علي', ['الدكتور', 'أبو علي']],
    ['Hamoudi, Abu Ali;\r\n A-1042\n', ['Hamoudi', 'Abu Ali', 'A-1042']],
    ['خالد؛ خالد الشامي', ['خالد', 'خالد الشامي']],
    ['  Abu \t  Ali ', ['Abu Ali']],
    ['خالد / Khaled', ['خالد / Khaled']],
    [' ،, \n;', []],
    ['\u064e\u0651, \u200f', []],
  ])('is split at lines, commas and semicolons of both scripts: %j', (text, names) => {
    expect(splitAliases(text)).toEqual(names);
  });

  test('comes apart the same however it is joined, and no text throws', () => {
    const name = fc.constantFrom('خالد', 'أبو علي', 'Khaled', 'A-1042', '٣٤٥');
    const joint = fc.constantFrom(',', '، ', '\n', ' ; ', '؛', '\r\n', ',\n');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, joint)), (parts) => {
        const text = parts.map(([one, between]) => one + between).join('');
        expect(splitAliases(text)).toEqual(parts.map(([one]) => one));
        expect(hasSeparator(text)).toBe(parts.length > 0);
      }),
    );
    const anyUnits = fc
      .array(fc.nat({ max: 0xffff }))
      .map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(anyUnits, (text) => {
        for (const one of splitAliases(text)) expect(splitAliases(one)).toEqual([one]);
      }),
    );
  });
});

describe('names that are added', () => {
  it('come at the end, each once whatever its capitals; another spelling is another name', () => {
    expect(withAliases(['Khaled'], 'khaled, Khalid, خالد')).toEqual({
      ok: true,
      value: ['Khaled', 'Khalid', 'خالد'],
    });
  });

  it('are refused whole where there are too many, or where one is too long', () => {
    const many = Array.from({ length: mostAliases }, (_, at) => `n${at}`);
    expect(withAliases([], many.join('\n'))).toMatchObject({ ok: true });
    expect(withAliases(many, 'one more')).toEqual({
      ok: false,
      error: { type: 'too_many_aliases' },
    });
    expect(withAliases(many, 'N3')).toMatchObject({ ok: true });
    const long = 'م'.repeat(201);
    expect(withAliases([], `a, ${long}`)).toEqual({
      ok: false,
      error: { type: 'alias_too_long', alias: long },
    });
    expect(withAliases([], '😀'.repeat(200))).toMatchObject({ ok: true });
  });
});
