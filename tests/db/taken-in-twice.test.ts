/** A file of another organisation that two people take in without having heard of each other [F8]. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { makeOperation, mutation, rowOf, send, uuid, type Operation } from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
/** As importedId makes it: a UUID of version 8. */
let id: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  id = uuid().replace(/^(.{14})./u, '$18');
});

const request = (who: string, source_record_id: string, given = 'خالد') =>
  send(db, who, mutation(operation.id, 'tracing.request', id, { given, source_record_id }));
const person = (who: string, given = 'خالد', of = id) =>
  send(db, who, mutation(operation.id, 'person.create', of, { given, expires_on: '2027-01-01' }));
const agreed = { outcome: 'applied', version: null };
const taken = { outcome: 'rejected', reason: 'already_exists' };

describe('[F8] a record that is taken in twice', () => {
  it('is there once, and the second agrees: a request by the record that it is made of', async () => {
    await request(operation.coordinatorA, 'other.example/1');
    expect(await request(operation.coordinatorB, 'other.example/1')).toMatchObject(agreed);
    expect(await request(operation.admin, 'other.example/1', 'خلف')).toMatchObject(agreed);
    expect(await rowOf(db, 'tracing_requests', id)).toMatchObject({ given: 'خالد' });
    expect(await request(operation.coordinatorB, 'other.example/2')).toMatchObject(taken);
  });

  it('is there once, and the second agrees: somebody who was found, when the same is said of them', async () => {
    await person(operation.coordinatorA);
    expect(await person(operation.coordinatorB)).toMatchObject(agreed);
    expect(await person(operation.coordinatorB, 'خلف')).toMatchObject(taken);
    expect(await rowOf(db, 'people', id)).toMatchObject({ given: 'خالد' });
  });

  it('is not what phones make themselves: an id that is taken is refused', async () => {
    const own = uuid();
    await person(operation.coordinatorA, 'خالد', own);
    expect(await person(operation.coordinatorB, 'خالد', own)).toMatchObject(taken);
  });

  it('is nobody’s of another operation', async () => {
    await request(operation.coordinatorA, 'other.example/1');
    const elsewhere = await makeOperation(db);
    const draft = mutation(elsewhere.id, 'tracing.request', id, {
      source_record_id: 'other.example/1',
    });
    expect(await send(db, elsewhere.admin, draft)).toMatchObject({ reason: 'wrong_operation' });
    expect(await request(operation.observer, 'other.example/1')).toMatchObject({
      reason: 'not_allowed',
    });
  });
});
