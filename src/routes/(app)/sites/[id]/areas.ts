import type { AreaNode } from '$lib/domain/coverage';

const isUnsearched = ({ state }: AreaNode): boolean => state === 'unreached' || state === 'blocked';

/**
 * The parts of the tree where nobody has searched yet: nobody came, or nobody could enter.
 * What is around such a place stays, so that it can be found.
 */
export const notYetSearched = (nodes: readonly AreaNode[]): AreaNode[] =>
  nodes.flatMap((node) => {
    if (node.children.length === 0) return isUnsearched(node) ? [node] : [];
    const children = notYetSearched(node.children);
    return children.length === 0 ? [] : [{ ...node, children }];
  });
