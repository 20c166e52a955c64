/** The field `deleted` of an update, which stands for the time in `deleted_at`. */

interface Deletable {
  deleted_at: string | null;
}

/** The row with the field as its author sees it. */
export const withDeleted = <R extends Deletable>(row: R): R & { deleted: boolean } => ({
  ...row,
  deleted: row.deleted_at !== null,
});

/** What is to be written: the time in place of the field. */
export const tombstone = <F extends { deleted?: boolean }>(
  { deleted, ...fields }: F,
  at: string,
): Omit<F, 'deleted'> & Partial<Deletable> => ({
  ...fields,
  ...(deleted === undefined ? {} : { deleted_at: deleted ? at : null }),
});
