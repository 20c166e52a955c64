import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startInstance, temporaryDirectory, type Instance } from '../support/instance.ts';

// Whole processes start here, and the machine may be busy with other tests.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const directory = temporaryDirectory();
let daylight: Instance;
beforeAll(async () => {
  daylight = await startInstance(directory.path);
});
afterAll(async () => {
  await daylight.stop();
  directory.remove();
});

type Account = { email: string; password: string; role: string };

async function signedIn(role: string): Promise<SupabaseClient> {
  const file = readFileSync(join(directory.path, 'demo-accounts.json'), 'utf8');
  const account = (JSON.parse(file) as Account[]).find((each) => each.role === role);
  const client = daylight.client();
  const { error } = await client.auth.signInWithPassword({
    email: account?.email ?? '',
    password: account?.password ?? '',
  });
  if (error) throw error;
  return client;
}

/** Sends comments one after the other until the server is gone; returns the acknowledged ids. */
async function writeUntilGone(client: SupabaseClient, onFirst: () => void): Promise<string[]> {
  const { data: tasks } = await client.from('tasks').select('id, operation_id').limit(1);
  const task = tasks?.[0] as { id: string; operation_id: string };
  const acknowledged: string[] = [];
  for (;;) {
    const batch = Array.from({ length: 5 }, () => ({
      id: crypto.randomUUID(),
      operation_id: task.operation_id,
      kind: 'task.comment',
      entity_id: task.id,
      base_version: null,
      payload: { body: 'Wing A searched' },
      device_at: new Date().toISOString(),
    }));
    const answer = await client.rpc('apply_mutations', { batch });
    if (answer.error) return acknowledged;
    for (const { id, outcome } of answer.data as { id: string; outcome: string }[]) {
      if (outcome === 'applied') acknowledged.push(id);
    }
    if (acknowledged.length > 20) onFirst();
  }
}

describe('kill -9 of everything in the middle of writes', () => {
  it('loses nothing that was acknowledged, and has nothing twice', async () => {
    const clients = await Promise.all(['coordinator', 'medic', 'admin'].map(signedIn));
    const writing = new Promise<void>((underWay) => {
      void Promise.all(clients.map((client) => writeUntilGone(client, underWay))).then((ids) => {
        acknowledged = ids.flat();
        gone();
      });
    });
    let acknowledged: string[] = [];
    let gone: () => void = () => undefined;
    const ended = new Promise<void>((done) => (gone = done));

    await writing;
    await daylight.killEverything();
    await ended;
    expect(acknowledged.length).toBeGreaterThan(20);

    daylight = await startInstance(directory.path);
    const sql = daylight.sql();
    const rows = await sql<{ id: string }[]>`
      select id from public.events where id in ${sql(acknowledged)}`;
    const [chain] = await sql<{ events: number; last: number; head: boolean }[]>`
      select count(*)::int as events, max(e.seq)::int as last,
        bool_or(e.hash = c.head_hash and e.seq = c.seq) as head
      from public.events e join public.operation_clocks c using (operation_id)`;
    await sql.end();
    expect(rows.map((row) => row.id).sort()).toEqual([...acknowledged].sort());
    expect(chain).toMatchObject({ events: chain?.last, head: true });
  });
});
