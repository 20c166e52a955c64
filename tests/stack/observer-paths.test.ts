/**
 * An observer's token reaches no name, clinical field or access code through the data API: what it
 * exposes is read from the database, so that a table, function or foreign key that is added later is
 * asked too, or fails here. What is not the data API is in observer-paths-beside.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mutationKinds } from '../../src/lib/domain/mutations.ts';
import { reading } from '../db/catalogue.expected.ts';
import { uuid } from '../db/fixture.ts';
import { askAll, leaksOf, secretIds } from './observer/asking.ts';
import { asked, calls } from './observer/calls.ts';
import { withJson, type Caller } from './observer/caller.ts';
import {
  foreignKeysOf,
  functionsOf,
  tablesOf,
  type ForeignKey,
  type Table,
} from './observer/catalogue.ts';
import { plant, type Planted } from './observer/planted.ts';
import {
  beyondTheSchema,
  embedding,
  embeddingDeeper,
  ofTable,
  provoking,
  textsOf,
  writes,
  type Question,
} from './observer/questions.ts';
import { leaksIn, openText, secret } from './observer/secrets.ts';
import { startWorld, type World } from './observer/world.ts';

// A whole process starts here, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

let world: World;
let planted: Planted;
let observer: Caller;
let ids: string[];
let tables: Table[];
let keys: ForeignKey[];

beforeAll(async () => {
  world = await startWorld();
  planted = await plant(world);
  observer = world.observer;
  ids = secretIds(planted);
  [tables, keys] = await Promise.all([tablesOf(world.sql), foreignKeysOf(world.sql)]);
});
afterAll(() => world.stop());

const sightOf = (table: string) => reading[table]?.observer ?? 'none';
const isRestricted = (table: string) => ['nothing', 'none'].includes(sightOf(table));
const staff = () => [world.coordinator, world.medic, world.admin];

/** What whoever may see it finds by the questions. */
const foundByStaff = async (questions: readonly Question[]) => {
  const answers = await Promise.all(staff().map((caller) => askAll(caller, questions)));
  return leaksIn(JSON.stringify(answers.flat().map(({ text }) => text)), { ids });
};

describe('tables and views', () => {
  it('give no secret, and of restricted ones no row and no count', async () => {
    const questions = tables.flatMap((table) => {
      const alone = sightOf(table.name) === 'all' ? [] : textsOf(table);
      return [...ofTable(table), ...alone].map((question) => ({ table, ...question }));
    });
    const { answers, leaks } = await leaksOf(observer, questions, { ids });
    expect(leaks).toEqual([]);
    for (const [at, { table, path }] of questions.entries()) {
      const { status = 0, body = '', text = '' } = answers[at] ?? {};
      if (!isRestricted(table.name)) continue;
      if (sightOf(table.name) === 'nothing') expect(status, path).toBeLessThan(300);
      else expect(status, path).toBe(403);
      if (status < 300) expect(['', '[]', table.columns[0]], path).toContain(body.trim());
      expect(text, path).not.toMatch(/content-range: .*\/[1-9]/u);
    }
  });

  it('show every secret to those who may see it', async () => {
    // Nobody reads the clocks.
    for (const table of tables.filter(({ name }) => sightOf(name) === 'nothing'))
      expect(await foundByStaff(ofTable(table).slice(0, 1)), table.name).not.toEqual([]);
  });
});

describe('functions', () => {
  const inAddress = (given: unknown) =>
    Array.isArray(given) && typeof given[0] === 'string'
      ? `{${given.join()}}`
      : typeof given === 'string'
        ? given
        : JSON.stringify(given);
  const questionsOf = (name: string, given: Record<string, unknown>): Question[] => {
    const path = `/rest/v1/rpc/${name.slice(0, name.indexOf('('))}`;
    const query = Object.entries(given).filter(([, one]) => one !== null);
    const search = new URLSearchParams(query.map(([key, one]) => [key, inAddress(one)]));
    return [{ path, init: withJson(given) }, { path: `${path}?${search.toString()}` }];
  };

  it('are all called here', async () => {
    const prepared = Object.keys(calls(world, planted)).toSorted();
    expect((await functionsOf(world.sql)).toSorted()).toEqual(prepared);
  });

  it('answer without a secret', async () => {
    for (const [name, { with: given, counts = false }] of Object.entries(calls(world, planted))) {
      const questions = given.flatMap((one) => questionsOf(name, one));
      const { answers, leaks } = await leaksOf(observer, questions, { ids, counts });
      expect(leaks).toEqual([]);
      // Each was found by its arguments: what it says is its own answer or refusal.
      expect(answers.map(({ body }) => body).join('\n'), name).not.toMatch(
        /"code":"(PGRST202|22P02|22007)"/u,
      );
    }
  });

  it.each([
    ['pull_changes', 'coordinator', { cursor: null, page: 500 }],
    ['export_events', 'admin', { after_seq: 0, page: 1000 }],
    ['list_accounts', 'admin', {}],
  ] as const)('%s shows them to a person of the role %s', async (name, role, more) => {
    const [question] = questionsOf(`${name}()`, { operation: world.operation, ...more });
    const { leaks } = await leaksOf(world[role], question ? [question] : [], { ids });
    expect(leaks).not.toEqual([]);
  });
});

