/** What a history says of the row that it belongs to. */

/** One entry: the fields that it set, where it was applied. */
export interface Entry {
  isOpenConflict: boolean;
  /** Null for a conflict, which sets nothing. */
  set: Record<string, unknown> | null;
}

/** @param seqOf where an entry is in the log: its version moves on when its conflict is decided */
export const grouped = <T extends { id: string }>(
  rows: readonly T[],
  key: (row: T) => string,
  seqOf: (id: string) => number,
): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows.toSorted((a, b) => seqOf(a.id) - seqOf(b.id)))
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
  const said: Record<string, unknown> = {};
  for (const { set } of history) Object.assign(said, set);
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

/** Whether one comes back to a row by following `next`. */
export const isInCircle = (id: string, next: ReadonlyMap<string, string | null>): boolean => {
  const passed = new Set<string>();
  for (let at = next.get(id); at && !passed.has(at); at = next.get(at)) {
    if (at === id) return true;
    passed.add(at);
  }
  return false;
};
