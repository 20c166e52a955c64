/** [X2] Whatever was recorded of somebody, in whatever order: after the erasing no word of it is left. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimId } from '../../src/lib/domain/people/claim-id.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { traces } from './erasing.fixture.ts';
import {
  apply,
  makeOperation,
  makePerson,
  makeRequest,
  mutation,
  send,
  uuid,
  type Draft,
} from './fixture.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const texts = ['given', 'father', 'grandfather', 'family', 'mother', 'kunya'] as const;
type Ids = { operation: string; person: string; request: string; other: string; family: string };

/** Everything that can be said of a person or a request, with the word in each of its texts. */
const sayings = {
  'a new record': ({ operation, person }, word) =>
    mutation(operation, 'person.create', person, {
      ...Object.fromEntries(texts.map((field) => [field, word])),
      also_known_as: [word],
    }),
  'a change': ({ operation, person }, word) =>
    mutation(operation, 'person.update', person, { set: { kunya: word }, base: { kunya: null } }),
  'a change that comes too late': ({ operation, person }, word) =>
    mutation(operation, 'person.update', person, { set: { given: word }, base: { given: 'x' } }),
  'a change that is not allowed': ({ operation, person }, word) =>
    mutation(operation, 'person.update', person, { set: { deleted: true, given: word } }),
  'that it is another one’s': ({ operation, person, other }, word) =>
    mutation(operation, 'person.merge', person, { into: other, reasons: [word] }),
  'that another one is it': ({ operation, person, other }, word) =>
    mutation(operation, 'person.merge', other, { into: person, reasons: [word] }),
  'that it is not': ({ operation, person }, word) =>
    mutation(operation, 'person.unmerge', person, { reason: word }),
  'that another one is not': ({ operation, person, other }, word) =>
    mutation(operation, 'person.unmerge', other, { reason: word, from: person }),
  'a request': ({ operation, request }, word) =>
    mutation(operation, 'tracing.request', request, {
      ...Object.fromEntries(texts.map((field) => [field, word])),
      also_known_as: [word],
      seeker_name: word,
      seeker_contact: word,
      source_record_id: word,
    }),
  'a change of the request': ({ operation, request }, word) =>
    mutation(operation, 'tracing.update', request, {
      set: { seeker_contact: word },
      base: { seeker_contact: null },
    }),
  'the end of the request': ({ operation, request }, word) =>
    mutation(operation, 'tracing.step', request, { from: 'open', to: 'closed', reason: word }),
  'its claim': ({ operation, person, request }, word) =>
    mutation(operation, 'tracing.claim', claimId(request, person), {
      request_id: request,
      person_id: person,
      reasons: [word],
    }),
  'the claim of another family': ({ operation, person, family }, word) =>
    mutation(operation, 'tracing.claim', claimId(family, person), {
      request_id: family,
      person_id: person,
      reasons: [word],
    }),
  'a step of the claim': ({ operation, person, request }, word) =>
    mutation(operation, 'tracing.claim_step', claimId(request, person), {
      from: 'proposed',
      to: 'confirmed_once',
      reason: word,
    }),
  'the second step': ({ operation, person, request }, word) =>
    mutation(operation, 'tracing.claim_step', claimId(request, person), {
      from: 'confirmed_once',
      to: 'confirmed',
      reason: word,
    }),
  'a rejection': ({ operation, person, family }, word) =>
    mutation(operation, 'tracing.claim_step', claimId(family, person), {
      from: 'proposed',
      to: 'rejected',
      reason: word,
    }),
  'a reversal': ({ operation, person, request }, word) =>
    mutation(operation, 'tracing.claim_step', claimId(request, person), {
      from: 'confirmed',
      to: 'reversed',
      reason: word,
    }),
  'what was laid down': ({ operation, person }, word) =>
    mutation(operation, 'record.discard', uuid(), {
      record_id: uuid(),
      kind: 'person.update',
      entity_id: person,
      payload: { set: { given: word } },
      reason: word,
      state: 'refused',
    }),
  'a claim that was laid down': ({ operation, person, request }, word) =>
    mutation(operation, 'record.discard', uuid(), {
      record_id: uuid(),
      kind: 'tracing.claim',
      entity_id: uuid(),
      payload: { request_id: request, person_id: person, reasons: [word] },
      reason: word,
      state: 'conflict',
    }),
} satisfies Record<string, (ids: Ids, word: string) => Draft>;

