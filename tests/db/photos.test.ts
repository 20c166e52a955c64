/** Photographs of people: none without consent, and what ends one ends it in whatever order it comes. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import type { PersonPhoto } from '../../src/lib/domain/photo-rows.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  fakePhotoUpload,
  makeOperation,
  makePerson,
  makePhoto,
  mutation,
  photoPayload,
  rowOf,
  send,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let person: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  person = await makePerson(db, operation);
});

const photosOf = (of = person) =>
  db.sql<PersonPhoto[]>`
    select f.*, f.version::int as version from public.person_photos f
    where f.person_id = ${of} order by f.version`;
const standing = async (of = person) => (await photosOf(of)).filter((photo) => !photo.deleted_at);
const consentOf = async (of = person) => (await rowOf(db, 'people', of))?.['photo_consent'];
const record = (who: string, photo: string, said: Partial<Payloads['photo.record']> = {}) =>
  send(
    db,
    who,
    mutation(operation.id, 'photo.record', photo, {
      ...photoPayload,
      person_id: person,
      ...said,
    }),
  );
const remove = (who: string, photo: string, reason: Payloads['photo.remove']['reason']) =>
  send(db, who, mutation(operation.id, 'photo.remove', photo, { reason }));
const stored = (who: string, photo: string) =>
  send(db, who, mutation(operation.id, 'photo.stored', photo, {}));
const withdraw = (who = operation.medicB, of = person) =>
  send(
    db,
    who,
    mutation(operation.id, 'person.update', of, {
      set: { photo_consent: false },
      base: { photo_consent: true },
    }),
  );
const versionOf = async (of = person) => Number((await rowOf(db, 'people', of))?.['version']);

describe('[G1] a photograph', () => {
  it('is kept with who agreed, and says so in the person’s record and its history', async () => {
    const photo = uuid();
    const answer = await record(operation.coordinatorA, photo, { consent_by: 'guardian' });
    expect(answer).toMatchObject({ outcome: 'applied' });
    expect(await rowOf(db, 'person_photos', photo)).toMatchObject({
      person_id: person,
      consent_by: 'guardian',
      actor_id: operation.coordinatorA,
      team_id: operation.teamA,
      stored_at: null,
      removal: null,
      deleted_at: null,
    });
    expect(await consentOf()).toBe(true);
    const [entry] = await db.sql`
      select kind, detail, version from public.person_events where id = ${answer.id}`;
    expect(entry).toMatchObject({
      kind: 'updated',
      detail: { old: { photo_consent: false }, new: { photo_consent: true } },
    });
    expect(await versionOf()).toBe(answer.version);
  });

  it('is none without somebody who agreed', async () => {
    const draft = mutation(operation.id, 'photo.record', uuid(), {
      ...photoPayload,
      person_id: person,
      consent_by: undefined as never,
    });
    expect(await send(db, operation.coordinatorA, draft)).toMatchObject({
      reason: 'invalid_payload',
      field: 'consent_by',
    });
    expect([await photosOf(), await consentOf()]).toEqual([[], false]);
  });

  it('is taken, and taken away, by everyone but observers', async () => {
    for (const who of ['admin', 'coordinatorA', 'coordinatorB', 'medicB', 'observer'] as const) {
      const photo = await makePhoto(db, operation, person);
      const wanted = who === 'observer' ? 'not_allowed' : null;
      expect([who, (await record(operation[who], uuid())).reason]).toEqual([who, wanted]);
      expect([who, (await remove(operation[who], photo, 'unclear')).reason]).toEqual([who, wanted]);
    }
  });

  it('is of a person of this operation, and in it or nowhere', async () => {
    const elsewhere = await makeOperation(db);
    const stranger = await makePerson(db, elsewhere);
    expect(await record(operation.admin, uuid(), { person_id: stranger })).toMatchObject({
      reason: 'invalid_payload',
      field: 'person_id',
    });
    const photo = await makePhoto(db, operation, person);
    for (const [kind, payload] of [
      ['photo.stored', {}],
      ['photo.remove', { reason: 'unclear' }],
      ['photo.record', { ...photoPayload, person_id: stranger }],
    ] as const)
      expect(
        await send(db, elsewhere.admin, mutation(elsewhere.id, kind, photo, payload)),
      ).toMatchObject({ reason: 'wrong_operation' });
    expect(await record(operation.admin, photo)).toMatchObject({ reason: 'already_exists' });
    expect(await stored(operation.admin, uuid())).toMatchObject({ reason: 'not_found' });
  });

  it('recorded once more by its author changes nothing, by anyone else is refused', async () => {
    const photo = uuid();
    await record(operation.coordinatorA, photo);
    expect(await record(operation.coordinatorA, photo)).toMatchObject({
      outcome: 'applied',
      version: null,
    });
    const other = { sha256: 'ef'.repeat(32) };
    for (const answer of [
      await record(operation.medicB, photo),
      await record(operation.coordinatorA, photo, other),
    ])
      expect(answer).toMatchObject({ reason: 'already_exists' });
  });

  it.each(['sha256', 'person_id', 'consent_by', 'taken_at', 'actor_id'])(
    'never changes its %s, whoever asks',
    async (column) => {
      const photo = await makePhoto(db, operation, person);
      const other: Record<string, string> = {
        sha256: 'ef'.repeat(32),
        person_id: await makePerson(db, operation),
        consent_by: 'guardian',
        taken_at: '2020-01-01T00:00:00Z',
        actor_id: operation.admin,
      };
      await expect(
        db.sql`update public.person_photos set ${db.sql(column)} = ${other[column] ?? ''}
          where id = ${photo}`,
      ).rejects.toMatchObject({ code: '42501' });
    },
  );
});

describe('[G2] storing', () => {
  it('is believed only when Storage has it in its size, and of who took it alone', async () => {
    const photo = await makePhoto(db, operation, person);
    expect(await stored(operation.coordinatorA, photo)).toMatchObject({ reason: 'not_stored' });
    await fakePhotoUpload(db, photo);
    await db.sql`update storage.objects set metadata = '{"size": 5}' where name like ${`%${photo}%`}`;
    expect(await stored(operation.coordinatorA, photo)).toMatchObject({ reason: 'not_stored' });
    await db.sql`update storage.objects set metadata = '{"size": 80000}'
      where name like ${`%${photo}%`}`;
    expect(await stored(operation.medicB, photo)).toMatchObject({ reason: 'not_allowed' });
    const answer = await stored(operation.coordinatorA, photo);
    expect(answer).toMatchObject({ outcome: 'applied' });
    expect(await rowOf(db, 'person_photos', photo)).toMatchObject({ version: answer.version });
    expect((await standing())[0]?.stored_at).not.toBeNull();
    expect(await stored(operation.coordinatorA, photo)).toMatchObject({
      outcome: 'applied',
      version: null,
    });
  });

  it('of one that was taken away meanwhile changes nothing', async () => {
    const photo = await makePhoto(db, operation, person);
    await remove(operation.medicB, photo, 'unclear');
    expect(await stored(operation.coordinatorA, photo)).toMatchObject({
      outcome: 'applied',
      version: null,
    });
  });
});

describe('[G3] consent that is taken back', () => {
  it('takes every photograph of the person with it, whichever way it is said', async () => {
    for (const say of [
      () => withdraw(),
      async () => remove(operation.medicB, (await standing())[0]?.id ?? '', 'consent_withdrawn'),
    ]) {
      await makePhoto(db, operation, person);
      await makePhoto(db, operation, person, operation.medicB);
      const answer = await say();
      expect(answer).toMatchObject({ outcome: 'applied' });
      expect(await standing()).toEqual([]);
      expect(await consentOf()).toBe(false);
      const gone = (await photosOf()).filter(({ version }) => version === answer.version);
      expect(gone.map(({ removal }) => removal)).toEqual([
        'consent_withdrawn',
        'consent_withdrawn',
      ]);
      const [entry] = await db.sql`select detail from public.person_events where id = ${answer.id}`;
      expect(entry).toMatchObject({ detail: { new: { photo_consent: false } } });
    }
  });

  it('takes those of every record of the same person with it, and of nobody else', async () => {
    const [merged, other] = [await makePerson(db, operation), await makePerson(db, operation)];
    for (const of of [person, merged, other]) await makePhoto(db, operation, of);
    const draft = mutation(operation.id, 'person.merge', merged, { into: person, reasons: [] });
    await send(db, operation.medicB, draft);
    await withdraw(operation.medicB, merged);
    expect([await standing(person), await standing(merged)]).toEqual([[], []]);
    // What the other record says stays its own: both are as they were once they are parted.
    expect([await consentOf(person), await consentOf(merged)]).toEqual([true, false]);
    expect(await standing(other)).toHaveLength(1);
    expect(await consentOf(other)).toBe(true);
  });

  it('ends those of a record that is merged before or after, where their author had not heard of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(['record', 'withdraw', 'merge'], { minLength: 3 }),
        fc.boolean(),
        async (order, isWithdrawnOfTheNewer) => {
          const [older, newer] = [await makePerson(db, operation), await makePerson(db, operation)];
          const [of, other] = isWithdrawnOfTheNewer ? [older, newer] : [newer, older];
          const said = await makePhoto(db, operation, other);
          const seen = Math.max(await versionOf(older), await versionOf(newer));
          for (const word of order) {
            if (word === 'record')
              await record(operation.coordinatorB, uuid(), { person_id: of, person_version: seen });
            if (word === 'withdraw') await remove(operation.medicB, said, 'consent_withdrawn');
            if (word === 'merge')
              await send(
                db,
                operation.admin,
                mutation(operation.id, 'person.merge', newer, { into: older, reasons: [] }),
              );
          }
          expect([await standing(of), await standing(other)]).toEqual([[], []]);
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  it('of a record that is merged later leaves what its author took knowing of it, and what was agreed anew', async () => {
    const [older, newer] = [await makePerson(db, operation), await makePerson(db, operation)];
    await remove(operation.medicB, await makePhoto(db, operation, older), 'consent_withdrawn');
    const heard = Math.max(await versionOf(older), await versionOf(newer));
    const knowing = uuid();
    await record(operation.coordinatorB, knowing, { person_id: newer, person_version: heard });
    await send(
      db,
      operation.admin,
      mutation(operation.id, 'person.merge', newer, { into: older, reasons: [] }),
    );
    expect((await standing(newer)).map(({ id }) => id)).toEqual([knowing]);
    const anew = Math.max(await versionOf(older), await versionOf(newer));
    expect(
      await record(operation.coordinatorA, uuid(), { person_id: older, person_version: anew }),
    ).toMatchObject({ outcome: 'applied' });
  });

  it('ends one whose author had not heard of it, which comes after', async () => {
    const seen = await versionOf();
    await makePhoto(db, operation, person);
    await withdraw();
    const late = await record(operation.coordinatorA, uuid(), { person_version: seen });
    expect(late).toMatchObject({ outcome: 'conflict', reason: 'consent_withdrawn' });
    expect([await standing(), await consentOf()]).toEqual([[], false]);
  });

  it('does not end one whose author knew of it, nor one of the same author later', async () => {
    await makePhoto(db, operation, person);
    await withdraw();
    const knowing = await record(operation.coordinatorA, uuid(), {
      person_version: await versionOf(),
    });
    expect(knowing).toMatchObject({ outcome: 'applied' });
    const seen = await versionOf();
    await withdraw(operation.coordinatorA);
    const own = await record(operation.coordinatorA, uuid(), { person_version: seen });
    expect(own).toMatchObject({ outcome: 'applied' });
    expect([(await standing()).length, await consentOf()]).toEqual([1, true]);
  });

  it('once given again stays given, when one comes late that had not heard of either', async () => {
    const seen = await versionOf();
    await makePhoto(db, operation, person);
    await withdraw();
    await record(operation.medicB, uuid(), { person_version: await versionOf() });
    const late = await record(operation.coordinatorB, uuid(), { person_version: seen });
    expect(late).toMatchObject({ reason: 'consent_withdrawn' });
    expect([(await standing()).length, await consentOf()]).toEqual([1, true]);
  });

  it('is noted where a photograph was taken away for another reason before', async () => {
    const photo = await makePhoto(db, operation, person);
    await makePhoto(db, operation, person);
    await remove(operation.medicB, photo, 'unclear');
    await remove(operation.medicB, photo, 'consent_withdrawn');
    expect([await standing(), await consentOf()]).toEqual([[], false]);
  });
});

describe('[G4] a photograph that was taken away', () => {
  it('is so for its reason, without a conflict, and the others stay', async () => {
    const [photo, other] = [
      await makePhoto(db, operation, person),
      await makePhoto(db, operation, person),
    ];
    expect(await remove(operation.coordinatorB, photo, 'wrong_person')).toMatchObject({
      outcome: 'applied',
    });
    expect(await rowOf(db, 'person_photos', photo)).toMatchObject({ removal: 'wrong_person' });
    expect(await remove(operation.medicB, photo, 'replaced')).toMatchObject({
      outcome: 'applied',
      version: null,
    });
    expect((await standing()).map(({ id }) => id)).toEqual([other]);
    expect(await consentOf()).toBe(true);
  });

  it('goes with the person’s record, and does not come back with it', async () => {
    const photo = await makePhoto(db, operation, person);
    const set = (deleted: boolean) =>
      send(
        db,
        operation.admin,
        mutation(operation.id, 'person.update', person, {
          set: { deleted },
          base: { deleted: !deleted },
        }),
      );
    await set(true);
    expect(await rowOf(db, 'person_photos', photo)).toMatchObject({ removal: 'person_removed' });
    expect(await record(operation.coordinatorA, uuid())).toMatchObject({
      outcome: 'conflict',
      reason: 'row_deleted',
    });
    await set(false);
    expect(await standing()).toEqual([]);
    await expect(
      db.sql`update public.person_photos set deleted_at = null, removal = null
        where id = ${photo}`,
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('goes too when the person’s record is changed past the door', async () => {
    await makePhoto(db, operation, person);
    await db.as(
      { role: 'service_role' },
      (tx) => tx`update public.people set photo_consent = false where id = ${person}`,
    );
    expect(await standing()).toEqual([]);
  });

  it('is not recorded anew', async () => {
    const photo = await makePhoto(db, operation, person);
    await remove(operation.medicB, photo, 'unclear');
    expect(await record(operation.coordinatorA, photo)).toMatchObject({
      outcome: 'conflict',
      reason: 'row_deleted',
    });
    expect(await standing()).toEqual([]);
  });

  it('can be taken away, and what is on its way be stored, in a closed operation', async () => {
    const [photo, sent] = [
      await makePhoto(db, operation, person),
      await makePhoto(db, operation, person),
    ];
    await fakePhotoUpload(db, sent);
    await db.sql`update public.operations set status = 'closed' where id = ${operation.id}`;
    expect(await record(operation.coordinatorA, uuid())).toMatchObject({
      reason: 'operation_closed',
    });
    expect(await stored(operation.coordinatorA, sent)).toMatchObject({ outcome: 'applied' });
    expect(await remove(operation.medicB, photo, 'consent_withdrawn')).toMatchObject({
      outcome: 'applied',
    });
    expect(await standing()).toEqual([]);
  });
});

/** What each of two phones says without having heard of the other; a letter may bring it out of order. */
type Word = 'record' | 'another' | 'stored' | 'unclear' | 'withdraw' | 'update';
const words: readonly Word[] = ['record', 'another', 'stored', 'unclear', 'withdraw', 'update'];

