import L from 'leaflet';
import { mount, unmount, type Component } from 'svelte';
import type { Placed } from './clusters.ts';
import { MarkFace } from './mark-face.svelte.ts';

interface Mark<T> {
  face: MarkFace<T>;
  marker: L.Marker;
  content: Record<string, unknown>;
}

export interface MarkOptions<T> {
  pane: string;
  /** Draws one mark. */
  component: Component<{ face: MarkFace<T> }>;
  /** The contexts of the screen, which a component mounted by hand does not inherit. */
  context: Map<unknown, unknown>;
  /** The size of the touch target, and where in it the position is, in px. */
  size: [number, number];
  anchor: [number, number];
  /** The mark in words, for whoever cannot see it. */
  wordsFor: (placed: Placed<T>) => string;
  onpress: (placed: Placed<T>) => void;
}

/** The marks in view, kept and moved in place as long as they stay: nothing flickers, nothing is built twice. */
export class Marks<T> {
  readonly #group: L.LayerGroup;
  readonly #options: MarkOptions<T>;
  readonly #marks = new Map<string, Mark<T>>();

  constructor(map: L.Map, options: MarkOptions<T>) {
    this.#group = L.layerGroup().addTo(map);
    this.#options = options;
  }

  show(
    placed: readonly Placed<T>[],
    isSelected: (placed: Placed<T>) => boolean,
    hasChanged: (placed: Placed<T>) => boolean,
  ): void {
    const gone = new Set(this.#marks.keys());
    for (const place of placed) {
      gone.delete(place.key);
      const mark = this.#marks.get(place.key) ?? this.#add(place);
      this.#update(mark, place, isSelected(place), hasChanged(place));
    }
    for (const key of gone) this.#remove(key);
  }

  /** Writes the words of every mark anew: those that tell an age grow old. */
  relabel(): void {
    for (const { marker, face } of this.#marks.values()) this.#label(marker, face.placed);
  }

  clear(): void {
    for (const key of this.#marks.keys()) this.#remove(key);
    this.#group.remove();
  }

  #add(place: Placed<T>): Mark<T> {
    const { component, context, size, anchor, pane, onpress } = this.#options;
    const face = new MarkFace(place);
    const target = document.createElement('div');
    const icon = L.divIcon({ className: 'mark', html: target, iconSize: size, iconAnchor: anchor });
    const marker = L.marker([place.lat, place.lon], { icon, pane, riseOnHover: true });
    marker.on('click', () => onpress(face.placed));
    const content = mount(component, { target, context, props: { face } });
    const mark = { face, marker, content };
    this.#marks.set(place.key, mark);
    this.#group.addLayer(marker);
    this.#label(marker, place);
    return mark;
  }

  #update({ face, marker }: Mark<T>, place: Placed<T>, selected: boolean, changed: boolean): void {
    if (face.placed.lat !== place.lat || face.placed.lon !== place.lon) {
      marker.setLatLng([place.lat, place.lon]);
    }
    if (!isSame(face.placed, place)) {
      face.placed = place;
      this.#label(marker, place);
    }
    face.changed = changed;
    if (face.selected !== selected) {
      face.selected = selected;
      marker.setZIndexOffset(selected ? 10_000 : 0);
    }
  }

  #label(marker: L.Marker, place: Placed<T>): void {
    marker.getElement()?.setAttribute('aria-label', this.#options.wordsFor(place));
  }

  #remove(key: string): void {
    const mark = this.#marks.get(key);
    if (!mark) return;
    this.#marks.delete(key);
    mark.marker.remove();
    void unmount(mark.content);
  }
}

/** Whether a mark would look and read the same: most do, at most moves of the map. */
const isSame = <T>(a: Placed<T>, b: Placed<T>): boolean => {
  if (a.lat !== b.lat || a.lon !== b.lon) return false;
  if (a.kind === 'one') return b.kind === 'one' && a.entry === b.entry;
  return (
    b.kind === 'many' &&
    a.clusterId === b.clusterId &&
    a.count === b.count &&
    a.attention === b.attention
  );
};
