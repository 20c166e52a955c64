import { governorates, type Governorate } from '$lib/domain/governorates';
import { bySiteName, type SiteOnMap } from '$lib/map/features';

export interface SiteGroup {
  /** Null for the sites whose governorate is not known. */
  governorate: Governorate | null;
  sites: SiteOnMap[];
  /** How many the group has in all, whatever part of it is listed. */
  total: number;
}

/** Sites by governorate, in the order of the p-codes, each group by name; what has none comes last. */
export const byGovernorate = (sites: readonly SiteOnMap[]): SiteGroup[] => {
  const known = new Set(governorates.map(({ pcode }) => pcode));
  // By hand: Map.groupBy is younger than many a phone's browser.
  const grouped = new Map<string | null, SiteOnMap[]>();
  for (const entry of sites) {
    const { adm1_pcode } = entry.site;
    const pcode = adm1_pcode !== null && known.has(adm1_pcode) ? adm1_pcode : null;
    const group = grouped.get(pcode);
    if (group) group.push(entry);
    else grouped.set(pcode, [entry]);
  }
  return [...governorates, null].flatMap((governorate) => {
    const members = grouped.get(governorate?.pcode ?? null);
    return members
      ? [{ governorate, sites: members.toSorted(bySiteName), total: members.length }]
      : [];
  });
};

/** The groups with their first sites, as many as asked for over all of them. */
export const firstOf = (groups: readonly SiteGroup[], count: number): SiteGroup[] => {
  let left = count;
  return groups.flatMap((group) => {
    const sites = group.sites.slice(0, Math.max(0, left));
    left -= sites.length;
    return sites.length === 0 ? [] : [{ ...group, sites }];
  });
};
