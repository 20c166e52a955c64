import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  failToStart,
  isRunning,
  startInstance,
  temporaryDirectory,
  type FailedStart,
} from '../support/instance.ts';

// Whole processes start here, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const made: { remove: () => void }[] = [];
afterEach(() => {
  for (const directory of made.splice(0)) directory.remove();
});
function newDirectory(): string {
  const directory = temporaryDirectory();
  made.push(directory);
  return directory.path;
}

/** One line, code 1, no stack trace. */
function expectOneLine(failed: FailedStart, words: RegExp): void {
  expect(failed.output.trim()).toMatch(words);
  expect(failed.output.trim().split('\n')).toHaveLength(1);
  expect(failed.code).toBe(1);
}

describe('a start that cannot be', () => {
  it('says that the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as AddressInfo;
    expectOneLine(await failToStart(newDirectory(), { PORT: String(port) }), /^Port \d+ .* taken/);
    other.close();
  });

  it('says that DATA_DIR cannot be written', async () => {
    const path = newDirectory();
    chmodSync(path, 0o500);
    // Root may write everywhere, unless it gives the capability up.
    const command =
      process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all'] : [];
    expectOneLine(await failToStart(path, {}, command), /^Cannot write in .*no permission/);
    expectOneLine(await failToStart('/dev/null/data'), /^Cannot write in/);
  });

  it('says which values of the environment make no sense', async () => {
    expectOneLine(await failToStart(newDirectory(), { PORT: 'http' }), /^PORT must be/);
    expectOneLine(await failToStart(newDirectory(), { DEMO: 'yes' }), /^DEMO must be/);
    expectOneLine(
      await failToStart(newDirectory(), { HOST: '192.0.2.7', DEMO: 'off' }),
      /^HOST is 192.0.2.7, which is no address/,
    );
  });

  it('keeps the demo on this machine', async () => {
    expectOneLine(await failToStart(newDirectory(), { HOST: '0.0.0.0' }), /^The demo .* DEMO=off/);
  });

  it('says what is missing in a damaged DATA_DIR, and touches nothing', async () => {
    const damaged = newDirectory();
    mkdirSync(join(damaged, 'postgres', 'base'), { recursive: true });
    expectOneLine(await failToStart(damaged), /secrets.json is missing/);
    writeFileSync(join(damaged, 'secrets.json'), '{"jwtSecret":');
    expectOneLine(await failToStart(damaged), /secrets.json cannot be read/);
    rmSync(join(damaged, 'postgres'), { recursive: true });
    rmSync(join(damaged, 'secrets.json'));
    const instance = await startInstance(damaged, { DEMO: 'off' });
    await instance.stop();
    rmSync(join(damaged, 'postgres', 'PG_VERSION'));
    expectOneLine(await failToStart(damaged), /not a whole Postgres data directory/);
  });
});

describe('one instance for a DATA_DIR', () => {
  // Made once, and stopped: making a database is most of what a start takes.
  const { path, remove } = temporaryDirectory();
  beforeAll(async () => {
    await (await startInstance(path, { DEMO: 'off' })).stop();
  });
  afterAll(remove);

  it('refuses a second, names the first, and leaves it alone', async () => {
    const first = await startInstance(path, { DEMO: 'off' });
    const refused = await failToStart(path, { DEMO: 'off' });
    expectOneLine(refused, new RegExp(`^Another Daylight \\(process ${first.process.pid ?? 0}\\)`));
    expect((await fetch(`${first.origin}/health`)).status).toBe(200);
    expect(await first.stop()).toBe(0);
  });

  it('starts again after an initdb that never came to an end', async () => {
    const unfinished = newDirectory();
    mkdirSync(join(unfinished, 'postgres.new', 'base'), { recursive: true });
    const instance = await startInstance(unfinished, { DEMO: 'off' });
    expect(await instance.stop()).toBe(0);
  });

  it('leaves no process behind on SIGTERM', async () => {
    const instance = await startInstance(path, { DEMO: 'off' });
    expect(await instance.stop()).toBe(0);
    expect(isRunning(instance.postmaster)).toBe(false);
  });

  it('takes over from a server that was killed alone', async () => {
    const first = await startInstance(path, { DEMO: 'off' });
    first.process.kill('SIGKILL');
    const second = await startInstance(path, { DEMO: 'off' });
    expect(isRunning(first.postmaster)).toBe(false);
    expect(await second.stop()).toBe(0);
  });
});

describe('the first admin', () => {
  it('joins by a link that is new at each start until it is used, once', async () => {
    const path = newDirectory();
    const linkOf = (output: string) => /token_hash=(\w+)/.exec(output)?.[1] ?? '';
    const first = await startInstance(path, { DEMO: 'off' });
    const stale = linkOf(first.output());
    await first.stop();
    const second = await startInstance(path, { DEMO: 'off' });
    const client = second.client();
    const use = (token_hash: string) => client.auth.verifyOtp({ token_hash, type: 'invite' });
    expect((await use(stale)).error).not.toBeNull();
    expect((await use(linkOf(second.output()))).error).toBeNull();
    const operations = await client.from('operations').select('name_en');
    expect(operations.data).toHaveLength(1);
    await second.stop();
    const third = await startInstance(path, { DEMO: 'off' });
    expect(third.output()).not.toContain('token_hash');
    await third.stop();
  });
});
