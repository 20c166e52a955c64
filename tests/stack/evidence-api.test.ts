/** Evidence by the APIs themselves: files, their lists and links, and what an observer could try. */
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/lib/domain/vocabulary.ts';
import {
  addMember,
  evidencePayload,
  makeOperation,
  mutation,
  send,
  uuid,
  type Operation,
} from '../db/fixture.ts';
import { startApi, value, type TestApi } from '../support/api.ts';

let api: TestApi;
let operation: Operation;
const clients = {} as Record<'collector' | 'coordinator' | 'medic' | 'admin' | 'observer', Member>;
type Member = { id: string; client: SupabaseClient };

const fileName = 'cellar-door.jpg';
const mebibyte = 1_048_576;

beforeAll(async () => {
  api = await startApi();
  operation = await makeOperation(api.db);
  clients.collector = await memberAs('coordinator');
  clients.coordinator = await memberAs('coordinator');
  clients.medic = await memberAs('medic');
  clients.admin = await memberAs('admin');
  clients.observer = await memberAs('observer');
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

/** An item of one and a half parts with a working copy, recorded by the collector. */
async function recorded(): Promise<{ id: string; folder: string }> {
  const id = uuid();
  const payload = {
    ...evidencePayload,
    original_name: fileName,
    size_bytes: mebibyte + 5,
    working_sha256: 'cd'.repeat(32),
    working_bytes: 7,
  };
  const draft = mutation(operation.id, 'evidence.record', id, payload);
  const answer = await send(api.db, clients.collector.id, draft);
  expect(answer).toMatchObject({ outcome: 'applied' });
  return { id, folder: `${operation.id}/${id}` };
}

/** Hosted Storage lists names in a folder, the embedded one whole paths. */
const lastOf = (name: string) => name.slice(name.lastIndexOf('/') + 1);
const bytesOf = (size: number, fill: number) => new Uint8Array(size).fill(fill).buffer;
const files = { 'part-0000': mebibyte, 'part-0001': 5, working: 7 };
const bucketOf = ({ client }: Member) => client.storage.from('evidence');
const put = (member: Member, path: string, bytes: ArrayBuffer) =>
  bucketOf(member).upload(path, bytes, { contentType: 'application/octet-stream' });

async function stored() {
  const item = await recorded();
  for (const [name, size] of Object.entries(files))
    value(await put(clients.collector, `${item.folder}/${name}`, bytesOf(size, 1)));
  const said = mutation(operation.id, 'evidence.stored', item.id, {});
  expect(await send(api.db, clients.collector.id, said)).toMatchObject({ outcome: 'applied' });
  return item;
}

const viewed = (member: Member, id: string) =>
  send(api.db, member.id, mutation(operation.id, 'custody.record', id, { action: 'viewed' }));

describe('[V2] storing', () => {
  it('takes the parts of an item from its collector, each once, and lists what is there', async () => {
    const { folder } = await recorded();
    value(await put(clients.collector, `${folder}/part-0001`, bytesOf(5, 1)));
    const listed = value(await bucketOf(clients.collector).list(folder));
    expect(listed.map(({ name, metadata }) => [lastOf(name), metadata?.['size']])).toEqual([
      ['part-0001', 5],
    ]);
    const again = await put(clients.collector, `${folder}/part-0001`, bytesOf(5, 9));
    expect(again.error).toMatchObject({ statusCode: '409' });
    const kept = value(await bucketOf(clients.collector).download(`${folder}/part-0001`));
    expect([...new Uint8Array(await kept.arrayBuffer())]).toEqual([1, 1, 1, 1, 1]);
  });

  it('takes them from nobody else', async () => {
    const { folder } = await recorded();
    const { coordinator, medic, admin, observer } = clients;
    for (const member of [coordinator, medic, admin, observer])
      expect((await put(member, `${folder}/part-0000`, bytesOf(5, 1))).error).not.toBeNull();
    const anyone = api.anonymous().storage.from('evidence');
    expect((await anyone.upload(`${folder}/part-0000`, bytesOf(5, 1))).error).not.toBeNull();
  });

  it('takes nothing under another name, nor what the item does not have', async () => {
    const { folder } = await recorded();
    for (const path of [
      `${folder}/part-0002`,
      `${folder}/part-1`,
      `${folder}/notes.txt`,
      `${folder}/../${uuid()}/part-0000`,
      `${operation.id}/${uuid()}/part-0000`,
      'part-0000',
    ])
      expect((await put(clients.collector, path, bytesOf(5, 1))).error, path).not.toBeNull();
  });

  it('takes nothing more once all of it is stored', async () => {
    const { folder } = await stored();
    for (const name of Object.keys(files)) {
      const bucket = bucketOf(clients.collector);
      const body = bytesOf(5, 9);
      expect((await put(clients.collector, `${folder}/${name}`, body)).error).not.toBeNull();
      expect(
        (await bucket.upload(`${folder}/${name}`, body, { upsert: true })).error,
      ).not.toBeNull();
    }
  });

  it('changes, moves and deletes nothing for anyone', async () => {
    const { id, folder } = await stored();
    for (const member of Object.values(clients)) {
      await viewed(member, id);
      const bucket = bucketOf(member);
      const path = `${folder}/part-0001`;
      expect((await bucket.update(path, bytesOf(5, 9))).error).not.toBeNull();
      expect((await bucket.move(path, `${folder}/part-0009`)).error).not.toBeNull();
      expect((await bucket.copy(path, `${folder}/part-0009`)).error).not.toBeNull();
      expect((await bucket.createSignedUploadUrl(path)).error).not.toBeNull();
      await bucket.remove([path]);
      expect((await member.client.storage.emptyBucket('evidence')).error).not.toBeNull();
      expect((await member.client.storage.deleteBucket('evidence')).error).not.toBeNull();
    }
    const kept = value(
      await api.service().storage.from('evidence').download(`${folder}/part-0001`),
    );
    expect([...new Uint8Array(await kept.arrayBuffer())]).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('[V4] reading', () => {
  const opens = async (member: Member, path: string) =>
    (await bucketOf(member).download(path)).error === null;

  it('gives working copies to everyone but observers', async () => {
    const { folder } = await stored();
    for (const [who, member] of Object.entries(clients))
      expect([who, await opens(member, `${folder}/working`)]).toEqual([who, who !== 'observer']);
  });

  it('opens an original to whoever has said so in its custody, for a quarter of an hour', async () => {
    const { id, folder } = await stored();
    for (const who of ['collector', 'coordinator', 'medic', 'admin'] as const) {
      const member = clients[who];
      expect([who, await opens(member, `${folder}/part-0000`)]).toEqual([who, false]);
      expect(value(await bucketOf(member).list(folder)).map(({ name }) => lastOf(name))).toEqual([
        'working',
      ]);
      await viewed(member, id);
      expect([who, await opens(member, `${folder}/part-0000`)]).toEqual([who, true]);
    }
    await api.db.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update public.custody_entries
        set received_at = now() - interval '16 minutes' where evidence_id = ${id}`;
    });
    expect(await opens(clients.admin, `${folder}/part-0000`)).toBe(false);
  });

  it('signs links under the same rules', async () => {
    const { id, folder } = await stored();
    const sign = (member: Member, name: string) =>
      bucketOf(member).createSignedUrl(`${folder}/${name}`, 60);
    expect((await sign(clients.medic, 'part-0000')).error).not.toBeNull();
    await viewed(clients.medic, id);
    expect((await sign(clients.medic, 'part-0000')).error).toBeNull();
    for (const name of Object.keys(files))
      expect((await sign(clients.observer, name)).error).not.toBeNull();
  });
});

describe('an observer', () => {
  let item: Awaited<ReturnType<typeof stored>>;
  let observer: SupabaseClient;
  beforeAll(async () => {
    item = await stored();
    observer = clients.observer.client;
  });

  it('finds neither the bucket nor a file in it', async () => {
    expect(value(await observer.storage.listBuckets())).toEqual([]);
    const bucket = observer.storage.from('evidence');
    for (const folder of ['', operation.id, item.folder])
      expect(value(await bucket.list(folder))).toEqual([]);
    for (const name of Object.keys(files)) {
      const path = `${item.folder}/${name}`;
      expect((await bucket.download(path)).error).not.toBeNull();
      expect((await bucket.info(path)).error).not.toBeNull();
      const open = await api.request(`/storage/v1/object/public/evidence/${path}`);
      expect(open.ok).toBe(false);
    }
  });

  it('reads no row and counts none, where a coordinator does', async () => {
    for (const table of ['evidence', 'custody_entries']) {
      expect(
        value(await clients.coordinator.client.from(table).select('id')).length,
      ).toBeGreaterThan(0);
      expect(value(await observer.from(table).select('*'))).toEqual([]);
      const { count } = await observer.from(table).select('*', { count: 'exact', head: true });
      expect(count).toBe(0);
    }
  });

  it.each([
    ['sites', 'evidence(original_name)'],
    ['sites', 'evidence!inner(original_name)'],
    ['teams', 'evidence(count)'],
    ['operations', 'evidence(custody_entries(action))'],
  ])('finds nothing embedded in %s by %s', async (table, embedded) => {
    const { data } = await observer.from(table).select(embedded);
    expect(JSON.stringify(data ?? [])).not.toMatch(/cellar-door|collected/);
    const rows = (data ?? []) as unknown as { evidence: unknown[] }[];
    for (const { evidence } of rows) expect([[], [{ count: 0 }]]).toContainEqual(evidence);
  });

  it.each([
    ['original_name', 'like', '%'],
    ['sha256', 'not.is', 'null'],
    ['size_bytes', 'gt', 'x'],
    ['original_name', 'match', '('],
  ])('gets nothing out of a filter %s %s %s, nor out of its error', async (column, by, operand) => {
    const { data, error } = await observer.from('evidence').select().filter(column, by, operand);
    expect(data ?? []).toEqual([]);
    expect(JSON.stringify(error)).not.toContain(fileName);
  });

  it('gets nothing out of a function but a count', async () => {
    const { id } = operation;
    expect(value(await observer.rpc('evidence_counts', { operation: id }))).toMatchObject({
      total: expect.any(Number) as unknown,
    });
    const refused = [
      await observer.rpc('export_evidence', { operation: id, items: [item.id] }),
      await observer.rpc('record_evidence_check', { item: item.id, found_sha256: 'x' }),
      await observer.rpc('export_events', { operation: id }),
      await observer.rpc('may_read_evidence', { path: `${item.folder}/working` }),
    ];
    for (const { error } of refused) {
      expect(['42501', 'PGRST202']).toContain(error?.code);
      expect(JSON.stringify(error)).not.toMatch(/cellar-door|abab/);
    }
    const pulled = await observer.rpc('pull_changes', { operation: id, cursor: null, page: 500 });
    expect(JSON.stringify(value(pulled))).not.toContain(item.id);
  });

  it('is refused by the door without a word about the item', async () => {
    const batch = [
      mutation(operation.id, 'custody.record', item.id, { action: 'viewed' }),
      mutation(operation.id, 'evidence.stored', item.id, {}),
      mutation(operation.id, 'evidence.record', item.id, evidencePayload),
      mutation(operation.id, 'custody.record', uuid(), { action: 'viewed' }),
    ];
    const answers: unknown = value(await observer.rpc('apply_mutations', { batch }));
    expect(answers).toEqual(
      batch.map(
        ({ id }) =>
          expect.objectContaining({ id, outcome: 'rejected', reason: 'not_allowed' }) as unknown,
      ),
    );
  });

  it('writes no row past the door, and the refusal says nothing', async () => {
    for (const table of ['evidence', 'custody_entries'])
      for (const refused of [
        await observer.from(table).update({ reason: 'x' }).eq('operation_id', operation.id),
        await observer.from(table).insert({ operation_id: operation.id }),
        await observer.from(table).delete().eq('operation_id', operation.id),
      ]) {
        expect(refused.error).not.toBeNull();
        expect(JSON.stringify(refused.error)).not.toContain(fileName);
      }
  });

  it('may not listen to the restricted topic', async () => {
    const hears = async (topic: string) => {
      const [row] = await api.db.as(
        { role: 'authenticated', sub: clients.observer.id },
        (tx) => tx<{ may: boolean }[]>`select private.may_hear(${topic}) as may`,
      );
      return row?.may;
    };
    expect(await hears(`operation:${operation.id}:restricted`)).toBe(false);
    expect(await hears(`evidence:${operation.id}`)).toBe(false);
  });
});
