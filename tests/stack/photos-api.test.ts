/** Photographs of people by the APIs themselves: storing, looking, and that nothing is left of one that was taken away. */
import { createHash } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/lib/domain/vocabulary.ts';
import { storageFolder } from '../../src/lib/files/storage-folder.ts';
import { clearPhotos } from '../../src/lib/server/photos/clear.ts';
import {
  addMember,
  makeOperation,
  makePerson,
  mutation,
  photoPayload,
  rowOf,
  send,
  uuid,
  type Operation,
} from '../db/fixture.ts';
import { startApi, value, type TestApi } from '../support/api.ts';

let api: TestApi;
let operation: Operation;
type Member = { id: string; client: SupabaseClient };
const members = {} as Record<'taker' | 'coordinator' | 'medic' | 'admin' | 'observer', Member>;
const staff = ['taker', 'coordinator', 'medic', 'admin'] as const;

beforeAll(async () => {
  api = await startApi();
  operation = await makeOperation(api.db);
  members.taker = await memberAs('coordinator');
  members.coordinator = await memberAs('coordinator');
  members.medic = await memberAs('medic');
  members.admin = await memberAs('admin');
  members.observer = await memberAs('observer');
});
afterAll(() => api.close());

const password = 'correct horse battery';
async function memberAs(role: Role): Promise<Member> {
  const email = `${uuid()}@example.org`;
  const made = await api.service().auth.admin.createUser({ email, password, email_confirm: true });
  const client = api.anonymous();
  value(await client.auth.signInWithPassword({ email, password }));
  const { id } = value(made).user;
  await addMember(api.db, operation.id, id, role, operation.teamA);
  return { id, client };
}

const bytes = new Uint8Array(300).fill(7).buffer;
const bucketOf = ({ client }: Member) => client.storage.from('person-photos');
let person: string;
let photo: string;
let path: string;

/** A photograph of somebody, recorded by the taker; its picture is still on the phone. */
async function recorded() {
  photo = uuid();
  path = `${operation.id}/${photo}/part-0000`;
  const version = Number((await rowOf(api.db, 'people', person))?.['version']);
  const said = {
    ...photoPayload,
    person_id: person,
    person_version: version,
    size_bytes: bytes.byteLength,
    sha256: createHash('sha256').update(new Uint8Array(bytes)).digest('hex'),
  };
  const draft = mutation(operation.id, 'photo.record', photo, said);
  expect(await send(api.db, members.taker.id, draft)).toMatchObject({ outcome: 'applied' });
}
beforeEach(async () => {
  person = await makePerson(api.db, operation);
  await recorded();
});

const put = (member: Member, to = path) =>
  bucketOf(member).upload(to, bytes, { contentType: 'application/octet-stream' });
const opens = async (member: Member) => (await bucketOf(member).download(path)).error === null;
const say = (who: Member, kind: 'photo.stored' | 'photo.remove', payload: object) =>
  send(api.db, who.id, mutation(operation.id, kind, photo, payload as never));
async function stored() {
  value(await put(members.taker));
  expect(await say(members.taker, 'photo.stored', {})).toMatchObject({ outcome: 'applied' });
}
const inStorage = async () =>
  (await api.service().storage.from('person-photos').download(path)).error === null;

describe('[G2] storing', () => {
  it('takes the picture from who took it, once, and lists it as the phone asks', async () => {
    const folder = storageFolder(members.taker.client, 'person-photos', `${operation.id}/${photo}`);
    expect(await folder.list()).toEqual({ ok: true, value: new Map() });
    expect(await folder.put('part-0000', bytes)).toMatchObject({ ok: true });
    expect(await folder.list()).toEqual({ ok: true, value: new Map([['part-0000', 300]]) });
    // What broke off after it had arrived is sent again, and is as good as sent.
    expect(await folder.put('part-0000', bytes)).toMatchObject({ ok: true });
    expect(
      (await bucketOf(members.taker).upload(path, bytes, { upsert: true })).error,
    ).not.toBeNull();
  });

  it('takes it from nobody else, and nothing under another name', async () => {
    for (const who of ['coordinator', 'medic', 'admin', 'observer'] as const)
      expect((await put(members[who])).error, who).not.toBeNull();
    for (const to of [`${operation.id}/${photo}/part-0001`, `${operation.id}/x.jpg`])
      expect((await put(members.taker, to)).error, to).not.toBeNull();
    const anyone = api.anonymous().storage.from('person-photos');
    expect((await anyone.upload(path, bytes)).error).not.toBeNull();
  });
});

describe('[G2] looking', () => {
  it('is for everyone but observers, once it is stored', async () => {
    value(await put(members.taker));
    expect([await opens(members.taker), await opens(members.medic)]).toEqual([true, false]);
    await say(members.taker, 'photo.stored', {});
    for (const who of staff) expect([who, await opens(members[who])]).toEqual([who, true]);
    expect(await opens(members.observer)).toBe(false);
    expect(value(await bucketOf(members.observer).list(`${operation.id}/${photo}`))).toEqual([]);
    expect((await bucketOf(members.observer).createSignedUrl(path, 60)).error).not.toBeNull();
    expect(value(await members.observer.client.storage.listBuckets())).toEqual([]);
    const open = await api.request(`/storage/v1/object/public/person-photos/${path}`);
    expect(open.ok).toBe(false);
  });

  it('changes, moves and deletes nothing, for anyone', async () => {
    await stored();
    for (const member of Object.values(members)) {
      const bucket = bucketOf(member);
      expect((await bucket.update(path, bytes)).error).not.toBeNull();
      expect((await bucket.move(path, `${operation.id}/x`)).error).not.toBeNull();
      expect((await bucket.copy(path, `${operation.id}/x`)).error).not.toBeNull();
      await bucket.remove([path]);
      expect((await member.client.storage.emptyBucket('person-photos')).error).not.toBeNull();
      expect((await member.client.storage.deleteBucket('person-photos')).error).not.toBeNull();
    }
    expect(await inStorage()).toBe(true);
  });
});

describe('a photograph that was taken away', () => {
  it('[G4] opens to nobody from that moment, and is listed and signed for nobody', async () => {
    await stored();
    await say(members.medic, 'photo.remove', { reason: 'consent_withdrawn' });
    for (const member of Object.values(members)) {
      expect(await opens(member)).toBe(false);
      expect(value(await bucketOf(member).list(`${operation.id}/${photo}`))).toEqual([]);
      expect((await bucketOf(member).createSignedUrl(path, 60)).error).not.toBeNull();
    }
  });

  it('[G4] is not stored any more by the phone that still has it', async () => {
    await say(members.medic, 'photo.remove', { reason: 'unclear' });
    expect((await put(members.taker)).error).not.toBeNull();
    expect(await inStorage()).toBe(false);
  });

  it('[G5] is deleted from Storage by the server, any number of times, and nothing else is', async () => {
    await stored();
    const gone = path;
    await say(members.medic, 'photo.remove', { reason: 'unclear' });
    await recorded();
    await stored();
    expect(await clearPhotos(api.service(), operation.id)).toBeGreaterThan(0);
    expect(await clearPhotos(api.service(), operation.id)).toBe(0);
    expect(await inStorage()).toBe(true);
    path = gone;
    expect(await inStorage()).toBe(false);
  });

  it('[G5] is asked for with the secret key alone', async () => {
    for (const { client } of Object.values(members))
      await expect(clearPhotos(client, operation.id)).rejects.toThrow(/42501|PGRST202/);
  });
});
