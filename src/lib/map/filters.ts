/** Which sites and teams the map shows: kept in the address, so that it can be shared and reloaded. */
import { governorates } from '$lib/domain/governorates';
import { siteKinds, siteStatuses, type SiteKind, type SiteStatus } from '$lib/domain/vocabulary';
import { fold } from '$lib/i18n/fold';
import { needsAttention, type SiteOnMap, type TeamOnMap } from './features.ts';

export interface MapFilters {
  text: string;
  status: SiteStatus | null;
  kind: SiteKind | null;
  /** A p-code. */
  governorate: string | null;
  teamId: string | null;
  /** Only sites with critical tasks or with conflicts to decide. */
  attention: boolean;
}

export const noFilters: MapFilters = {
  text: '',
  status: null,
  kind: null,
  governorate: null,
  teamId: null,
  attention: false,
};

const oneOf = <T extends string>(list: readonly T[], value: string | null): T | null =>
  list.find((entry) => entry === value) ?? null;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Reads the filters from an address; what it does not know counts as not given. */
export const parseMapFilters = (params: URLSearchParams): MapFilters => {
  const teamId = params.get('team');
  return {
    text: params.get('q') ?? '',
    status: oneOf(siteStatuses, params.get('status')),
    kind: oneOf(siteKinds, params.get('kind')),
    governorate: oneOf(
      governorates.map(({ pcode }) => pcode),
      params.get('adm1'),
    ),
    teamId: teamId !== null && uuid.test(teamId) ? teamId : null,
    attention: params.get('attention') === '1',
  };
};

/** The query of the address for these filters, "" for none: the reverse of `parseMapFilters`. */
export const mapFilterQuery = (filters: MapFilters): string => {
  const params = new URLSearchParams();
  if (filters.text) params.set('q', filters.text);
  if (filters.status) params.set('status', filters.status);
  if (filters.kind) params.set('kind', filters.kind);
  if (filters.governorate) params.set('adm1', filters.governorate);
  if (filters.teamId) params.set('team', filters.teamId);
  if (filters.attention) params.set('attention', '1');
  return params.size === 0 ? '' : `?${params.toString()}`;
};

/** How many filters are set besides the text, for the number on the filter button. */
export const filterCount = (filters: MapFilters): number =>
  [filters.status, filters.kind, filters.governorate, filters.teamId, filters.attention].filter(
    Boolean,
  ).length;

const words = (text: string): string[] => fold(text).split(/\s+/u).filter(Boolean);

/** Everything that a search may find a site by. */
const siteText = ({ site }: Pick<SiteOnMap, 'site'>): string =>
  fold([site.code, site.name_en, site.name_ar, ...site.aliases].join(' '));

/** The sites that the filters let through, in the order given. */
export const filterSites = (sites: readonly SiteOnMap[], filters: MapFilters): SiteOnMap[] => {
  const wanted = words(filters.text);
  return sites.filter(
    (entry) =>
      (filters.status === null || entry.site.status === filters.status) &&
      (filters.kind === null || entry.site.kind === filters.kind) &&
      (filters.governorate === null || entry.site.adm1_pcode === filters.governorate) &&
      (filters.teamId === null || entry.teamIds.has(filters.teamId)) &&
      (!filters.attention || needsAttention(entry)) &&
      containsAll(wanted, () => siteText(entry)),
  );
};

/** The teams to draw: a filter by team leaves that one, a filter of sites leaves all. */
export const filterTeams = (teams: readonly TeamOnMap[], filters: MapFilters): TeamOnMap[] =>
  filters.teamId === null ? [...teams] : teams.filter(({ team }) => team.id === filters.teamId);

const containsAll = (wanted: readonly string[], text: () => string): boolean => {
  if (wanted.length === 0) return true;
  const folded = text();
  return wanted.every((word) => folded.includes(word));
};
