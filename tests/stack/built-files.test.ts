import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeFiles } from '../../scripts/lib/shell-preloads.mjs';

const root = join(import.meta.dirname, '..', '..');
const output = join(root, '.svelte-kit', 'output');
const generated = join(root, '.svelte-kit', 'generated', 'client-optimized', 'nodes');

interface Built {
  file: string;
  imports?: string[];
}
const manifest = JSON.parse(
  readFileSync(join(output, 'client', '.vite', 'manifest.json'), 'utf8'),
) as Record<string, Built>;
const importsOf = (key: string): string[] => manifest[key]?.imports ?? [];

/** The files that have to be there before this one runs, itself included. */
const needed = (key: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const imported of importsOf(key)) needed(imported, seen);
  return seen;
};

it('no two files of the app wait for each other', () => {
  const waiting = Object.keys(manifest).filter((key) =>
    importsOf(key).some((imported) => needed(imported).has(key)),
  );
  expect(Object.keys(manifest).length).toBeGreaterThan(50);
  expect(waiting).toEqual([]);
});

it('the page that a phone keeps names every file that the task list needs', () => {
  const page = readFileSync(join(root, 'build', 'prerendered', 'shell.html'), 'utf8');
  const fileOf = nodeFiles(output, generated);
  const list = fileOf('src/routes/(app)/field/+page.svelte');
  const key = Object.keys(manifest).find((one) => manifest[one]?.file === list) ?? '';
  const files = [...needed(key)].flatMap((one) => manifest[one]?.file ?? []);
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) expect(page).toContain(`<link href="/${file}" rel="modulepreload">`);
});

it('what begins ahead waits for no screen, and brings nothing that the list would not need', () => {
  const ahead = Object.keys(manifest).find((key) => key.endsWith('state/ahead/begin.ts')) ?? '';
  const list = nodeFiles(output, generated)('src/routes/(app)/field/+page.svelte');
  const key = Object.keys(manifest).find((one) => manifest[one]?.file === list) ?? '';
  const before = [...needed(ahead)].filter((one) => one !== ahead);
  expect(before.length).toBeGreaterThan(1);
  expect(before.map((one) => manifest[one]?.file)).not.toContain(list);
  expect([...needed(key)]).toEqual(expect.arrayContaining(before));
});
