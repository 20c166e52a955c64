import { describe, expect, it } from 'vitest';
import { governorates } from '../domain/governorates.ts';
import { homeOfPcode, pcodeOfHome } from './governorates.ts';

describe('a home in PFIF', () => {
  it('has a code of its own for each governorate, and is read again as it was', () => {
    const homes = governorates.map(({ pcode }) => homeOfPcode(pcode));
    expect(new Set(homes.map(({ home_state }) => home_state)).size).toBe(governorates.length);
    expect(homes.map(pcodeOfHome)).toEqual(governorates.map(({ pcode }) => pcode));
  });

  it('of another country is the country alone; none is none', () => {
    expect(homeOfPcode('LB01')).toEqual({ home_state: null, home_country: 'LB' });
    expect(homeOfPcode(null)).toEqual({ home_state: null, home_country: null });
  });

  it.each([
    ['RD', 'SY', 'SY03'],
    ['sy-hl', null, 'SY02'],
    ['HL', null, null],
    ['Aleppo', 'SY', null],
    ['BA', 'LB', null],
    [null, 'SY', null],
  ])('of state %s and country %s is the governorate %s', (home_state, home_country, pcode) => {
    expect(pcodeOfHome({ home_state, home_country })).toBe(pcode);
  });
});
