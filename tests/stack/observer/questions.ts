/** Addresses of PostgREST and Storage that ask for what an observer may not have, one way each. */
import { withJson } from './caller.ts';
import type { ForeignKey, Table } from './catalogue.ts';
import { uuid } from '../../db/fixture.ts';

export type Question = { path: string; init?: RequestInit };

const counted: RequestInit = { headers: { prefer: 'count=exact' } };
const accept = (type: string): RequestInit => ({ headers: { accept: type } });
const rest = (path: string) => `/rest/v1/${path}`;

/** A table read, counted, filtered and ordered by every column, and as CSV. */
export const ofTable = ({ name, columns }: Table): Question[] => [
  { path: rest(`${name}?select=*`), init: counted },
  { path: rest(`${name}?select=*`), init: { method: 'HEAD', ...counted } },
  { path: rest(`${name}?select=${columns[0] ?? ''}`), init: accept('text/csv') },
  {
    path: rest(`${name}?or=(${columns.map((column) => `${column}.not.is.null`).join()})`),
    init: counted,
  },
  {
    path: rest(`${name}?order=${columns.map((column) => `${column}.desc`).join()}`),
    init: counted,
  },
];

/** Each of its texts alone, in its order. */
export const textsOf = ({ name, texts }: Table): Question[] =>
  texts.map((text) => ({
    path: rest(`${name}?select=${text}&${text}=not.is.null&order=${text}`),
    init: counted,
  }));

/** What provokes an error: what is not there, what cannot be read, a cast, a pattern, an aggregate. */
export const provoking = ({ name, texts }: Table): Question[] => [
  ...['no_such=eq.1', 'select=no_such', 'or=(', 'id=gt.x', 'id=in.(', 'select=id.max()'].map(
    (query) => ({ path: rest(`${name}?${query}`) }),
  ),
  { path: rest(`${name}?select=*`), init: accept('application/vnd.pgrst.object') },
  { path: rest(`${name}?select=*`), init: accept('application/vnd.pgrst.plan') },
  ...texts.flatMap((text) =>
    [`select=${text}::uuid`, `${text}=match.(`, `${text}=like.*`].map((query) => ({
      path: rest(`${name}?${query}`),
    })),
  ),
];

/** A table asked for in a schema that is not exposed, and the description of all that is. */
export const beyondTheSchema = (table: string): Question[] => [
  { path: rest('') },
  { path: rest(''), init: accept('application/openapi+json') },
  {
    path: '/graphql/v1',
    init: withJson({ query: `{ ${table}Collection { edges { node { id } } } }` }),
  },
  { path: '/auth/v1/admin/users' },
  ...['private', 'auth', 'storage', 'realtime'].map((schema) => ({
    path: rest(`${table}?select=*`),
    init: { headers: { 'accept-profile': schema } },
  })),
];

const wanting = (prefer: string) => ({ prefer: `return=representation,${prefer}` });
const writing = (method: string, body: unknown, prefer = 'count=exact'): RequestInit => {
  const json = withJson(body, method);
  return { ...json, headers: { ...(json.headers as Record<string, string>), ...wanting(prefer) } };
};

/** Writes past the door on a row that is there: again, in its place, changed, away. */
export const writes = (table: string, id: string, operation: string): Question[] => {
  const row = { id, operation_id: operation };
  const byId = rest(`${table}?id=eq.${id}`);
  return [
    { path: rest(table), init: writing('POST', row) },
    {
      path: rest(`${table}?on_conflict=id`),
      init: writing('POST', row, 'resolution=merge-duplicates'),
    },
    { path: byId, init: writing('PATCH', { operation_id: operation }) },
    { path: byId, init: writing('PATCH', { version: 'x' }) },
    { path: byId, init: writing('PUT', row) },
    { path: byId, init: writing('DELETE', undefined) },
  ];
};

/** One end of a foreign key, embedded in the other in every manner. */
export const embedding = ({ name }: ForeignKey, outer: string, inner: string): Question[] =>
  [
    `${outer}?select=*,${inner}!${name}(*)`,
    `${outer}?select=*,${inner}!inner(*)`,
    `${outer}?select=*,${inner}(count)`,
  ].map((query) => ({ path: rest(query), init: counted }));

/** What hangs on a restricted row, embedded through it. */
export const embeddingDeeper = (outer: ForeignKey, all: readonly ForeignKey[]): Question[] =>
  all
    .filter((key) => key.to === outer.from)
    .map((key) => ({
      path: rest(`${outer.to}?select=*,${outer.from}!${outer.name}(*,${key.from}!${key.name}(*))`),
    }));

/** Where the files of one record are, and how they are called. */
export type StoredFiles = { bucket: string; folder: string; files: readonly string[] };

/** Every way to these files, and to their names. */
export const ofStorage = ({ bucket, folder, files }: StoredFiles): Question[] => {
  const storage = (path: string, init?: RequestInit): Question => ({
    path: `/storage/v1/${path}`,
    ...(init && { init }),
  });
  const ofFile = (file: string) => [
    ...['', 'authenticated/', 'public/', 'info/', 'info/authenticated/', 'info/public/'].map(
      (way) => storage(`object/${way}${bucket}/${folder}/${file}`),
    ),
    storage(`object/${bucket}/${folder}/${file}`, { method: 'HEAD' }),
    storage(`object/sign/${bucket}/${folder}/${file}`, withJson({ expiresIn: 600 })),
    storage(`object/sign/${bucket}/${folder}/${file}?token=x`),
    storage(`object/upload/sign/${bucket}/${folder}/${file}`, withJson({})),
    storage(`render/image/authenticated/${bucket}/${folder}/${file}?width=9`),
    ...['copy', 'move'].map((way) => {
      const to = { bucketId: bucket, destinationKey: `${uuid()}/taken` };
      return storage(`object/${way}`, withJson({ ...to, sourceKey: `${folder}/${file}` }));
    }),
  ];
  const signed = { expiresIn: 600, paths: files.map((file) => `${folder}/${file}`) };
  return [
    ...files.flatMap(ofFile),
    storage(`object/sign/${bucket}`, withJson(signed)),
    ...['bucket', `bucket/${bucket}`].map((path) => storage(path)),
    ...['', folder.split('/')[0], folder].flatMap((prefix) => [
      storage(`object/list/${bucket}`, withJson({ prefix, limit: 100, offset: 0 })),
      storage(`object/list-v2/${bucket}`, withJson({ prefix, limit: 100 })),
      storage(`object/list/${bucket}`, withJson({ prefix, search: 'part', limit: 100 })),
    ]),
  ];
};
