import { describe, expect, it } from 'vitest';
import { aPlacedSite } from '$lib/map/rows.fixture';
import { byGovernorate } from './groups.ts';

describe('the index of sites', () => {
  it('goes by governorate, then by name with its numbers', () => {
    const groups = byGovernorate([
      aPlacedSite({ name_en: 'Homs Central', adm1_pcode: 'SY04' }),
      aPlacedSite({ name_en: 'Branch 215', adm1_pcode: 'SY01' }),
      aPlacedSite({ name_en: 'Branch 99', adm1_pcode: 'SY01' }),
    ]);
    expect(
      groups.map(({ governorate, sites }) => [
        governorate?.pcode,
        ...sites.map(({ site }) => site.name_en),
      ]),
    ).toEqual([
      ['SY01', 'Branch 99', 'Branch 215'],
      ['SY04', 'Homs Central'],
    ]);
  });

  it('keeps a site without a governorate, or with one of another country, at the end', () => {
    const groups = byGovernorate([
      aPlacedSite({ name_en: 'somewhere', adm1_pcode: null }),
      aPlacedSite({ name_en: 'abroad', adm1_pcode: 'LB01' }),
      aPlacedSite({ adm1_pcode: 'SY14' }),
    ]);
    expect(
      groups.map(({ governorate, sites }) => [governorate?.pcode ?? null, sites.length]),
    ).toEqual([
      ['SY14', 1],
      [null, 2],
    ]);
  });
});
