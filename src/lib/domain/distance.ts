/** Distances between places on the map. */

/** WGS 84 degrees. */
interface Point {
  lat: number;
  lon: number;
}

/** The mean radius of the earth (IUGG). */
const earthRadiusM = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** As the crow flies, in metres, by the haversine formula: within 0.6 % of the ellipsoid. */
export const straightLineM = (from: Point, to: Point): number => {
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const chord =
    half(from.lat, to.lat) +
    Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * half(from.lon, to.lon);
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(chord)));
};
