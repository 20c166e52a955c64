/** Where in a site's tree of areas the reader stands, and where a team is now. */
import type { AreaNode } from '$lib/domain/coverage';
import type { AreaLevel } from '$lib/domain/vocabulary';
import type { CheckIn, Task } from '$lib/domain/rows';
import { areaLevels } from '$lib/domain/vocabulary';
import { byUrgency, isActive } from '$lib/domain/urgency';

/** The way from the top of the tree to an area, the area last; empty when it is not in the tree. */
export const pathTo = (tree: readonly AreaNode[], areaId: string): AreaNode[] => {
  for (const node of tree) {
    if (node.area.id === areaId) return [node];
    const below = pathTo(node.children, areaId);
    if (below.length > 0) return [node, ...below];
  }
  return [];
};

/** Every area with its depth, in the order of the tree. */
export const flatten = (
  tree: readonly AreaNode[],
  depth = 0,
): { node: AreaNode; depth: number }[] =>
  tree.flatMap((node) => [{ node, depth }, ...flatten(node.children, depth + 1)]);

/** What is usually found inside an area of this level; at the top of a site, a building. */
export const levelInside = (level: AreaLevel | null): AreaLevel =>
  areaLevels[level === null ? 0 : areaLevels.indexOf(level) + 1] ?? 'room';

/**
 * Where the team is as far as it has said: the site of its last check-in, else that of its most
 * urgent active task; null when neither names one.
 *
 * @param checkins of the team
 */
export const currentSiteId = (
  teamId: string | null,
  checkins: readonly Pick<CheckIn, 'site_id' | 'checked_in_at'>[],
  tasks: Iterable<Task>,
): string | null => {
  const last = checkins
    .filter(({ site_id }) => site_id !== null)
    .toSorted((a, b) => a.checked_in_at.localeCompare(b.checked_in_at))
    .at(-1);
  if (last) return last.site_id;
  if (teamId === null) return null;
  const task = [...tasks]
    .filter((one) => one.team_id === teamId && one.site_id !== null && isActive(one))
    .sort(byUrgency)[0];
  return task?.site_id ?? null;
};

/** The next area, after this one in the order of the tree and then from its start, that nobody has reached. */
export const nextUnreached = (tree: readonly AreaNode[], areaId: string): AreaNode | null => {
  const leaves = flatten(tree)
    .map(({ node }) => node)
    .filter((node) => node.children.length === 0);
  const here = leaves.findIndex(({ area }) => area.id === areaId);
  const others = [...leaves.slice(here + 1), ...leaves.slice(0, Math.max(here, 0))];
  return others.find(({ state }) => state === 'unreached') ?? null;
};
