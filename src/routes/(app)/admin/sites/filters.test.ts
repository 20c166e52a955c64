import { expect, it } from 'vitest';
import { aSite } from '../rows.fixture.ts';
import { filterSites, parseSiteFilters, siteFilterQuery } from './filters.ts';

const sites = [
  aSite({ id: 'b', code: 'S-10', kind: 'civil_prison', status: 'cleared' }),
  aSite({ id: 'a', code: 'S-2', aliases: ['المشفى الأحمر'] }),
];
const shown = (query: string) =>
  filterSites(sites, parseSiteFilters(new URLSearchParams(query))).map(({ id }) => id);

it.each([
  ['', ['a', 'b']],
  ['q=الاحمر', ['a']],
  ['q=s-10', ['b']],
  ['kind=civil_prison', ['b']],
  ['status=verified', ['a']],
  ['kind=castle', ['a', 'b']],
])('sites are narrowed by %j, in the order of their codes', (query, ids) => {
  expect(shown(query)).toEqual(ids);
});

it('the filters survive the address', () => {
  const filters = { text: 'x', kind: 'clinic', status: 'secured' } as const;
  expect(parseSiteFilters(new URLSearchParams(siteFilterQuery(filters)))).toEqual(filters);
});
