import { governorates, type Governorate } from '$lib/domain/governorates';
import type { SiteOnMap } from '$lib/map/features';

export interface SiteGroup {
  /** Null for the sites whose governorate is not known. */
  governorate: Governorate | null;
  sites: SiteOnMap[];
}

const byName = (a: SiteOnMap, b: SiteOnMap): number =>
  a.site.name_en.localeCompare(b.site.name_en, 'en', { numeric: true });

/** Sites by governorate, in the order of the p-codes, each group by name; what has none comes last. */
export const byGovernorate = (sites: readonly SiteOnMap[]): SiteGroup[] => {
  const known = new Set(governorates.map(({ pcode }) => pcode));
  const grouped = Map.groupBy(sites, ({ site: { adm1_pcode } }) =>
    adm1_pcode !== null && known.has(adm1_pcode) ? adm1_pcode : null,
  );
  return [...governorates, null].flatMap((governorate) => {
    const members = grouped.get(governorate?.pcode ?? null);
    return members ? [{ governorate, sites: members.toSorted(byName) }] : [];
  });
};
