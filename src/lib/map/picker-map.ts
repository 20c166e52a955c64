import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import MapPin from '@lucide/svelte/icons/map-pin';
import { mount, unmount } from 'svelte';
import type { BaseMap } from './base-data.ts';
import { BaseMapLayer } from './base-map.ts';
import { maxZoom } from './clusters.ts';
import type { Position } from './features.ts';

export interface PickerMapOptions {
  pinLabel: string;
  /** Somebody has pressed the map, dragged the pin or moved it by keys. */
  onpick: (position: Position) => void;
}

const steps: Readonly<Record<string, [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
/** How far one press of an arrow key moves the pin on the screen; with Shift, one pixel. */
const stepPx = 8;

/** A Leaflet map with one pin. */
export class PickerMap {
  readonly #map: L.Map;
  readonly #pin: L.Marker;
  readonly #content: Record<string, unknown>;
  readonly #pinLabel: string;
  readonly #onpick: PickerMapOptions['onpick'];
  readonly #within = L.circle([0, 0], {
    radius: 1,
    interactive: false,
    weight: 1.5,
    dashArray: '6 5',
    fillOpacity: 0.08,
  });

  constructor(container: HTMLElement, { pinLabel, onpick }: PickerMapOptions) {
    this.#pinLabel = pinLabel;
    this.#onpick = onpick;
    this.#map = L.map(container, { attributionControl: false, zoomControl: false, maxZoom });
    for (const [name, zIndex] of Object.entries({ base: 150, places: 360 })) {
      const pane = this.#map.createPane(name);
      pane.style.zIndex = String(zIndex);
      pane.style.pointerEvents = 'none';
    }
    this.#map.fitBounds(L.latLngBounds([32.3, 35.6], [37.4, 42.4]), { animate: false });
    const target = document.createElement('div');
    this.#content = mount(MapPin, { target, props: { size: 40, fill: 'var(--accent-soft)' } });
    const icon = L.divIcon({
      className: 'pin',
      html: target,
      iconSize: [48, 48],
      iconAnchor: [24, 42],
    });
    this.#pin = L.marker([0, 0], { icon, draggable: true, autoPan: true });
    this.#pin.on('dragend', () => this.#picked(this.#pin.getLatLng()));
    this.#map.on('click', ({ latlng }) => this.#picked(latlng));
  }

  setBase(base: BaseMap): void {
    const layer = new BaseMapLayer(base, 'base', 'places').addTo(this.#map);
    const write = () => layer.writeNames([]);
    this.#map.on('zoomend', write);
    write();
  }

  setTiles(url: string): void {
    L.tileLayer(url, { maxZoom, className: 'tiles' }).addTo(this.#map);
  }

  /**
   * Puts the pin where the fields say, or takes it away.
   * @param withinM the radius to draw around it
   */
  show(position: Position | null, withinM: number | null): void {
    if (!position) {
      this.#pin.remove();
      this.#within.remove();
      return;
    }
    const at = L.latLng(position.lat, position.lon);
    const isNew = !this.#map.hasLayer(this.#pin);
    this.#pin.setLatLng(at).addTo(this.#map);
    if (isNew) this.#labelPin();
    if (withinM === null) this.#within.remove();
    else {
      this.#within.setLatLng(at).setRadius(withinM).addTo(this.#map);
      this.#within.setStyle({ color: getComputedStyle(this.#map.getContainer()).color });
    }
    if (!this.#map.getBounds().contains(at)) this.#map.setView(at, this.#map.getZoom());
  }

  /** Moves to a position, near enough to set it well. */
  goTo({ lat, lon }: Position): void {
    this.#map.setView([lat, lon], 13, { animate: false });
  }

  zoomBy(zooms: number): void {
    this.#map.setZoom(this.#map.getZoom() + zooms);
  }

  resize(): void {
    this.#map.invalidateSize({ animate: false });
  }

  destroy(): void {
    void unmount(this.#content);
    this.#map.remove();
  }

  #picked({ lat, lng }: L.LatLng): void {
    this.#onpick({ lat, lon: lng });
  }

  /** Leaflet makes the pin's element anew each time that it is added. */
  #labelPin(): void {
    const element = this.#pin.getElement();
    if (!element) return;
    element.setAttribute('aria-label', this.#pinLabel);
    element.addEventListener('keydown', (event) => {
      const step = steps[event.key];
      if (!step) return;
      // The map would move under the pin.
      event.preventDefault();
      event.stopPropagation();
      const px = event.shiftKey ? 1 : stepPx;
      const at = this.#map.latLngToContainerPoint(this.#pin.getLatLng());
      this.#picked(this.#map.containerPointToLatLng(at.add([step[0] * px, step[1] * px])));
    });
  }
}
