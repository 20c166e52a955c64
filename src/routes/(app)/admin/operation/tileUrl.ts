/** Addresses of raster tiles, as Leaflet reads them: https, with {z}, {x} and {y}. */

export type TileUrlFault = 'not_https' | 'no_placeholders' | 'unknown_placeholder' | 'has_password';

const required = ['{z}', '{x}', '{y}'];
const known = new Set([...required, '{s}', '{r}']);

/** What is wrong with the template of an address, or null. */
export const checkTileUrl = (template: string): TileUrlFault | null => {
  const placeholders: string[] = template.match(/\{[^{}]*\}/gu) ?? [];
  const url = URL.parse(template.replaceAll(/\{[^{}]*\}/gu, '0'));
  if (url?.protocol !== 'https:') return 'not_https';
  // Every phone of the operation would carry it.
  if (url.username !== '' || url.password !== '') return 'has_password';
  if (required.some((one) => !placeholders.includes(one))) return 'no_placeholders';
  return placeholders.every((one) => known.has(one)) ? null : 'unknown_placeholder';
};

/**
 * The address of the tile that shows a position (Web Mercator, as slippy maps number their tiles).
 *
 * @param zoom 0 to 22
 */
export const tileAt = (template: string, lat: number, lon: number, zoom: number): string => {
  const size = 2 ** zoom;
  const radians = (lat * Math.PI) / 180;
  const x = Math.floor(((lon + 180) / 360) * size);
  const y = Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * size);
  return template
    .replaceAll('{z}', String(zoom))
    .replaceAll('{x}', String(x))
    .replaceAll('{y}', String(y))
    .replaceAll('{s}', 'a')
    .replaceAll('{r}', '');
};
