/** The cursor of pull_changes [R4]: `1.<epoch>.<sight>.<version>`. */

const form = /^1\.([^.]+)\.([^.]+)\.(\d+)$/;

export interface CursorParts {
  epoch: string;
  /** The last version that this phone has whole; everything below is in, or out of its sight [W7]. */
  version: number;
}

/** Null when the cursor is absent or of a form that this phone does not know. */
export const readCursor = (cursor: string | null): CursorParts | null => {
  const [, epoch, , version] = form.exec(cursor ?? '') ?? [];
  return epoch !== undefined && version !== undefined ? { epoch, version: Number(version) } : null;
};

/** The same cursor after a live change of this version has been applied [B4]. */
export const advanceCursor = (cursor: string, version: number): string =>
  cursor.replace(/\d+$/, String(version));
