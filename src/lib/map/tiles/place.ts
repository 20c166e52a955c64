import type { BaseMap } from '../base-data';
import type { Box } from './grid';

/** The known place nearest to the middle of a box: what a saved area is called by. */
export const placeOf = (
  { south, west, north, east }: Box,
  places: BaseMap['places'],
): { name_en: string; name_ar: string } | null => {
  const [lat, lon] = [(south + north) / 2, (west + east) / 2];
  const narrowing = Math.cos((lat * Math.PI) / 180);
  const distance = (place: { lat: number; lon: number }) =>
    Math.hypot(place.lat - lat, (place.lon - lon) * narrowing);
  const towns = places.filter(({ kind }) => kind === 'city' || kind === 'town');
  const nearest = towns.reduce<BaseMap['places'][number] | null>(
    (best, place) => (best === null || distance(place) < distance(best) ? place : best),
    null,
  );
  return nearest && { name_en: nearest.name_en, name_ar: nearest.name_ar };
};
