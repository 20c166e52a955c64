import { createHash } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportLog } from '../../src/lib/server/log/export.ts';
import { startApi, value, type TestApi } from '../support/api.ts';

const password = 'a password of the tests';
const taskCount = 1100;

let api: TestApi;
let operation: string;

beforeAll(async () => {
  api = await startApi();
  operation = value(
    await api.service().rpc('create_operation', { name_en: 'A', name_ar: 'ع' }),
  ) as string;
});
afterAll(() => api.close());

const signInAs = async (role: string): Promise<SupabaseClient> => {
  const email = `${crypto.randomUUID()}@example.org`;
  const { user } = value(
    await api.service().auth.admin.createUser({ email, password, email_confirm: true }),
  );
  await api.db.sql`
    insert into public.members (id, operation_id, user_id, role, display_name)
    values (${crypto.randomUUID()}, ${operation}, ${user.id}, ${role}, ${role})`;
  const client = api.anonymous();
  value(await client.auth.signInWithPassword({ email, password }));
  return client;
};

const makeTasks = async (client: SupabaseClient, count: number) => {
  for (let done = 0; done < count; done += 100) {
    const batch = Array.from({ length: Math.min(100, count - done) }, () => ({
      id: crypto.randomUUID(),
      operation_id: operation,
      kind: 'task.create',
      entity_id: crypto.randomUUID(),
      base_version: null,
      payload: { kind: 'search', title: 'Wing "A"\nالجناح' },
      device_at: '2024-12-08T11:00:00Z',
    }));
    value(await client.rpc('apply_mutations', { batch }));
  }
};

const exported = async (client: SupabaseClient) => {
  let text = '';
  for await (const piece of exportLog(client, operation)) text += piece;
  const lines = text.split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as Record<string, string | number | null>);
};

it('[L3] an exported log longer than a page has its header and every event, in order and chained', async () => {
  const admin = await signInAs('admin');
  await makeTasks(admin, taskCount);
  const [header, ...events] = await exported(admin);
  expect(header).toMatchObject({ daylight_log: 1, operation_id: operation });
  expect(header?.count).toBe(events.length);
  expect(events.length).toBeGreaterThan(taskCount);

  let previous = '0'.repeat(64);
  for (const [index, event] of events.entries()) {
    expect(event.seq).toBe(index + 1);
    const { hash, ...rest } = event;
    const fields = [
      'prev_hash',
      'id',
      'operation_id',
      'seq',
      'actor',
      'kind',
      'entity',
      'entity_id',
      'version',
      'outcome',
      'reason',
      'device_at',
      'received_at',
      'payload',
    ].map((name) => rest[name] ?? '');
    expect(rest.prev_hash).toBe(previous);
    expect(createHash('sha256').update(fields.join('\n')).digest('hex')).toBe(hash);
    previous = String(hash);
  }
  expect(header?.head_hash).toBe(previous);
});

it('[L3] an export ends where its header says, whatever is added meanwhile', async () => {
  const admin = await signInAs('admin');
  const lines = exportLog(admin, operation);
  const first = await lines.next();
  await makeTasks(admin, 3);
  let text = String(first.value);
  for await (const piece of lines) text += piece;
  const [header, ...events] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events).toHaveLength(Number(header?.count));
  expect(events.at(-1)?.hash).toBe(header?.head_hash);
});

it.each(['coordinator', 'medic', 'observer'])('the log is not exported for a %s', async (role) => {
  const client = await signInAs(role);
  await expect(exportLog(client, operation).next()).rejects.toThrow('42501');
});
