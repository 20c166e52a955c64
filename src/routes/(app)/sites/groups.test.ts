import { describe, expect, it } from 'vitest';
import { aPlacedSite } from '$lib/map/rows.fixture';
import { byGovernorate, firstOf } from './groups.ts';

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

  it('lists the first of thousands, and says how many a group has', () => {
    const groups = byGovernorate([
      aPlacedSite({ name_en: 'A', adm1_pcode: 'SY01' }),
      aPlacedSite({ name_en: 'B', adm1_pcode: 'SY04' }),
      aPlacedSite({ name_en: 'C', adm1_pcode: 'SY04' }),
      aPlacedSite({ name_en: 'D', adm1_pcode: 'SY05' }),
    ]);
    const listed = firstOf(groups, 2).map(({ sites, total }) => [sites.length, total]);
    expect(listed).toEqual([
      [1, 1],
      [1, 2],
    ]);
  });
});
