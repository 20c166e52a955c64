import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { codeCharacters, parseCode, shortCode } from './short-code.ts';

const alphabet = Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
const id = fc.uuid({ version: [4, 7] });
const rejects = (text: string) => expect(parseCode(text).ok, text).toBe(false);
const replaced = (code: string, at: number, by: string) =>
  code.slice(0, at) + by + code.slice(at + 1);

describe('the code of a person', () => {
  it('is the same wherever it is made', () => {
    expect(shortCode('0198c1a2-0000-7000-8000-0123456789ab')).toBe('D2PF-2DBK');
    expect(shortCode('0198C1A2-0000-7000-8000-0123456789AB')).toBe('D2PF-2DBK');
  });

  it('has seven characters, a check, and a hyphen in the middle', () => {
    fc.assert(
      fc.property(id, (uuid) => {
        expect(shortCode(uuid)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      }),
    );
  });

  it('tells apart two ids of the same millisecond', () => {
    const one = '0198c1a2-3b4c-7000-8000-000000000001';
    const other = '0198c1a2-3b4c-7000-8000-000000000002';
    expect(shortCode(one)).not.toBe(shortCode(other));
  });

  it('is shared by two ids only where their last 35 bits are the same', () => {
    const bits = fc.bigInt({ min: 0n, max: (1n << 35n) - 1n });
    const uuid = (high: number, low: bigint) =>
      `0198c1a2-3b4c-7000-8000-${((BigInt(high) << 35n) | low).toString(16).padStart(12, '0')}`;
    const high = fc.nat({ max: (1 << 13) - 1 });
    fc.assert(
      fc.property(high, high, bits, bits, (one, other, low, otherLow) => {
        expect(shortCode(uuid(one, low))).toBe(shortCode(uuid(other, low)));
        const same = shortCode(uuid(one, low)) === shortCode(uuid(one, otherLow));
        expect(same).toBe(low === otherLow);
      }),
    );
  });
});

describe('a code that a person reads out', () => {
  it('is understood in either case, grouped in any way, in any digits', () => {
    const ways: ((code: string) => string)[] = [
      (code) => code,
      (code) => code.toLowerCase(),
      (code) => code.replace('-', ''),
      (code) => ` ${code.replace('-', ' – ')} `,
      (code) => Array.from(code).join(' '),
      (code) => code.replaceAll('0', 'o').replaceAll('1', 'l'),
      (code) => code.replaceAll('0', 'O').replaceAll('1', 'I'),
      (code) => code.replace(/[0-9]/g, (digit) => String.fromCharCode(0x660 + Number(digit))),
      (code) => code.replace(/[0-9]/g, (digit) => String.fromCharCode(0x6f0 + Number(digit))),
      (code) => `\u200f${code}\u200e`,
    ];
    fc.assert(
      fc.property(id, fc.constantFrom(...ways), (uuid, way) => {
        expect(parseCode(way(shortCode(uuid)))).toEqual({ ok: true, value: shortCode(uuid) });
      }),
    );
  });

  test('is refused with one character misread, whichever and wherever', () => {
    const code = shortCode('0198c1a2-0000-7000-8000-0123456789ab').replace('-', '');
    for (let at = 0; at < code.length; at += 1)
      for (const letter of alphabet.filter((one) => one !== code.charAt(at)))
        rejects(replaced(code, at, letter));
    fc.assert(
      fc.property(id, fc.nat({ max: 7 }), fc.constantFrom(...alphabet), (uuid, at, letter) => {
        const compact = shortCode(uuid).replace('-', '');
        fc.pre(compact.charAt(at) !== letter);
        rejects(replaced(compact, at, letter));
      }),
    );
  });

  test('is refused with two characters exchanged, also where they are not neighbours', () => {
    for (const first of alphabet)
      for (const second of alphabet.filter((letter) => letter !== first)) exchanged(first, second);
  });

  const exchanged = (first: string, second: string) => {
    const code = alphabet
      .map((last) => `${first}${second}47XZ9${last}`)
      .find((text) => parseCode(text).ok);
    if (code === undefined) throw new Error('No check fits.');
    for (let from = 0; from < code.length; from += 1)
      for (let to = from + 1; to < code.length; to += 1)
        if (code.charAt(from) !== code.charAt(to))
          rejects(replaced(replaced(code, from, code.charAt(to)), to, code.charAt(from)));
  };

  it('is refused with what is wrong with it', () => {
    expect(parseCode('D2PF-2DB')).toEqual({
      ok: false,
      error: { type: 'wrong_length', expected: 8, found: 7 },
    });
    expect(parseCode('D2PF-2DBU')).toEqual({
      ok: false,
      error: { type: 'unknown_character', character: 'U' },
    });
    expect(parseCode('D2PF-2DB0')).toEqual({ ok: false, error: { type: 'wrong_check' } });
  });

  it('can be any text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffff })), (units) => {
        expect(() => parseCode(String.fromCharCode(...units))).not.toThrow();
      }),
    );
  });

  it('can be begun', () => {
    expect(codeCharacters('d2pf-l')).toBe('D2PF1');
  });
});
