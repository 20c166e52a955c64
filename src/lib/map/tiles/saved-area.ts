import * as v from 'valibot';

const schema = v.object({
  id: v.string(),
  /** Of the form in which areas are kept. */
  format: v.literal(1),
  /** The address of the tiles, as the operation's settings had it. */
  template: v.string(),
  isFine: v.boolean(),
  box: v.object({ south: v.number(), west: v.number(), north: v.number(), east: v.number() }),
  zoomFrom: v.number(),
  zoomTo: v.number(),
  /** The place that it lies around, where one is known. */
  place: v.nullable(v.object({ name_en: v.string(), name_ar: v.string() })),
  /** Tiles of the extent; those that are here, or that the server does not have. */
  total: v.number(),
  done: v.number(),
  bytes: v.number(),
  /** ISO time of the last tile. */
  savedAt: v.string(),
});

/** A part of the map that was saved on purpose, whole when `done` equals `total`. */
export type SavedArea = v.InferOutput<typeof schema>;

export const parseArea = (stored: unknown): SavedArea | null => {
  const parsed = v.safeParse(schema, stored);
  return parsed.success ? parsed.output : null;
};
