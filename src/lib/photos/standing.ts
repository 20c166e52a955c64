/** The ids of rows, to be asked for one by one. */
export const idsOf = (rows: readonly { id: string }[]): ReadonlySet<string> =>
  new Set(rows.map(({ id }) => id));