const author = fc.constantFrom('admin', 'coordinatorA', 'coordinatorB', 'medicB');
const said = fc.record({
  what: fc.constantFrom(...(Object.keys(sayings) as (keyof typeof sayings)[])),
  by: author,
});
const story = fc.record({
  before: fc.array(said, { minLength: 4, maxLength: 16 }),
  after: fc.array(said, { maxLength: 3 }),
  personFirst: fc.boolean(),
  inOneBatch: fc.boolean(),
});

it('[X2] [X3] nothing of a person and of the request is left in any table', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ before, after, personFirst, inOneBatch }) => {
      const operation = await makeOperation(db);
      const word = `نور ${uuid()}`;
      const ids: Ids = {
        operation: operation.id,
        person: uuid(),
        request: uuid(),
        other: await makePerson(db, operation),
        family: await makeRequest(db, operation),
      };
      const draftOf = ({ what }: { what: keyof typeof sayings }) => sayings[what](ids, word);
      const create = [
        sayings['a new record'](ids, word),
        sayings['a request'](ids, word),
        sayings['its claim'](ids, word),
      ];
      if (inOneBatch) await apply(db, operation.admin, [...create, ...before.map(draftOf)]);
      else {
        await apply(db, operation.coordinatorA, create);
        for (const one of before) await send(db, operation[one.by], draftOf(one));
      }
      expect(await traces(db, word)).toContain('private.sealed_payloads');
      const erasings = [
        mutation(operation.id, 'person.erase', ids.person, { reason: 'kept_too_long' }),
        mutation(operation.id, 'tracing.erase', ids.request, { reason: 'kept_too_long' }),
      ];
      for (const draft of personFirst ? erasings : erasings.toReversed())
        expect(await send(db, operation.admin, draft)).toMatchObject({ outcome: 'applied' });
      for (const one of after) await send(db, operation[one.by], draftOf(one));
      // A step of a claim that nobody had proposed names neither the person nor the request.
      expect(['', 'private.sealed_payloads']).toContain((await traces(db, word)).join());
      await db.sql`update private.sealed_payloads set sealed_at = now() - interval '31 days'`;
      await db.as({ role: 'service_role' }, (tx) => tx`select public.erase_expired()`);
      expect(await traces(db, word)).toEqual([]);
      const reviewed = await db.sql`
        select id from public.tracing_requests
        where operation_id = ${operation.id} and deleted_at is not null and needs_review`;
      expect(reviewed).toEqual([]);
    }),
    { numRuns: 12 },
  );
}, 120_000);

it('nor in what the planner notes of the columns', async () => {
  const operation = await makeOperation(db);
  const word = `نور ${uuid()}`;
  // As often as a common value has to be.
  for (const birth_year of [1961, 1972, 1983, 1994, 2005]) {
    const person = await makePerson(db, operation, {
      given: word,
      also_known_as: [word],
      birth_year,
    });
    await makeRequest(db, operation, { given: word, seeker_contact: word });
    const change = { set: { kunya: word }, base: { kunya: 'x' } };
    await send(db, operation.medicB, mutation(operation.id, 'person.update', person, change));
  }
  await db.sql.unsafe('analyze');
  const noted = await db.sql<{ table: string }[]>`
    select starelid::regclass::text as table from pg_statistic s
    where position(${word} in s::text) > 0`;
  expect(noted).toEqual([]);
});
