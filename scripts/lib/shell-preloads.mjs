/**
 * The page that the service worker keeps (src/routes/shell) answers every address, so the build
 * cannot know which page's files to name in its head. Most openings are of the task list: naming
 * its files there saves a phone one round through the service worker before the list is drawn.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const opened = [
  'src/routes/(app)/+layout.svelte',
  'src/routes/(app)/field/+layout.svelte',
  'src/routes/(app)/field/+page.svelte',
];
const shell = 'src/routes/shell/+page.svelte';

/**
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @returns {import('@sveltejs/kit').Adapter} the same, after the kept page has been told
 */
export const withShellPreloads = (adapter) => ({
  ...adapter,
  async adapt(builder) {
    const output = builder.getBuildDirectory('output');
    const fileOf = nodeFiles(output, builder.getBuildDirectory('generated/client-optimized/nodes'));
    const page = join(output, 'prerendered/pages/shell.html');
    writeFileSync(page, preloading(readFileSync(page, 'utf8'), fileOf));
    await adapter.adapt(builder);
  },
});

/**
 * @param {string} html the kept page, which preloads the file of its own node
 * @param {(source: string) => string} fileOf
 */
function preloading(html, fileOf) {
  const own = `<link href="/${fileOf(shell)}" rel="modulepreload">`;
  if (!html.includes(own)) throw new Error('The kept page preloads no node of its own.');
  const links = opened
    .map((source) => `<link href="/${fileOf(source)}" rel="modulepreload">`)
    .filter((link, place, all) => all.indexOf(link) === place && !html.includes(link));
  return html.replace(own, links.join('\n\t\t'));
}

/**
 * @param {string} output
 * @param {string} nodes the folder of one generated module for each page and layout
 * @returns {(source: string) => string} the built file of a page or layout
 */
export function nodeFiles(output, nodes) {
  const manifest = JSON.parse(readFileSync(join(output, 'client/.vite/manifest.json'), 'utf8'));
  const modules = readdirSync(nodes).map((name) => ({
    key: `.svelte-kit/generated/client-optimized/nodes/${name}`,
    text: readFileSync(join(nodes, name), 'utf8'),
  }));
  return (source) => {
    const key = modules.find(({ text }) => text.includes(`/${source}"`))?.key;
    const file = key && manifest[key]?.file;
    if (!file) throw new Error(`${source} has no file in the build.`);
    return file;
  };
}
