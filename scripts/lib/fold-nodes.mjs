/**
 * SvelteKit makes a file of every page and layout. Those that the list's own file holds already would
 * be files of one line, each with a request of its own on the way to the first list: what imports
 * them takes them from the list's file instead, and they are gone from the manifest too.
 */
const facade = /^export\{([^}]+)\}from"\.\.\/(chunks\/[^"]+\.js)";\s*$/;
const app = /(?:^|\/)entry\/app\.[^/]+\.js$/;
const manifestName = '.vite/manifest.json';

/** @returns {import('vite').Plugin} */
export const foldNodes = () => ({
  name: 'daylight-fold-nodes',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      if (this.environment.config.consumer !== 'client') return;
      const main = Object.values(bundle).find(({ fileName }) => app.test(fileName));
      const manifest = bundle[manifestName];
      if (main?.type !== 'chunk' || manifest?.type !== 'asset') return;
      const entries = JSON.parse(String(manifest.source));
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !chunk.fileName.includes('/nodes/')) continue;
        const [, names, holder] = facade.exec(chunk.code) ?? [];
        if (names === undefined || holder === undefined) continue;
        main.code = withoutNode(main.code, chunk.fileName, names, holder);
        const file = chunk.fileName.replace(/nodes\/[^/]+$/, holder);
        for (const entry of Object.values(entries))
          if (entry.file === chunk.fileName) entry.file = file;
        Reflect.deleteProperty(bundle, chunk.fileName);
      }
      manifest.source = JSON.stringify(entries, null, 2);
    },
  },
});

/**
 * @param {string} code of the app's entry
 * @param {string} file of the node
 * @param {string} names what it hands on, as `a as component,b as universal`
 * @param {string} holder the file that it takes them from
 */
function withoutNode(code, file, names, holder) {
  const own = file.slice(file.indexOf('nodes/'));
  const taken = names
    .split(',')
    .map((name) => name.split(' as '))
    .map(([inner, outer]) => `${outer}:e.${inner}`);
  const listed = JSON.parse(/m\.f\|\|\(m\.f=(\[[^\]]*\])/.exec(code)?.[1] ?? '[]').findIndex(
    (/** @type {string} */ each) => each.endsWith(own),
  );
  const call = `import(\`../${own}\`),__vite__mapDeps([${listed},`;
  if (listed < 0 || !code.includes(call))
    throw new Error(`${own} is imported in another way than this plugin knows.`);
  return code.replace(
    call,
    `import(\`../${holder}\`).then(e=>({${taken.join(',')}})),__vite__mapDeps([`,
  );
}
