/** Which reports of the desk are chosen, by keyboard or by mouse. */
export interface Selection {
  chosen: ReadonlySet<string>;
  /** Where a range begins: the one that was last chosen or let go by itself. */
  anchor: string | null;
}

export const nothing: Selection = { chosen: new Set(), anchor: null };

export const toggled = ({ chosen }: Selection, id: string): Selection => {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return { chosen: next, anchor: id };
};

/** Adds everything from the anchor to `id`, both with it; without an anchor in the list, `id` alone. */
export const extended = (
  { chosen, anchor }: Selection,
  order: readonly string[],
  id: string,
): Selection => {
  const to = order.indexOf(id);
  const from = anchor === null ? -1 : order.indexOf(anchor);
  if (to === -1) return { chosen, anchor };
  const range = from === -1 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { chosen: new Set([...chosen, ...range]), anchor: from === -1 ? id : anchor };
};

/** Everything that is shown; nothing when all of it was chosen already. */
export const wholeOrNothing = ({ chosen }: Selection, order: readonly string[]): Selection =>
  order.length > 0 && order.every((id) => chosen.has(id))
    ? nothing
    : { chosen: new Set(order), anchor: null };

/** What is chosen and shown: what a filter hides is never changed with the rest. */
export const among = <R extends { id: string }>({ chosen }: Selection, shown: readonly R[]): R[] =>
  shown.filter(({ id }) => chosen.has(id));
