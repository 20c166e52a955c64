/**
 * Lucide's icons as the markup that they come to. Lucide's own component builds each icon anew from a
 * list of shapes and sets every attribute by itself: on a phone a fifth of what drawing the task list
 * takes. Compiled as plain markup, an icon is one clone of a template.
 *
 * An icon takes `size` (px, 24), `strokeWidth` (2) and `class`, and is hidden from screen readers: what
 * it says is always said in words beside it.
 */
import { readFileSync } from 'node:fs';

const iconFile = /@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/;
const iconData = /const iconData = (\{.*\});/;

/** @returns {import('vite').Plugin} */
export const staticIcons = () => ({
  name: 'daylight-static-icons',
  enforce: 'pre',
  load(id) {
    if (!iconFile.test(id)) return null;
    const [, data] = iconData.exec(readFileSync(id, 'utf8')) ?? [];
    if (!data) throw new Error(`${id} has no icon in it.`);
    return component(JSON.parse(data));
  },
});

/** @param {{ size: number; node: [string, Record<string, string>][] }} icon */
const component = ({ size, node }) => `<script>
  let { size = 24, strokeWidth = 2, class: classes } = $props();
</script>
<svg
  viewBox="0 0 ${size} ${size}"
  width={size}
  height={size}
  fill="none"
  stroke="currentColor"
  stroke-width={strokeWidth}
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
  class={classes}
>${node.map(shape).join('')}</svg>
`;

/** @param {[string, Record<string, string>]} part */
const shape = ([tag, attributes]) =>
  `<${tag} ${Object.entries(attributes)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ')} />`;
