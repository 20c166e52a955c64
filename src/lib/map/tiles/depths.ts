import type { Box, Extent } from './grid';

/** How near one can look without a network, from far to near. */
export const depths = ['towns', 'streets', 'buildings'] as const;
export type Depth = (typeof depths)[number];

const zoomTo: Readonly<Record<Depth, number>> = { towns: 11, streets: 14, buildings: 17 };
/** The whole country is in view at this zoom; a few tiles more. */
const zoomFrom = 6;

export const extentOf = (box: Box, depth: Depth): Extent => ({
  box,
  zoomFrom,
  zoomTo: zoomTo[depth],
});
