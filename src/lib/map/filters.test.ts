import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { governorates } from '$lib/domain/governorates';
import { siteKinds, siteStatuses } from '$lib/domain/vocabulary';
import {
  filterCount,
  filterSites,
  filterTeams,
  mapFilterQuery,
  noFilters,
  parseMapFilters,
  type MapFilters,
} from './filters.ts';
import { aPlacedSite, aPlacedTeam, aTeam } from './rows.fixture.ts';

const read = (query: string) => parseMapFilters(new URLSearchParams(query));

describe('the filters in the address', () => {
  it('survive a reload, whatever they are', () => {
    const filters = fc.record({
      text: fc.string({ unit: 'grapheme' }),
      status: fc.constantFrom(null, ...siteStatuses),
      kind: fc.constantFrom(null, ...siteKinds),
      governorate: fc.constantFrom(null, ...governorates.map(({ pcode }) => pcode)),
      teamId: fc.option(fc.uuid()),
      attention: fc.boolean(),
    });
    fc.assert(
      fc.property(filters, (given) => {
        expect(read(mapFilterQuery(given))).toEqual(given);
      }),
    );
  });

  it('are not in the address when there are none', () => {
    expect(mapFilterQuery(noFilters)).toBe('');
    expect(filterCount(noFilters)).toBe(0);
  });

  it('count as not given when their value does not exist', () => {
    expect(read('status=burnt&kind=party&adm1=XX99&team=them&attention=yes')).toEqual(noFilters);
  });
});

describe('filtering', () => {
  const list = (filters: Partial<MapFilters>) =>
    filterSites(
      [
        aPlacedSite({ id: 'prison', aliases: ['Sednaya'] }, { teamIds: new Set(['team-1']) }),
        aPlacedSite(
          {
            id: 'hospital',
            code: 'H-2',
            name_en: 'Damascus Hospital',
            name_ar: 'مستشفى دمشق',
            kind: 'hospital',
            status: 'verified',
            adm1_pcode: 'SY01',
          },
          { criticalTasks: 1 },
        ),
      ],
      { ...noFilters, ...filters },
    ).map(({ site }) => site.id);

  it('lets everything through without filters', () => {
    expect(list({})).toEqual(['prison', 'hospital']);
  });

  it('keeps the sites of a status, kind, governorate or team, and those that need attention', () => {
    expect(list({ status: 'searching' })).toEqual(['prison']);
    expect(list({ kind: 'hospital' })).toEqual(['hospital']);
    expect(list({ governorate: 'SY01' })).toEqual(['hospital']);
    expect(list({ teamId: 'team-1' })).toEqual(['prison']);
    expect(list({ attention: true })).toEqual(['hospital']);
    expect(list({ kind: 'hospital', status: 'searching' })).toEqual([]);
  });

  it('finds a site by its code, an alias or its name in either language, however it is spelt', () => {
    expect(list({ text: 'h-2' })).toEqual(['hospital']);
    expect(list({ text: 'SEDNAYA' })).toEqual(['prison']);
    expect(list({ text: 'مستشفي' })).toEqual(['hospital']);
    expect(list({ text: 'الاحمر صيدنايا' })).toEqual(['prison']);
    expect(list({ text: 'red hospital' })).toEqual([]);
  });

  it('leaves one team when it is asked for, and all teams otherwise', () => {
    const teams = ['1', '2'].map((id) => aPlacedTeam({ team: aTeam({ id }) }));
    expect(filterTeams(teams, { ...noFilters, teamId: '2' })).toHaveLength(1);
    expect(filterTeams(teams, { ...noFilters, kind: 'hospital' })).toHaveLength(2);
  });
});
