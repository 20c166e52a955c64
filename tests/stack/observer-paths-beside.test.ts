/**
 * An observer's token reaches no name, clinical field or access code beside the data API either:
 * by what is announced live, by files, by exports and pages. What the app answers is read from the
 * files of src/routes, so that an endpoint or page that is added later is asked too, or fails here.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { reading } from '../db/catalogue.expected.ts';
import { unzip } from '../support/unzip.ts';
import { askAll, leaksOf, secretIds } from './observer/asking.ts';
import type { Caller } from './observer/caller.ts';
import { changeEverything } from './observer/changes.ts';
import {
  endpointCalls,
  endpointsFound,
  pagesFound,
  serverPagesFound,
} from './observer/endpoints.ts';
import { plant, type Planted } from './observer/planted.ts';
import { ofStorage, type StoredFiles } from './observer/questions.ts';
import { leaksIn, openText, secret } from './observer/secrets.ts';
import { startWorld, type World } from './observer/world.ts';
import { RawSocket } from './realtime/raw-socket.ts';

// A whole process starts here, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

let world: World;
let planted: Planted;
let observer: Caller;
let ids: string[];

beforeAll(async () => {
  world = await startWorld();
  planted = await plant(world);
  observer = world.observer;
  ids = secretIds(planted);
});
afterAll(() => world.stop());

describe('storage', () => {
  const kept = (): Record<'evidence' | 'photo', StoredFiles & { secrets: string[] }> => ({
    evidence: {
      bucket: 'evidence',
      folder: `${world.operation}/${planted.evidence}`,
      files: ['part-0000', 'working'],
      secrets: [secret('original'), secret('working')],
    },
    photo: {
      bucket: 'person-photos',
      folder: `${world.operation}/${planted.photo}`,
      files: ['part-0000'],
      secrets: [secret('picture')],
    },
  });

  it.each(['evidence', 'photo'] as const)(
    'gives no byte, name, size or link of a file, and no bucket: %s',
    async (what) => {
      const questions = ofStorage(kept()[what]);
      const { answers, leaks } = await leaksOf(observer, questions, { ids });
      expect(leaks).toEqual([]);
      for (const [at, { status, body }] of answers.entries()) {
        const { path } = questions[at] ?? { path: '' };
        // A list is empty, and so is one of links; anything else is refused.
        const isList = /\/bucket$|object\/list|object\/sign\/[a-z-]+$/u.test(path);
        if (!isList) expect(status, path).toBeGreaterThanOrEqual(400);
        expect(body, path).not.toMatch(/token=|part-0000"?,|"signedURL":"/u);
      }
    },
  );

  it.each(['evidence', 'photo'] as const)(
    'gives them to a coordinator by the same ways: %s',
    async (what) => {
      const { bucket, folder, files, secrets } = kept()[what];
      const asks = files.map((name) => ({
        path: `/storage/v1/object/${bucket}/${folder}/${name}`,
      }));
      const given = await askAll(world.coordinator, asks);
      expect(given.flatMap(({ body }) => leaksIn(body))).toEqual(secrets);
      const lists = ofStorage(kept()[what]).filter(({ path }) =>
        path.endsWith(`object/list/${bucket}`),
      );
      const listed = await askAll(world.coordinator, lists);
      expect(listed.map(({ body }) => body).join()).toContain(files.at(-1));
    },
  );
});

describe('endpoints of the app', () => {
  it('are all asked here, and no page has a part on the server but the sign-in', async () => {
    const prepared = Object.keys(await endpointCalls(world, planted, observer));
    expect(endpointsFound().toSorted()).toEqual(prepared.toSorted());
    expect(serverPagesFound()).toEqual(['login/+page.server.ts']);
  });

  it('answer an observer without a secret', async () => {
    const given = Object.values(await endpointCalls(world, planted, observer));
    const { answers, leaks } = await leaksOf(observer, given, { ids });
    expect(leaks).toEqual([]);
    expect(answers.map(({ status }, at) => [given[at]?.path, status])).toEqual(
      given.map(({ path, status }) => [path, status]),
    );
  });

  it('answer an admin with them by the same ways', async () => {
    const given = await endpointCalls(world, planted, world.admin);
    const ask = async (name: keyof typeof given) => {
      const { path, init } = given[name] ?? { path: '' };
      return world.admin.ask(path, init);
    };
    const log = (await ask('GET /admin/log/export')).text;
    expect(log).toContain(secret('checkinnote'));
    // What was said of people is in no log [X1].
    expect(log).not.toContain(secret('persongiven'));
    const checked = await ask('POST /evidence/check');
    expect(leaksIn(checked.text, { ids })).not.toEqual([]);
    const files = unzip((await ask('POST /evidence/package')).bytes);
    expect(leaksIn([...files.values()].join('\n'))).toContain(secret('original'));
  });

  it('bring pages without a secret', async () => {
    const pages = pagesFound(planted.person);
    const questions = pages.flatMap((path) => [
      { path },
      { path: `${path === '/' ? '' : path}/__data.json` },
    ]);
    const { answers, leaks } = await leaksOf(observer, questions, { ids });
    expect(leaks).toEqual([]);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(20);
  });
});

describe('realtime', () => {
  const sockets: RawSocket[] = [];
  afterAll(() => sockets.forEach((socket) => socket.ws.terminate()));

  const listen = async (caller: Caller) => {
    const address = world.daylight.origin.replace('http', 'ws');
    const socket = new RawSocket(`${address}/realtime/v1/websocket?apikey=${world.key}&vsn=2.0.0`);
    sockets.push(socket);
    await socket.opened;
    const join = (topic: string, config: Record<string, unknown>) => {
      const ref = crypto.randomUUID();
      const payload = { access_token: caller.token, config };
      return socket.ask(ref, ref, `realtime:${topic}`, 'phx_join', payload);
    };
    /** All that it has heard, binary frames too. */
    const heard = () =>
      JSON.stringify([socket.messages.all, socket.binary.all.map((one) => one.toString())]);
    return { socket, join, heard };
  };

  const everyTable = () =>
    ['*', ...Object.keys(reading)].map((table) => ({ event: '*', schema: 'public', table }));
  const sinceTheStart = { broadcast: { replay: { since: 0, limit: 25 } } };

  it('says no secret while all of it changes, nor what was announced before', async () => {
    const topic = `operation:${world.operation}`;
    const theirs = await listen(world.coordinator);
    const open = await theirs.join(`${topic}:restricted`, { private: true });
    expect(open.payload.status).toBe('ok');
    const mine = await listen(observer);
    const joined = await mine.join(topic, { private: true, ...sinceTheStart });
    expect(joined.payload.status).toBe('ok');
    const refused = await mine.join(`${topic}:restricted`, { private: true, ...sinceTheStart });
    expect(refused.payload.status).toBe('error');
    // Changes of tables are not offered; whatever is answered, nothing may come of it.
    const also = await listen(observer);
    for (const other of [topic, `${topic}:restricted`, 'realtime', 'public', 'public:people'])
      await also.join(other, { private: other === topic, postgres_changes: everyTable() });

    await changeEverything(world, planted);
    // What comes after all of it, and every member may see.
    const title = 'The last change, for everyone';
    await world.admin.say('task.update', world.task, { set: { title }, base: { title: openText } });
    await mine.socket.messages.first((message) => JSON.stringify(message).includes(title));
    await theirs.socket.messages.first(({ event }) => event === 'broadcast');
    expect(leaksIn(mine.heard() + also.heard(), { ids })).toEqual([]);
  });
});
