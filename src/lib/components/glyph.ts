/** Icons as clones: Lucide's component builds each shape anew, and a list has five a card. */
import { mount, type Component } from 'svelte';
import type { Attachment } from 'svelte/attachments';

export type Icon = Component<{ size?: number; 'aria-hidden'?: 'true' }>;

const shapes = new Map<Icon, DocumentFragment>();

/** The shape's parts, drawn once by Lucide's own component. */
const shapeOf = (icon: Icon): DocumentFragment => {
  const known = shapes.get(icon);
  if (known) return known;
  const shape = document.createDocumentFragment();
  mount(icon, { target: shape as unknown as Element });
  shapes.set(icon, shape);
  return shape;
};

/** Puts the parts of an icon into an `svg` element. */
export const glyph =
  (icon: Icon): Attachment =>
  (element) => {
    const parts = shapeOf(icon).querySelector('svg')?.cloneNode(true).childNodes ?? [];
    element.replaceChildren(...parts);
  };
