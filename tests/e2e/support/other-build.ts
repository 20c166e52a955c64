import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const isText = (file: string) => /\.(js|html|json|css|webmanifest|svg)$/.test(file);

/**
 * The present build under another version name, as a build of changed sources would be: every file
 * that names the version is another one, under another hashed name, wherever it is referred to.
 * @returns its directory; remove it afterwards
 */
export const otherBuild = (version: string): string => {
  const directory = join(root, 'node_modules', '.cache', 'daylight-tests', `build-${version}`);
  rmSync(directory, { recursive: true, force: true });
  for (const part of ['client', 'prerendered'])
    cpSync(join(root, 'build', part), join(directory, part), {
      recursive: true,
      filter: (source) => !/\.(br|gz)$/.test(source),
    });
  const present = (
    JSON.parse(readFileSync(join(directory, 'client', '_app', 'version.json'), 'utf8')) as {
      version: string;
    }
  ).version;
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(isText);
  const texts = new Map(files.map((file) => [file, readFileSync(join(directory, file), 'utf8')]));
  const names = [...closure(texts, present)].filter((file) => file.includes('/immutable/'));
  // One is named by the version itself, and need not say it.
  names.push(...files.filter((file) => file.includes(present) && !names.includes(file)));
  const renamed = names.map((file) => {
    const [name, extension] = [basename(file), extname(file)];
    const to = name.includes(present)
      ? name.replaceAll(present, version)
      : `${name.slice(0, -extension.length)}x${extension}`;
    return { file, from: name, to };
  });
  for (const [file, text] of texts) {
    const changed = renamed.reduce(
      (changing, { from, to }) => changing.replaceAll(from, to),
      text.replaceAll(present, version),
    );
    if (changed !== text) writeFileSync(join(directory, file), withHash(changed));
  }
  for (const { file, to } of renamed)
    renameSync(join(directory, file), join(directory, dirname(file), to));
  return directory;
};

/** The files that name the version, and those that name one of them, and so on. */
const closure = (texts: ReadonlyMap<string, string>, version: string): Set<string> => {
  const found = new Set<string>();
  let names = [version];
  while (names.length > 0) {
    const next = [...texts].filter(
      ([file, text]) => !found.has(file) && names.some((name) => text.includes(name)),
    );
    for (const [file] of next) found.add(file);
    names = next.map(([file]) => basename(file)).filter((name) => name.length > 8);
  }
  return found;
};

/** The policy of a page names its script by its hash. */
const withHash = (page: string): string => {
  const script = /<script>([^]*?)<\/script>/.exec(page)?.[1];
  if (script === undefined) return page;
  const hash = createHash('sha256').update(script).digest('base64');
  return page.replace(/'sha256-[^']+'/, `'sha256-${hash}'`);
};
