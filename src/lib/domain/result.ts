/** An outcome as a value: what failed is told by a typed error, never by a thrown text. */
export type Result<T, E extends { type: string }> =
  { ok: true; value: T } | { ok: false; error: E };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const err = <E extends { type: string }>(error: E): { ok: false; error: E } => ({
  ok: false,
  error,
});