describe('embedding', () => {
  /** Both ends of a key, as the one that asks and the one that is asked for. */
  const endsOf = (key: ForeignKey): [string, string][] => [
    [key.from, key.to],
    [key.to, key.from],
  ];
  const questions = () => {
    const open = keys.filter(({ from, to }) => !(isRestricted(from) && isRestricted(to)));
    const both = open.flatMap((key) => endsOf(key).flatMap((ends) => embedding(key, ...ends)));
    const through = open.filter(({ from }) => isRestricted(from));
    return [...both, ...through.flatMap((key) => embeddingDeeper(key, keys))];
  };

  it('of either end of every foreign key in the other gives no secret', async () => {
    expect((await leaksOf(observer, questions(), { ids })).leaks).toEqual([]);
  });

  it('finds nothing restricted behind what is open, where those who may do', async () => {
    const inner = keys.filter(({ from, to }) => isRestricted(from) && sightOf(to) === 'all');
    expect(inner.length).toBeGreaterThan(20);
    const asks = inner.flatMap((key) => embedding(key, key.to, key.from).slice(0, 1));
    const answers = await askAll(observer, asks);
    const shown = new Set<string>();
    for (const [at, { from, to, name }] of inner.entries()) {
      if (sightOf(from) === 'none') continue;
      expect(answers[at]?.status, name).toBe(200);
      const rows = JSON.parse(answers[at]?.body ?? '') as Record<string, unknown>[];
      for (const row of rows) expect([[], null], `${from} in ${to}`).toContainEqual(row[from]);
      if (!shown.has(from) && (await foundByStaff(asks.slice(at, at + 1))).length > 0)
        shown.add(from);
    }
    expect([...shown].toSorted()).toEqual(
      expect.arrayContaining([
        'care_cases',
        'checkins',
        'evidence',
        'people',
        'person_photos',
        'tracing_requests',
      ]),
    );
  });
});

describe('pull_changes', () => {
  const pulled = async (caller: Caller) => {
    const pages: string[] = [];
    let cursor: string | null = null;
    for (let more = true; more;) {
      const given = withJson({ operation: world.operation, cursor, page: 7 });
      const { text, body } = await caller.ask('/rest/v1/rpc/pull_changes', given);
      pages.push(text);
      ({ cursor, more } = JSON.parse(body) as { cursor: string; more: boolean });
    }
    return pages;
  };

  it('brings no secret on any page, where a coordinator gets them all along', async () => {
    const pages = await pulled(observer);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.join()).toContain(openText);
    expect(leaksIn(pages.join(), { ids })).toEqual([]);
    const theirs = leaksIn((await pulled(world.coordinator)).join(), { ids });
    for (const of of ['persongiven', 'contact', 'accesscode', 'comment', 'checkinnote', 'toparty'])
      expect(theirs).toContain(secret(of));
  });
});

describe('apply_mutations', () => {
  const say = (batch: ReturnType<typeof asked>) =>
    observer.ask('/rest/v1/rpc/apply_mutations', withJson({ batch }));
  const answersOf = (body: string) =>
    (JSON.parse(body) as { outcome: string; reason: string; version: number | null }[]).map(
      ({ outcome, reason, version }) => ({ outcome, reason, version }),
    );

  it('refuses every kind on every planted row as on one that is not there, without a secret', async () => {
    const absent = answersOf((await say(asked(world, planted, uuid()))).body);
    for (const entity of Object.values(planted)) {
      const batch = asked(world, planted, entity);
      const { text, body } = await say(batch);
      expect(leaksIn(text, { ids, sent: JSON.stringify(batch) })).toEqual([]);
      expect(answersOf(body)).toEqual(absent);
    }
    // Whoever has something of their own on the phone may lay it down.
    const taken = mutationKinds.filter((_, at) => absent[at]?.outcome !== 'rejected');
    expect(taken).toEqual(['record.discard']);
  });

  it('says nothing of what others sent, to whoever sends it under the same id', async () => {
    const sent = await world.sql<{ id: string }[]>`
      select id from public.events where actor is distinct from ${observer.id} limit 40`;
    const [draft] = asked(world, planted, planted.person);
    const batch = sent.flatMap(({ id }) => (draft ? [{ ...draft, id }] : []));
    const { text, body } = await say(batch);
    expect(leaksIn(text, { ids, sent: JSON.stringify(batch) })).toEqual([]);
    const refused = { outcome: 'rejected', reason: 'not_allowed', version: null };
    expect(answersOf(body)).toEqual(batch.map(() => refused));
  });
});

describe('an error', () => {
  const hidden = () => tables.filter(({ name }) => sightOf(name) !== 'all');

  it('says nothing of a row, whatever provokes it', async () => {
    const questions = [...hidden().flatMap(provoking), ...beyondTheSchema('people')];
    const { answers, leaks } = await leaksOf(observer, questions, { ids });
    expect(leaks).toEqual([]);
    const refusals = answers.filter(({ status }) => status >= 400);
    expect(refusals.length).toBeGreaterThan(questions.length / 2);
  });

  it('says a name to those who may read it, so that this would be seen', async () => {
    const cast = [{ path: '/rest/v1/people?select=given::uuid' }];
    const { answers, leaks } = await leaksOf(world.coordinator, cast, { ids });
    expect(answers[0]?.status).toBe(400);
    expect(leaks).not.toEqual([]);
  });

  it('of a write past the door says nothing of the row in its way', async () => {
    const questions: Question[] = [];
    for (const { name, columns } of hidden().filter((table) => table.columns.includes('id'))) {
      const [row] = await world.sql<{ id: string }[]>`
        select id from ${world.sql(name)} order by id limit 1`;
      if (row && columns.includes('operation_id'))
        questions.push(...writes(name, row.id, world.operation));
    }
    const { answers, leaks } = await leaksOf(observer, questions, { ids });
    expect(leaks).toEqual([]);
    expect(answers.filter(({ status }) => status < 400)).toEqual([]);
  });
});
