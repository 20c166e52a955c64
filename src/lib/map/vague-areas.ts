import L from 'leaflet';
import type { Placed } from './clusters.ts';
import { roundedCell, type SiteOnMap, type TeamOnMap } from './features.ts';

/** A dashed area smaller than this says less than the dashed edge of its mark. */
const leastAreaPx = 26;

/** Dashed areas around what is known to lie somewhere within, and no better. */
export class VagueAreas {
  readonly #map: L.Map;
  readonly #pane: string;
  readonly #layer = L.layerGroup();
  readonly #renderer: L.Canvas;

  constructor(map: L.Map, pane: string) {
    this.#map = map;
    this.#pane = pane;
    this.#renderer = L.canvas({ pane, padding: 0.3 });
    this.#layer.addTo(map);
  }

  show(sites: readonly Placed<SiteOnMap>[], teams: readonly Placed<TeamOnMap>[]): void {
    this.#layer.clearLayers();
    const style = {
      pane: this.#pane,
      renderer: this.#renderer,
      interactive: false,
      weight: 1.5,
      dashArray: '6 5',
      color: getComputedStyle(this.#map.getContainer()).color,
      fillOpacity: 0.06,
    };
    const pxPerDegree = (256 * 2 ** this.#map.getZoom()) / 360;
    for (const placed of sites) {
      if (placed.kind !== 'one' || placed.entry.withinM === null) continue;
      const { withinM } = placed.entry;
      if ((withinM / 111_320) * pxPerDegree < leastAreaPx) continue;
      this.#layer.addLayer(L.circle([placed.lat, placed.lon], { ...style, radius: withinM }));
    }
    for (const placed of teams) {
      if (placed.kind !== 'one' || placed.entry.exact) continue;
      if (0.05 * pxPerDegree < leastAreaPx) continue;
      const { south, north } = roundedCell(placed);
      this.#layer.addLayer(
        L.rectangle(
          [
            [south.lat, south.lon],
            [north.lat, north.lon],
          ],
          style,
        ),
      );
    }
  }
}
