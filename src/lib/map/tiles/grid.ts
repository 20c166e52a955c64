/** Which tiles make up a part of the map: slippy map numbering in Web Mercator. */

/** Degrees; `west` below `east`. */
export interface Box {
  south: number;
  west: number;
  north: number;
  east: number;
}

export interface Tile {
  z: number;
  x: number;
  y: number;
}

/** What an area's saving asks for: the box at every zoom from `zoomFrom` to `zoomTo`. */
export interface Extent {
  box: Box;
  zoomFrom: number;
  zoomTo: number;
}

/** The latitude at which Web Mercator ends. */
const endLat = 85.0511;

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);

/** Columns and rows that the box covers at one zoom, both ends included. */
const rangeAt = ({ south, west, north, east }: Box, z: number) => {
  const size = 2 ** z;
  const column = (lon: number) => clamp(Math.floor(((lon + 180) / 360) * size), size - 1);
  const row = (lat: number) => {
    const radians = (Math.min(Math.max(lat, -endLat), endLat) * Math.PI) / 180;
    const share = (1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2;
    return clamp(Math.floor(share * size), size - 1);
  };
  return { x: [column(west), column(east)], y: [row(north), row(south)] } as const;
};

/** How many tiles the box has at one zoom. */
export const countAt = (box: Box, z: number): number => {
  const { x, y } = rangeAt(box, z);
  return (x[1] - x[0] + 1) * (y[1] - y[0] + 1);
};

export const zoomsOf = ({ zoomFrom, zoomTo }: Extent): number[] =>
  Array.from({ length: zoomTo - zoomFrom + 1 }, (_, step) => zoomFrom + step);

export const countTiles = (extent: Extent): number =>
  zoomsOf(extent).reduce((sum, z) => sum + countAt(extent.box, z), 0);

/** Every tile of the extent, the coarse ones first: what is cut off is of use as it is. */
export function* tilesOf(extent: Extent): Generator<Tile> {
  for (const z of zoomsOf(extent)) {
    const { x: columns, y: rows } = rangeAt(extent.box, z);
    for (let y = rows[0]; y <= rows[1]; y += 1)
      for (let x = columns[0]; x <= columns[1]; x += 1) yield { z, x, y };
  }
}

/** Tiles that stand for all of one zoom: the middle of the box, and a corner of its inner half. */
export const samplesAt = (box: Box, z: number, count: 1 | 2): Tile[] => {
  const { x, y } = rangeAt(box, z);
  const at = (share: number) => ({
    z,
    x: Math.floor(x[0] + (x[1] - x[0]) * share),
    y: Math.floor(y[0] + (y[1] - y[0]) * share),
  });
  return count === 1 ? [at(0.5)] : [at(0.5), at(0.25)];
};

/**
 * The address of a tile.
 * @param template as an operation's settings have it: {z}, {x}, {y}, and {s}, {r} where wanted
 * @param isFine the screen has two dots where others have one: `{r}` asks for such tiles
 */
export const tileUrl = (template: string, { z, x, y }: Tile, isFine: boolean): string =>
  template
    .replaceAll('{z}', String(z))
    .replaceAll('{x}', String(x))
    .replaceAll('{y}', String(y))
    .replaceAll('{s}', 'abc'[(x + y) % 3] ?? 'a')
    .replaceAll('{r}', isFine ? '@2x' : '');
