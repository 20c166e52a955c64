/** The sweep of the embedded server: what is past its date, and what a backup brought back. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledgerIn, readLedger } from '../../supabase/embedded/ledger.ts';
import { sweep } from '../../supabase/embedded/sweep.ts';
import {
  makeOperation,
  makePerson,
  makePhoto,
  mutation,
  rowOf,
  send,
  uuid,
} from '../db/fixture.ts';
import type { Operation } from '../db/fixture.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { temporaryDirectory } from '../support/instance.ts';

let api: TestApi;
let db: TestDatabase;
let operation: Operation;
const directories: { path: string; remove: () => void }[] = [];
beforeAll(async () => {
  api = await startApi();
  db = api.db;
});
afterAll(async () => {
  await api.close();
  for (const directory of directories) directory.remove();
});

let said: string[];
let dataDirectory: string;
const log = (line: string) => said.push(line);
const run = () => sweep({ sql: db.owner, service: api.service(), dataDirectory, log });
beforeEach(async () => {
  operation = await makeOperation(db);
  const directory = temporaryDirectory();
  directories.push(directory);
  dataDirectory = directory.path;
  said = [];
});

const name = 'خالد الخطيب';
/** Somebody whose date passed long ago, and whose record nobody has changed since. */
const expired = async (amount = 1): Promise<string[]> => {
  const ids = Array.from({ length: amount }, uuid);
  await db.sql.begin(async (tx) => {
    await tx`select set_config('daylight.door', 'open', true)`;
    await tx`
      insert into public.people
        (id, operation_id, given, expires_on, version, created_at, updated_at)
      select id, ${operation.id}, ${name}, '2024-12-31', 0, '2024-12-08', '2024-12-08'
      from unnest(${ids}::uuid[]) id`;
  });
  return ids;
};

describe('[X4] the sweep of the server', () => {
  it('erases all that is past its date, however much, and says how much', async () => {
    const ids = await expired(250);
    await run();
    const left = await db.sql`
      select id from public.people where id = any (${ids}) and given is not null`;
    expect(left).toEqual([]);
    expect(said).toEqual(['Erased 250 records that were past their date.']);
  });

  it('[G5] takes the file of a photograph with the record, and leaves that of another', async () => {
    const [gone = ''] = await expired();
    const photos: string[] = [];
    for (const person of [gone, await makePerson(db, operation)]) {
      const [row] = await db.sql<{ path: string }[]>`
        select private.photo_path(f) as path from public.person_photos f
        where f.id = ${await makePhoto(db, operation, person)}`;
      const bucket = api.service().storage.from('person-photos');
      const contentType = 'application/octet-stream';
      const stored = await bucket.upload(row?.path ?? '', 'picture', { contentType });
      expect(stored.error).toBeNull();
      photos.push(row?.path ?? '');
    }
    // Nobody has touched the record since.
    await db.sql.begin(async (tx) => {
      await tx`select set_config('daylight.door', 'open', true)`;
      await tx`update public.people set updated_at = '2024-12-08' where id = ${gone}`;
    });
    await run();
    const left = await db.sql<{ name: string }[]>`
      select name from storage.objects
      where bucket_id = 'person-photos' and name = any (${photos})`;
    expect(left.map(({ name }) => name)).toEqual(photos.slice(1));
  });

  it('says nothing when there is nothing', async () => {
    await run();
    expect(said).toEqual([]);
  });

  it('leaves out what cannot be erased, without a word of it, and tries again', async () => {
    const [stuck = '', free = ''] = (await expired(2)).toSorted();
    await db.sql.unsafe(`
      create function private.fail_loudly() returns trigger language plpgsql as
      $$ begin raise exception 'no % here', old.given using errcode = 'XX001'; end $$;
      create trigger fail_loudly before update on public.people
      for each row when (old.id = '${stuck}') execute function private.fail_loudly()`);
    await run();
    await db.sql.unsafe('drop function private.fail_loudly() cascade');
    expect(said).toEqual([
      'Erased 1 records that were past their date.',
      '1 records could not be erased; it is tried again in an hour.',
    ]);
    expect(await rowOf(db, 'people', free)).toMatchObject({ given: null });
    expect(await rowOf(db, 'people', stuck)).toMatchObject({ given: name });
    await run();
    expect(await rowOf(db, 'people', stuck)).toMatchObject({ given: null });
  });

  it('is one line when the database is not there, and never ends the server', async () => {
    const gone = await freshDatabase();
    await gone.close();
    await sweep({ sql: gone.owner, service: api.service(), dataDirectory, log });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^Erasing what is past its date failed \(\w+\)/);
  });
});

describe('[X5] the ledger', () => {
  const eraseByHand = async (id: string) => {
    const erasing = mutation(operation.id, 'person.erase', id, { reason: 'request_of_the_person' });
    expect(await send(db, operation.admin, erasing)).toMatchObject({ outcome: 'applied' });
  };

  it('is a file that only its owner reads, with nothing of anybody in it', async () => {
    const id = await makePerson(db, operation, { given: name });
    await eraseByHand(id);
    await run();
    expect(readLedger(ledgerIn(dataDirectory))).toContainEqual({
      id,
      operation_id: operation.id,
      entity: 'people',
      reason: 'request_of_the_person',
      erased_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    });
    expect(readFileSync(ledgerIn(dataDirectory), 'utf8')).not.toContain(name);
  });

  it('erases again what a backup has brought back, and what it cannot read costs no other line', async () => {
    const id = await makePerson(db, operation, { given: name });
    const line = {
      id,
      operation_id: operation.id,
      entity: 'people',
      reason: 'request_of_the_person',
      erased_at: '2024-12-20T10:00:00Z',
    };
    const other = { ...line, id: uuid(), reason: 'a reason of another version' };
    writeFileSync(
      join(dataDirectory, 'erased.jsonl'),
      ['{"id":"half', JSON.stringify(other), JSON.stringify(line), ''].join('\n'),
    );
    await run();
    expect(await rowOf(db, 'people', id)).toMatchObject({ given: null });
    // The file keeps what this database does not know.
    expect(readLedger(ledgerIn(dataDirectory)).map((one) => one.id)).toEqual(
      expect.arrayContaining([id, other.id]),
    );
  });
});
