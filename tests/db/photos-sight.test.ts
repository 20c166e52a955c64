/** Photographs of people are restricted: what each role gets, and what Storage lets each do. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, user, type Caller, type TestDatabase } from '../support/database.ts';
import {
  addMember,
  apply,
  fakePhotoUpload,
  makeAccount,
  makeOperation,
  makePerson,
  makePhoto,
  mutation,
  photoPayload,
  pull,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let person: string;
let photo: string;
let deactivated: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  const elsewhere = await makeOperation(db);
  await makePhoto(db, elsewhere, await makePerson(db, elsewhere));
  deactivated = await makeAccount(db);
  await addMember(db, operation.id, deactivated, 'medic', operation.teamA);
  await db.sql`update public.members set active = false where user_id = ${deactivated}`;
  person = await makePerson(db, operation);
  photo = await makePhoto(db, operation, person);
});

const staff = ['admin', 'coordinatorA', 'coordinatorB', 'medicB'] as const;
const outsiders = async () => [operation.observer, deactivated, await makeAccount(db)];
const say = (
  kind: 'photo.stored' | 'photo.remove',
  payload: object,
  who = operation.coordinatorA,
) => apply(db, who, [mutation(operation.id, kind, photo, payload as never)]);

describe('photographs of people are read', () => {
  const readAs = (caller: Caller) =>
    db.as(caller, (tx) => tx<{ id: string }[]>`select id from public.person_photos`);

  it.each(staff)('by %s, in the own operation alone', async (who) => {
    expect((await readAs(user(operation[who]))).map(({ id }) => id)).toEqual([photo]);
  });

  it('not by an observer, a deactivated member or a stranger, nor by anon at all', async () => {
    for (const account of await outsiders()) expect(await readAs(user(account))).toEqual([]);
    await expect(readAs({ role: 'anon' })).rejects.toMatchObject({ code: '42501' });
  });

  it('[R2] by pull as by select, and an observer pulls nothing of them', async () => {
    const tablesOf = async (account: string) =>
      (await pull(db, account, operation.id)).changes.map(({ table }) => table);
    expect(await tablesOf(operation.medicB)).toContain('person_photos');
    const seen = (await pull(db, operation.observer, operation.id)).changes;
    expect(JSON.stringify(seen)).not.toContain(photo);
    expect(JSON.stringify(seen)).not.toContain('person_photos');
  });

  it.each(['insert', 'update', 'delete'] as const)('and never written: no %s', async (verb) => {
    for (const caller of [user(operation.admin), { role: 'service_role' } as const])
      await expect(
        db.as(caller, (tx) =>
          verb === 'insert'
            ? tx`insert into public.person_photos (id) values (${uuid()})`
            : verb === 'update'
              ? tx`update public.person_photos set deleted_at = null where id = ${photo}`
              : tx`delete from public.person_photos where id = ${photo}`,
        ),
      ).rejects.toMatchObject({ code: '42501' });
  });
});

it('[B3] every kind is announced to all as a version without rows', async () => {
  await db.sql`delete from realtime.messages`;
  await fakePhotoUpload(db, photo);
  const answers = await apply(db, operation.coordinatorA, [
    mutation(operation.id, 'photo.record', uuid(), {
      ...photoPayload,
      person_id: person,
      person_version: Number.MAX_SAFE_INTEGER,
    }),
    mutation(operation.id, 'photo.stored', photo, {}),
    mutation(operation.id, 'photo.remove', photo, { reason: 'consent_withdrawn' }),
  ]);
  expect(answers.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied']);
  const messages = await db.sql<{ topic: string; payload: object }[]>`
    select topic, payload - 'id' as payload from realtime.messages`;
  const open = messages.filter(({ topic }) => topic === `operation:${operation.id}`);
  expect(open.map(({ payload }) => payload)).toEqual(
    open.map(() => expect.objectContaining({ changes: [], partial: true }) as object),
  );
  expect(open).toHaveLength(3);
  expect(JSON.stringify(messages)).not.toContain(photo);
  expect(JSON.stringify(messages)).not.toContain(person);
});

describe('[G2] the policies of Storage', () => {
  const path = (name = 'part-0000', of = photo) => `${operation.id}/${of}/${name}`;
  const found = async (account: string) =>
    (
      await db.as(
        user(account),
        (tx) => tx<{ name: string }[]>`
          select name from storage.objects where bucket_id = 'person-photos'`,
      )
    ).map(({ name }) => name);
  const put = (account: string, name: string) =>
    db.as(
      user(account),
      (tx) => tx`insert into storage.objects (bucket_id, name) values ('person-photos', ${name})`,
    );

  it('take the picture from who took it alone, under its name alone', async () => {
    for (const account of [operation.coordinatorB, operation.medicB, operation.admin])
      await expect(put(account, path())).rejects.toMatchObject({ code: '42501' });
    for (const account of await outsiders())
      await expect(put(account, path())).rejects.toMatchObject({ code: '42501' });
    for (const name of [path('part-0001'), path('working'), path('part-0000', uuid()), 'part-0000'])
      await expect(put(operation.coordinatorA, name)).rejects.toMatchObject({ code: '42501' });
    await put(operation.coordinatorA, path());
  });

  it('show it to who took it at once, to everyone but observers when it is stored', async () => {
    await fakePhotoUpload(db, photo);
    expect(await found(operation.coordinatorA)).toEqual([path()]);
    expect(await found(operation.medicB)).toEqual([]);
    await say('photo.stored', {});
    for (const who of staff) expect([who, await found(operation[who])]).toEqual([who, [path()]]);
    for (const account of await outsiders()) expect(await found(account)).toEqual([]);
  });

  it('take nothing once it is stored, or taken away', async () => {
    await fakePhotoUpload(db, photo);
    await say('photo.stored', {});
    await db.owner`delete from storage.objects where name = ${path()}`;
    await expect(put(operation.coordinatorA, path())).rejects.toMatchObject({ code: '42501' });
    photo = await makePhoto(db, operation, person);
    await say('photo.remove', { reason: 'unclear' }, operation.medicB);
    await expect(put(operation.coordinatorA, path())).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    ['it is taken away', () => say('photo.remove', { reason: 'unclear' })],
    [
      'consent is taken back',
      () =>
        apply(db, operation.medicB, [
          mutation(operation.id, 'person.update', person, {
            set: { photo_consent: false },
            base: { photo_consent: true },
          }),
        ]),
    ],
    [
      'the person’s record is taken away',
      () =>
        apply(db, operation.admin, [
          mutation(operation.id, 'person.update', person, {
            set: { deleted: true },
            base: { deleted: false },
          }),
        ]),
    ],
  ])('show it to nobody from the moment at which %s', async (_, end) => {
    await fakePhotoUpload(db, photo);
    await say('photo.stored', {});
    expect(await found(operation.medicB)).toEqual([path()]);
    await end();
    for (const who of staff) expect(await found(operation[who])).toEqual([]);
  });

  it('let nobody change or delete it', async () => {
    await fakePhotoUpload(db, photo);
    for (const who of [...staff, 'observer'] as const) {
      const changed = await db.as(
        user(operation[who]),
        (tx) => tx`update storage.objects set name = 'x' where name = ${path()} returning id`,
      );
      expect(changed).toEqual([]);
      // Hosted Storage refuses a delete in SQL as such.
      const deleted = await db
        .as(
          user(operation[who]),
          (tx) => tx`delete from storage.objects where name = ${path()} returning id`,
        )
        .catch(() => []);
      expect([...deleted]).toEqual([]);
    }
    expect(await found(operation.coordinatorA)).toEqual([path()]);
  });

  it('show the bucket to everyone but observers', async () => {
    const buckets = (account: string) =>
      db.as(user(account), (tx) => tx`select id from storage.buckets where id = 'person-photos'`);
    for (const who of staff) expect(await buckets(operation[who])).toHaveLength(1);
    for (const account of await outsiders()) expect(await buckets(account)).toEqual([]);
  });
});

describe('[G5] photos_to_clear', () => {
  const toClear = async (caller: Caller, of = operation.id) => {
    const [row] = await db.as(
      caller,
      (tx) => tx<{ names: string[] }[]>`select public.photos_to_clear(${of}) as names`,
    );
    return row?.names;
  };
  const service = { role: 'service_role' } as const;

  it('names what no photograph that stands has any more, of this operation', async () => {
    const kept = await makePhoto(db, operation, person);
    for (const one of [photo, kept]) await fakePhotoUpload(db, one);
    expect(await toClear(service)).toEqual([]);
    await say('photo.remove', { reason: 'unclear' });
    expect(await toClear(service)).toEqual([`${operation.id}/${photo}/part-0000`]);
    expect(await toClear(service, (await makeOperation(db)).id)).toEqual([]);
  });

  it('is for the service key alone', async () => {
    const accounts = [operation.admin, operation.observer, ...(await outsiders())];
    for (const caller of [...accounts.map(user), { role: 'anon' } as const])
      await expect(toClear(caller)).rejects.toMatchObject({ code: '42501' });
  });
});
