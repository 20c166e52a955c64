import L from 'leaflet';
import { nameOf } from '$lib/i18n/names';
import type { BaseMap } from './base-data.ts';
import { isNamedAt, withRoom } from './place-labels.ts';

/** The colour that a custom property stands for right now; a canvas cannot read `var()` itself. */
const colourOf = (element: HTMLElement, property: string): string => {
  const probe = element.appendChild(document.createElement('i'));
  probe.style.color = `var(${property})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

/** Land, governorates and names, under everything else. Give it back to `map.removeLayer`. */
export class BaseMapLayer extends L.LayerGroup {
  readonly #land: L.GeoJSON;
  readonly #regions: L.GeoJSON;
  readonly #names = L.layerGroup();
  readonly #places: BaseMap['places'];
  readonly #scheme = matchMedia('(prefers-color-scheme: dark)');
  #leaflet: L.Map | null = null;

  constructor(base: BaseMap, pane: string, namesPane: string) {
    super();
    const renderer = L.canvas({ pane, padding: 0.3 });
    const options = { pane, renderer, interactive: false } as L.GeoJSONOptions;
    this.#land = L.geoJSON(
      base.countries.map((shape) => ({ type: 'Feature', properties: {}, geometry: shape })),
      options,
    );
    this.#regions = L.geoJSON(
      base.governorates.map(({ geometry: shape }) => ({
        type: 'Feature',
        properties: {},
        geometry: shape,
      })),
      options,
    );
    this.#places = base.places;
    this.#namesPane = namesPane;
    this.addLayer(this.#land).addLayer(this.#regions).addLayer(this.#names);
  }
  readonly #namesPane: string;

  override onAdd(map: L.Map): this {
    this.#leaflet = map;
    this.#paint();
    super.onAdd(map);
    this.#scheme.addEventListener('change', this.#paint);
    return this;
  }

  override onRemove(map: L.Map): this {
    this.#scheme.removeEventListener('change', this.#paint);
    return super.onRemove(map);
  }

  readonly #paint = () => {
    if (!this.#leaflet) return;
    const container = this.#leaflet.getContainer();
    const line = colourOf(container, '--map-line');
    this.#land.setStyle({
      color: line,
      weight: 1,
      fillColor: colourOf(container, '--map-land-abroad'),
      fillOpacity: 1,
    });
    this.#regions.setStyle({
      color: colourOf(container, '--map-line-strong'),
      weight: 1.25,
      fillColor: colourOf(container, '--map-land'),
      fillOpacity: 1,
    });
  };

  /** Writes the names that have room between the marks. */
  writeNames(marks: readonly L.LatLngExpression[]): void {
    const map = this.#leaflet;
    if (!map) return;
    this.#names.clearLayers();
    const zoom = map.getZoom();
    const labels = this.#places
      .filter(({ kind }) => isNamedAt(kind, zoom))
      .map((place) => {
        const { x, y } = map.project([place.lat, place.lon]);
        return { kind: place.kind, text: nameOf(place), x, y, place };
      });
    const taken = marks.map((mark) => map.project(mark));
    for (const { text, place } of withRoom(labels, taken)) {
      this.#names.addLayer(nameMarker(text, place, this.#namesPane));
    }
  }
}

const nameMarker = (text: string, place: BaseMap['places'][number], pane: string): L.Marker => {
  const name = document.createElement('span');
  name.textContent = text;
  name.dir = 'auto';
  const icon = L.divIcon({ className: `place ${place.kind}`, html: name, iconSize: [0, 0] });
  return L.marker([place.lat, place.lon], { icon, pane, interactive: false, keyboard: false });
};
