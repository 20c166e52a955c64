import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAppPage } from './app-pages.ts';

const routes = join(import.meta.dirname, '..', '..', 'routes');
const withFile = (name: string) =>
  readdirSync(routes, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(`/${name}`) || file === name)
    .map((file) => `/${dirname(file)}`)
    .map((path) => path.replaceAll(/\/(\([^/]+\)|\.)(?=\/|$)/g, '') || '/')
    .map((path) => path.replaceAll(/\[[^/]+\]/g, crypto.randomUUID()));

describe('[H1] what the kept shell answers', () => {
  it.each(withFile('+page.svelte').filter((path) => path !== '/shell'))('a page: %s', (path) => {
    expect(isAppPage(path)).toBe(true);
  });

  it.each([
    ...withFile('+server.ts'),
    ...['/rest/v1/rpc/pull_changes', '/auth/v1/token', '/storage/v1/object/x', '/realtime/v1/api'],
    ...['/shell', '/_app/version.json', '/service-worker.js', '/map.json', '/fieldnotes'],
  ])('never what the server answers: %s', (path) => {
    expect(isAppPage(path)).toBe(false);
  });
});
