/** Everything that the app's own server answers, as the files of src/routes list it. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newDevice } from '../../../src/lib/sync/letters/device.ts';
import { readLetterKey, sealLetter } from '../../../src/lib/sync/letters/sealing.ts';
import type { Mutation } from '../../../src/lib/domain/mutations.ts';
import { mutation } from '../../db/fixture.ts';
import { withJson, type Caller } from './caller.ts';
import type { Planted } from './planted.ts';
import type { World } from './world.ts';

const routes = join(import.meta.dirname, '..', '..', '..', 'src', 'routes');

/** "/evidence/package" for the folder "(app)/evidence/package": groups are not in the address. */
const addressOf = (file: string): string =>
  `/${dirname(file)
    .split('/')
    .filter((part) => part !== '.' && !/^\(.*\)$/.test(part))
    .join('/')}`;

const filesNamed = (pattern: string): string[] =>
  globSync(`**/${pattern}`, { cwd: routes }).toSorted();

/** Each method of each +server file, as "POST /evidence/package". */
export const endpointsFound = (): string[] =>
  filesNamed('+server.{ts,js}').flatMap((file) => {
    const text = readFileSync(join(routes, file), 'utf8');
    const methods = [...text.matchAll(/export (?:const|(?:async )?function) ([A-Z]+|fallback)\b/g)];
    return methods.map((method) => `${method[1] ?? ''} ${addressOf(file)}`);
  });

/** Pages and layouts that the server has a part in. */
export const serverPagesFound = (): string[] => filesNamed('+{page,layout}.server.{ts,js}');

/** The address of every page, with `id` where one is asked for. */
export const pagesFound = (id: string): string[] =>
  filesNamed('+page.svelte').map((file) => addressOf(file).replaceAll(/\[[^\]]+\]/g, id));

/** What a caller asks each endpoint, and which status an observer is answered with. */
export const endpointCalls = async (
  world: World,
  planted: Planted,
  caller: Caller,
): Promise<Record<string, { path: string; init?: RequestInit; status: number }>> => {
  const { operation, coordinator } = world;
  const userIds = [coordinator.id];
  const account = { login: 'somebody', displayName: 'Somebody', role: 'observer', teamId: null };
  const ofAccounts = (path: string, body: object) => ({
    path: `/admin/accounts/${path}`,
    init: withJson({ operationId: operation, ...body }),
    status: 403,
  });
  const query = `?operation=${operation}`;
  const package_ = { operation, items: [planted.evidence], to: 'Prosecutor' };
  return {
    'GET /letters/key': { path: `/letters/key${query}`, status: 200 },
    'POST /letters': {
      path: '/letters',
      init: withJson({ letters: [await letterOf(world, planted, caller)] }),
      status: 200,
    },
    'GET /health': { path: '/health', status: 200 },
    'GET /admin/log/export': { path: `/admin/log/export${query}`, status: 403 },
    'POST /admin/accounts/activity': ofAccounts('activity', { userIds, active: true }),
    'POST /admin/accounts/create': ofAccounts('create', { accounts: [account] }),
    'POST /admin/accounts/sign-out': ofAccounts('sign-out', { userIds }),
    'POST /admin/accounts/reset': ofAccounts('reset', { userId: coordinator.id }),
    'POST /admin/accounts/change': ofAccounts('change', { userIds, change: {} }),
    'POST /evidence/package': { path: '/evidence/package', init: withJson(package_), status: 403 },
    'POST /evidence/check': {
      path: '/evidence/check',
      init: withJson({ item: planted.evidence }),
      status: 404,
    },
    'POST /people/photos/clear': {
      path: '/people/photos/clear',
      init: withJson({ operation }),
      status: 404,
    },
  };
};

/** A letter of the caller's own that asks for a change to a planted record. */
async function letterOf({ operation }: World, planted: Planted, caller: Caller) {
  const device = await newDevice();
  const given = { device: device.id, public_key: device.publicKey };
  const registered = await caller.client.rpc('register_device', given);
  if (registered.error) throw new Error(registered.error.message);
  const { body } = await caller.ask(`/letters/key?operation=${operation}`);
  const key = await readLetterKey((JSON.parse(body) as { key: string }).key);
  const wanted = mutation(operation, 'person.update', planted.person, { set: { given: 'X' } });
  const author = { author: caller.id, device: device.id, key: device.keys.privateKey };
  return sealLetter(wanted as Mutation, key, author);
}
