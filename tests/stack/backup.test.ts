import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, describe, expect, it } from 'vitest';
import { backUp } from '../../supabase/embedded/backup.ts';
import { restore } from '../../supabase/embedded/restore.ts';
import { startInstance, temporaryDirectory } from '../support/instance.ts';

const [original, copy, files] = [temporaryDirectory(), temporaryDirectory(), temporaryDirectory()];
const backup = join(files.path, 'backup.tar.gz');
const buckets = ['evidence', 'person-photos'];
const filed = 'operation/record/part-0000';
afterAll(() => {
  for (const directory of [original, copy, files]) directory.remove();
});

/** Somebody of the demo whose date has passed, as if nobody had looked at the record for two days. */
const eraseSomebody = async (sql: Sql): Promise<string> => {
  const [person] = await sql<{ id: string; given: string }[]>`
    select id, given from public.people where given is not null order by id limit 1`;
  const id = person?.id ?? '';
  await sql.begin(async (tx) => {
    await tx`select set_config('daylight.door', 'open', true)`;
    await tx`update public.people
      set expires_on = '2024-12-31', updated_at = now() - interval '2 days' where id = ${id}`;
  });
  const [swept] = await sql`select public.erase_expired() as answer`;
  expect(swept).toMatchObject({ answer: { people: 1, more: false } });
  return id;
};

describe('a backup of a running instance', () => {
  it('holds what was committed before it, whole, while others write', async () => {
    const daylight = await startInstance(original.path);
    const sql = daylight.sql();
    await sql`create table public.marks (id int primary key)`;
    await sql`insert into public.marks select generate_series(1, 5000)`;
    await daylight.service().storage.createBucket('papers');
    const file = new Blob(['a photograph']);
    await daylight.service().storage.from('papers').upload('a/b.jpg', file);
    for (const bucket of buckets) {
      const storage = daylight.service().storage.from(bucket);
      const put = await storage.upload(filed, new Blob([bucket]), {
        contentType: 'application/octet-stream',
      });
      expect(put.error).toBeNull();
    }
    const before = await sql`select operation_id, epoch from public.operation_clocks`;
    const made = await daylight.service().rpc('ensure_letter_key', {
      operation: before[0]?.['operation_id'] as string,
      public_key: Buffer.from([4, ...Array<number>(64).fill(7)]).toString('base64'),
      private_key: 'A'.repeat(184),
    });
    expect(made.error).toBeNull();
    const letterKeys = await sql`select * from private.letter_keys`;
    expect(letterKeys).toHaveLength(1);

    const state = { backedUp: false };
    const writing = (async () => {
      for (let id = 5001; !state.backedUp; id++) await sql`insert into public.marks values (${id})`;
    })();
    await backUp(original.path, backup);
    state.backedUp = true;
    await writing;
    const erased = await eraseSomebody(sql);
    // A later backup keeps the ledger beside them all.
    await backUp(original.path, join(files.path, 'later.tar.gz'));
    await sql.end();
    await daylight.stop();

    expect(statSync(backup).mode & 0o077).toBe(0);
    await restore(copy.path, backup);
    const restored = await startInstance(copy.path);
    const again = restored.sql();
    const [marks] = await again<{ first: number; holes: number }[]>`
      select count(*) filter (where id <= 5000)::int as first, (max(id) - count(*))::int as holes
      from public.marks`;
    expect(marks).toEqual({ first: 5000, holes: 0 });

    const after = await again`select operation_id, epoch from public.operation_clocks`;
    expect(after[0]?.['operation_id']).toBe(before[0]?.['operation_id']);
    expect(after[0]?.['epoch']).not.toBe(before[0]?.['epoch']);
    // Letters that were written before the loss can still be opened.
    expect(await again`select * from private.letter_keys`).toEqual(letterKeys);
    expect(
      await again`select given, deleted_at is not null as gone from public.people where id = ${erased}`,
    ).toEqual([{ given: null, gone: true }]);
    await again.end();

    const read = await restored.service().storage.from('papers').download('a/b.jpg');
    expect(await read.data?.text()).toBe('a photograph');
    for (const bucket of buckets) {
      const kept = await restored.service().storage.from(bucket).download(filed);
      expect(await kept.data?.text()).toBe(bucket);
    }
    const accounts = readFileSync(join(copy.path, 'demo-accounts.json'), 'utf8');
    const [account] = JSON.parse(accounts) as [{ email: string; password: string }];
    expect((await restored.client().auth.signInWithPassword(account)).error).toBeNull();
    // [X5] Nobody has asked yet, and what the older backup brought back is gone again.
    expect(restored.output()).toContain('Erased 1 records');
    await restored.stop();
  }, 120_000);

  it('is not put over a database that is there', async () => {
    await expect(restore(original.path, backup)).rejects.toThrow(/holds a database already/);
  });

  it('is refused when it is no backup, and nothing is left behind', async () => {
    const broken = join(files.path, 'broken.tar.gz');
    writeFileSync(broken, readFileSync(backup).subarray(0, 10_000));
    const empty = temporaryDirectory();
    await expect(restore(empty.path, broken)).rejects.toThrow(/not a whole backup/);
    execFileSync('tar', ['-czf', broken, '-C', files.path, '--files-from', '/dev/null']);
    await expect(restore(empty.path, broken)).rejects.toThrow(/has no secrets.json/);
    const instance = await startInstance(empty.path, { DEMO: 'off' });
    await instance.stop();
    empty.remove();
  });

  it('can be taken while nothing runs', async () => {
    await backUp(original.path, join(files.path, 'cold.tar.gz'));
    expect(statSync(join(files.path, 'cold.tar.gz')).size).toBeGreaterThan(100_000);
  });
});
