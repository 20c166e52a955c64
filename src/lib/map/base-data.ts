import * as v from 'valibot';
import { placeKinds } from './place-labels.ts';

/** The file is the project's own (static/map): its shape is checked down to the kinds of geometry. */
const geometry = v.custom<GeoJSON.Polygon | GeoJSON.MultiPolygon>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    (value.type === 'Polygon' || value.type === 'MultiPolygon'),
);
const baseMapSchema = v.object({
  countries: v.array(geometry),
  governorates: v.array(v.object({ pcode: v.nullable(v.string()), geometry })),
  places: v.array(
    v.object({
      kind: v.picklist(placeKinds),
      name_en: v.string(),
      name_ar: v.string(),
      lat: v.number(),
      lon: v.number(),
    }),
  ),
});
export type BaseMap = v.InferOutput<typeof baseMapSchema>;

/** The map that ships with the app; null when neither the network nor the device's store has it. */
export const loadBaseMap = async (url: string): Promise<BaseMap | null> => {
  try {
    const response = await fetch(url);
    const parsed = v.safeParse(baseMapSchema, await response.json());
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
};
