/** Which sites the list shows: kept in the address. */
import type { Site } from '$lib/domain/rows';
import { siteKinds, siteStatuses, type SiteKind, type SiteStatus } from '$lib/domain/vocabulary';
import { fold } from '$lib/i18n/fold';

export interface SiteFilters {
  text: string;
  kind: SiteKind | null;
  status: SiteStatus | null;
}

const oneOf = <T extends string>(list: readonly T[], value: string | null): T | null =>
  list.find((entry) => entry === value) ?? null;

/** Reads the filters from an address; what it does not know counts as not given. */
export const parseSiteFilters = (params: URLSearchParams): SiteFilters => ({
  text: params.get('q') ?? '',
  kind: oneOf(siteKinds, params.get('kind')),
  status: oneOf(siteStatuses, params.get('status')),
});

/** The query of the address for these filters, "" for none: the reverse of `parseSiteFilters`. */
export const siteFilterQuery = ({ text, kind, status }: SiteFilters): string => {
  const params = new URLSearchParams();
  if (text) params.set('q', text);
  if (kind) params.set('kind', kind);
  if (status) params.set('status', status);
  return params.size === 0 ? '' : `?${params.toString()}`;
};

/** The sites that the filters let through, by code: 2 comes before 10. */
export const filterSites = (
  sites: readonly Site[],
  { text, kind, status }: SiteFilters,
): Site[] => {
  const wanted = fold(text).split(/\s+/u).filter(Boolean);
  return sites
    .filter((site) => {
      if (kind !== null && site.kind !== kind) return false;
      if (status !== null && site.status !== status) return false;
      if (wanted.length === 0) return true;
      const words = fold([site.code, site.name_en, site.name_ar, ...site.aliases].join(' '));
      return wanted.every((word) => words.includes(word));
    })
    .sort((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true }));
};
