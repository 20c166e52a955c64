/** Which of the built-in map's names are shown: those that have room, the larger places first. */

export const placeKinds = ['country', 'sea', 'governorate', 'city', 'town'] as const;
export type PlaceKind = (typeof placeKinds)[number];

export interface PlaceLabel {
  kind: PlaceKind;
  text: string;
  /** The label's centre on the screen, in px. */
  x: number;
  y: number;
}

/** From which zoom to which a kind of place is named. */
const zooms: Readonly<Record<PlaceKind, { from: number; to: number }>> = {
  country: { from: 5, to: 9 },
  sea: { from: 6, to: 10 },
  governorate: { from: 6, to: 9 },
  city: { from: 9, to: 15 },
  town: { from: 10, to: 17 },
};

export const isNamedAt = (kind: PlaceKind, zoom: number): boolean =>
  zoom >= zooms[kind].from && zoom <= zooms[kind].to;

/** Half the width of a text in px: near enough to keep names apart without measuring them. */
const halfWidth = (text: string) => text.length * 3.6 + 6;
const halfHeight = 10;

/** The room that a mark takes on the screen, around its centre. */
const markHalf = 26;

/** The labels that can stand without touching a mark, or a label that was placed before them. */
export const withRoom = <T extends PlaceLabel>(
  labels: readonly T[],
  marks: readonly { x: number; y: number }[] = [],
): T[] => {
  const placed: T[] = [];
  for (const label of labels) {
    const half = halfWidth(label.text);
    const touches =
      placed.some(
        (other) =>
          Math.abs(other.x - label.x) < halfWidth(other.text) + half &&
          Math.abs(other.y - label.y) < 2 * halfHeight,
      ) ||
      marks.some(
        (mark) =>
          Math.abs(mark.x - label.x) < markHalf + half &&
          Math.abs(mark.y - label.y) < markHalf + halfHeight,
      );
    if (!touches) placed.push(label);
  }
  return placed;
};
