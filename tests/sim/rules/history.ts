/** What a history says of the row that it belongs to. */

/** One entry: the fields that it set, where it was applied. */
export interface Entry {
  id: string;
  version: number;
  isOpenConflict: boolean;
  /** Null for a conflict, which sets nothing. */
  set: Record<string, unknown> | null;
}

/** `key` of each row's group, in the order of versions. */
export const grouped = <T extends { version: number }>(
  rows: readonly T[],
  key: (row: T) => string,
): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows.toSorted((a, b) => a.version - b.version))
    groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
};

/**
 * A row is what its history makes of it, and waits for a decision as long as its history has a
 * conflict that nobody decided.
 * @param isSaid fields of entries that are fields of the row
 */
export const faultsInHistory = (
  name: string,
  row: object & { id: string; needs_review: boolean },
  history: readonly Entry[],
  isSaid: (field: string) => boolean = () => true,
): string[] => {
  const faults: string[] = [];
  const present = row as unknown as Record<string, unknown>;
  const said: Record<string, unknown> = Object.assign({}, ...history.map(({ set }) => set ?? {}));
  for (const [field, value] of Object.entries(said))
    if (isSaid(field) && !isSame(present[field], value))
      faults.push(
        `${name} ${row.id} has ${field} ${JSON.stringify(present[field])}, and its history says ${JSON.stringify(value)}.`,
      );
  const waits = history.some(({ isOpenConflict }) => isOpenConflict);
  if (row.needs_review !== waits)
    faults.push(
      `${name} ${row.id} ${waits ? 'has a conflict that nobody decided' : 'waits for no decision'}, and needs_review is ${row.needs_review}.`,
    );
  return faults;
};

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Times are the same when they mean the same. */
const isSame = (one: unknown, other: unknown): boolean => {
  if (typeof one === 'string' && typeof other === 'string' && time.test(one) && time.test(other))
    return Date.parse(one) === Date.parse(other);
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
};

/** Ids of rows that come back to themselves by following `next`. */
export const inCircles = (next: ReadonlyMap<string, string | null>): string[] =>
  [...next.keys()].filter((id) => {
    const passed = new Set<string>();
    for (let at: string | null | undefined = next.get(id); at; at = next.get(at)) {
      if (at === id) return true;
      if (passed.has(at)) return false;
      passed.add(at);
    }
    return false;
  });