describe('in any order', () => {
  it('[G3] [G4] nothing stands once consent was taken back, nor what was taken away', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...words], { minLength: 2 }),
        fc.boolean(),
        async (order, wasStored) => {
          const of = await makePerson(db, operation);
          const [photo, another, first] = [uuid(), uuid(), await makePhoto(db, operation, of)];
          const seen = await versionOf(of);
          const said = { person_id: of, person_version: seen };
          for (const word of order) {
            if (word === 'record') await record(operation.coordinatorA, photo, said);
            if (word === 'another') await record(operation.coordinatorB, another, said);
            if (word === 'stored') {
              if (wasStored) await fakePhotoUpload(db, photo);
              await stored(operation.coordinatorA, photo);
            }
            if (word === 'unclear') await remove(operation.medicB, photo, 'unclear');
            if (word === 'withdraw') await remove(operation.medicB, first, 'consent_withdrawn');
            if (word === 'update') await withdraw(operation.admin, of);
          }
          const isWithdrawn = order.includes('withdraw') || order.includes('update');
          const wanted = isWithdrawn
            ? []
            : [
                first,
                ...(order.includes('record') && !order.includes('unclear') ? [photo] : []),
                ...(order.includes('another') ? [another] : []),
              ];
          expect((await standing(of)).map(({ id }) => id).toSorted()).toEqual(wanted.toSorted());
          expect(await consentOf(of)).toBe(!isWithdrawn);
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);
});
