/** Whether we looked everywhere: derived from the searches, room by room, never stored. */
import type { AreaSearch, SiteArea } from './rows.ts';

export const areaStates = ['unreached', 'blocked', 'searched', 'cleared'] as const;
export type AreaState = (typeof areaStates)[number];

type Search = Pick<AreaSearch, 'method' | 'result' | 'team_id' | 'searched_at' | 'version'>;

/**
 * The state of one area with no areas inside it.
 * - unreached: nobody has searched it;
 * - blocked: the newest word is that it cannot be entered;
 * - cleared: sealed for evidence, or found empty twice in a row by different teams or methods,
 *   as INSARAG asks for a second look of another kind before a worksite counts as covered;
 * - searched: anything between, so also where people were found and more may be.
 *
 * @param searches of this area, in the server's order (version), oldest first
 */
export const areaState = (searches: readonly Search[]): AreaState => {
  const last = searches.at(-1);
  if (!last) return 'unreached';
  if (last.result === 'inaccessible') return 'blocked';
  if (last.result === 'sealed_for_evidence') return 'cleared';
  if (last.result === 'people_found') return 'searched';
  const negatives = negativesAtTheEnd(searches);
  const independent = negatives.some(
    (search) => search.method !== last.method || search.team_id !== last.team_id,
  );
  return independent ? 'cleared' : 'searched';
};

const negativesAtTheEnd = (searches: readonly Search[]): readonly Search[] => {
  const lastOther = searches.findLastIndex((search) => search.result !== 'nothing_found');
  return searches.slice(lastOther + 1);
};

export interface Coverage {
  /** Areas with nothing inside them: what a search is counted by. */
  total: number;
  byState: Record<AreaState, number>;
}

const none = (): Coverage => ({
  total: 0,
  byState: { unreached: 0, blocked: 0, searched: 0, cleared: 0 },
});

/** The part of the total that somebody has entered and searched, 0 to 1; null where no area is known. */
export const searchedShare = (coverage: Coverage): number | null =>
  coverage.total === 0
    ? null
    : (coverage.byState.searched + coverage.byState.cleared) / coverage.total;

export interface AreaNode {
  area: SiteArea;
  children: AreaNode[];
  searches: AreaSearch[];
  coverage: Coverage;
  /** For an area with areas inside: cleared when all are, unreached when all are, blocked when nothing else is left to do. */
  state: AreaState;
}

/**
 * The tree of a site's areas with the coverage of each.
 * An area whose parent is missing or deleted stands at the top rather than vanishing.
 */
export const areaTree = (
  areas: readonly SiteArea[],
  searches: readonly AreaSearch[],
): AreaNode[] => {
  const living = areas.filter((area) => area.deleted_at === null);
  const ids = new Set(living.map((area) => area.id));
  const searchesOf = groupBy(
    searches.toSorted((a, b) => a.version - b.version),
    (search) => search.area_id,
  );
  const childrenOf = groupBy(living, (area) =>
    area.parent_id !== null && ids.has(area.parent_id) ? area.parent_id : '',
  );
  const build = (area: SiteArea): AreaNode => {
    const children = (childrenOf.get(area.id) ?? []).toSorted(byPlace).map(build);
    const own = searchesOf.get(area.id) ?? [];
    const coverage = children.length === 0 ? leafCoverage(own) : sum(children);
    const state = children.length === 0 ? areaState(own) : stateOf(coverage);
    return { area, children, searches: own, coverage, state };
  };
  return (childrenOf.get('') ?? []).toSorted(byPlace).map(build);
};

/** The coverage of a whole site. */
export const siteCoverage = (
  areas: readonly SiteArea[],
  searches: readonly AreaSearch[],
): Coverage => sum(areaTree(areas, searches));

const byPlace = (a: SiteArea, b: SiteArea) =>
  a.sort - b.sort || a.name_en.localeCompare(b.name_en, 'en', { numeric: true });

const leafCoverage = (searches: readonly AreaSearch[]): Coverage => {
  const coverage = none();
  coverage.total = 1;
  coverage.byState[areaState(searches)] = 1;
  return coverage;
};

const sum = (nodes: readonly AreaNode[]): Coverage =>
  nodes.reduce((total, { coverage }) => {
    total.total += coverage.total;
    for (const state of areaStates) total.byState[state] += coverage.byState[state];
    return total;
  }, none());

const stateOf = ({ total, byState }: Coverage): AreaState => {
  if (byState.cleared === total) return 'cleared';
  if (byState.unreached === total) return 'unreached';
  if (byState.searched + byState.cleared + byState.unreached === 0) return 'blocked';
  return 'searched';
};

const groupBy = <T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
};
