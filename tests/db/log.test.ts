import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import {
  apply,
  makeClaim,
  makeOperation,
  makePerson,
  makeRequest,
  makeTask,
  mutation,
  uuid,
  type Operation,
} from './fixture.ts';

type Line = Record<string, string | number | null>;

let db: TestDatabase;
let operation: Operation;
let folder: string;
let lines: Line[];

beforeAll(async () => {
  db = await freshDatabase();
  operation = await makeOperation(db);
  folder = mkdtempSync(join(tmpdir(), 'daylight-log-'));
  const task = await makeTask(db, operation, { team_id: operation.teamA, title: 'الباب الحديدي' });
  await apply(db, operation.coordinatorA, [
    mutation(operation.id, 'task.status', task, { status: 'en_route', from: 'open' }),
    mutation(operation.id, 'task.comment', task, { body: 'Line one\nline "two" \\ \u2028 end' }),
    mutation(operation.id, 'task.status', task, { status: 'verified', from: 'en_route' }),
    mutation(operation.id, 'task.status', task, { status: 'en_route' }),
    mutation(operation.id, 'task.comment', uuid(), { body: 'x' }, { device_at: 'never' }),
  ]);
  lines = await exported();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await db.close();
});

const exported = async (after = 0, page = 1000, account = operation.admin): Promise<Line[]> => {
  const rows = await db.as(
    user(account),
    (tx) => tx<{ line: Line }[]>`
    select line from public.export_events(${operation.id}, ${after}, ${page}) line`,
  );
  return rows.map((row) => row.line);
};

const asFile = (content: readonly Line[]) =>
  content.map((line) => JSON.stringify(line)).join('\n') + '\n';

/** Runs the program on a file with this content. */
function verify(content: string | Buffer) {
  const path = join(folder, `${uuid()}.jsonl`);
  writeFileSync(path, content);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/verify-log.ts', path], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('[L1] the chain', () => {
  it('is over these lines, from 64 zeros on', () => {
    let head = '0'.repeat(64);
    for (const entry of lines.slice(1)) {
      expect(entry.prev_hash).toBe(head);
      const text = [
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
      ]
        .map((field) => entry[field] ?? '')
        .join('\n');
      head = createHash('sha256').update(text, 'utf8').digest('hex');
      expect(entry.hash).toBe(head);
    }
    expect(lines[0]?.head_hash).toBe(head);
  });

  it('has times to the microsecond and the payload as its exact text', () => {
    const times = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
    const entry = lines.find((line) => line.kind === 'task.comment' && line.outcome === 'applied');
    expect(entry?.received_at).toMatch(times);
    expect(entry?.device_at).toBe('2024-12-08T11:00:00.000000Z');
    expect(JSON.parse(String(entry?.payload))).toEqual({
      body: 'Line one\nline "two" \\ \u2028 end',
    });
    expect(lines.at(-1)).toMatchObject({ outcome: 'rejected', version: null, device_at: null });
  });
});

describe('[L2] events', () => {
  it.each([
    'update public.events set reason = null',
    'delete from public.events',
    'truncate public.events',
  ])('are never changed or deleted, by anyone: %s', async (statement) => {
    for (const connection of [db.sql, db.owner]) {
      await expect(connection.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('[L3] an export', () => {
  it('has a header, then every event in order', () => {
    expect(Object.keys(lines[0] ?? {}).toSorted()).toEqual([
      'count',
      'daylight_log',
      'exported_at',
      'head_hash',
      'operation_id',
    ]);
    expect(lines[0]).toMatchObject({
      daylight_log: 1,
      operation_id: operation.id,
      count: lines.length - 1,
    });
    expect(lines.slice(1).map((line) => line.seq)).toEqual(
      lines.slice(1).map((_, place) => place + 1),
    );
  });

  it('comes in pages after a seq', async () => {
    const paged = [...(await exported(0, 3)), ...(await exported(3, 3)), ...(await exported(6))];
    expect(paged.slice(1)).toEqual(lines.slice(1));
  });

  it('is for admins of the operation alone', async () => {
    const elsewhere = await makeOperation(db);
    const others = [operation.coordinatorA, operation.medicB, operation.observer, elsewhere.admin];
    for (const account of others) {
      await expect(exported(0, 1, account)).rejects.toMatchObject({
        code: '42501',
        message: 'not_allowed',
      });
    }
  });
});

describe('[L4] verify-log', () => {
  const entry = (place: number): Line => {
    const found = lines[place];
    if (!found) throw new Error(`no line ${place}`);
    return found;
  };
  const changedAt = (place: number, change: Line) =>
    lines.map((line, at) => (at === place ? { ...line, ...change } : line));

  it('says that a whole log is whole', () => {
    const { status, stdout } = verify(asFile(lines));
    expect(stdout).toContain(`${lines.length - 1} entries`);
    expect(stdout).toContain(operation.id);
    expect(status).toBe(0);
  });

  it.each([
    ['a changed reason', () => changedAt(5, { reason: 'x' }), 5],
    ['a changed payload', () => changedAt(4, { payload: '{}' }), 4],
    ['another actor', () => changedAt(6, { actor: uuid() }), 6],
    ['another seq', () => changedAt(3, { seq: 9 }), 3],
    ['a field too many', () => changedAt(3, { note: 'x' }), 3],
    ['an entry removed', () => lines.toSpliced(4, 1), 4],
    ['the first entry removed', () => lines.toSpliced(1, 1), 1],
    ['an entry twice', () => lines.toSpliced(4, 0, entry(3)), 4],
    ['two entries in the other order', () => lines.toSpliced(3, 2, entry(4), entry(3)), 3],
    ['an entry moved to the end', () => [...lines.toSpliced(3, 1), entry(3)], 3],
  ])('finds %s and names the entry', (_name, tampered, place) => {
    const { status, stderr } = verify(asFile(tampered()));
    expect(stderr).toContain(`Entry ${place} `);
    expect(status).toBe(1);
  });

  it('finds an entry whose own hash was made to fit', () => {
    const forged: Line = { ...entry(4), payload: '{}' };
    const text = [
      forged.prev_hash,
      forged.id,
      forged.operation_id,
      forged.seq,
      forged.actor,
      forged.kind,
      forged.entity,
      forged.entity_id,
      forged.version,
      forged.outcome,
      forged.reason,
      forged.device_at,
      forged.received_at,
      forged.payload,
    ].join('\n');
    const hash = createHash('sha256').update(text).digest('hex');
    const { status, stderr } = verify(asFile(changedAt(4, { payload: '{}', hash })));
    expect(stderr).toContain('Entry 5 ');
    expect(stderr).toContain('does not follow');
    expect(status).toBe(1);
  });

  it('finds that the end was cut off, and where', () => {
    const { status, stderr } = verify(asFile(lines.slice(0, -2)));
    expect(stderr).toContain(`after entry ${lines.length - 3} and should have ${lines.length - 1}`);
    expect(status).toBe(1);
  });

  it('finds that a line was cut in the middle', () => {
    const { status, stderr } = verify(asFile(lines).slice(0, -40));
    expect(stderr).toContain(`Entry ${lines.length - 1} cannot be read`);
    expect(status).toBe(1);
  });

  it('finds another end, and an entry beyond the end', () => {
    expect(verify(asFile(changedAt(0, { head_hash: 'a'.repeat(64) })))).toMatchObject({
      status: 1,
    });
    const more = verify(asFile(changedAt(0, { count: lines.length - 2 })));
    expect(more.stderr).toContain(`Entry ${lines.length - 1} was added`);
    expect(more.status).toBe(1);
  });

  it('[X2] proves the log of an operation in which somebody was erased, and has no word of theirs', async () => {
    const other = await makeOperation(db);
    const person = await makePerson(db, other, { given: 'خالد' });
    const request = await makeRequest(db, other, { seeker_name: 'خالد' });
    await makeClaim(db, other, request, person);
    const reason = { reason: 'request_of_the_person' } as const;
    await apply(db, other.admin, [
      mutation(other.id, 'person.erase', person, reason),
      mutation(other.id, 'tracing.erase', request, reason),
      mutation(other.id, 'person.update', person, { set: { given: 'خالد' } }),
    ]);
    const rows = await db.as(
      user(other.admin),
      (tx) => tx<{ line: Line }[]>`
        select line from public.export_events(${other.id}, 0, 1000) line`,
    );
    const file = asFile(rows.map((row) => row.line));
    expect(verify(file)).toMatchObject({ status: 0, stderr: '' });
    expect(file).not.toContain('خالد');
    expect(file).toContain('request_of_the_person');
  });

  it('finds a changed byte anywhere in any entry', async () => {
    const { Chain } = await import('../../scripts/verify-log/chain.ts');
    const { linesOf } = await import('../../scripts/verify-log/lines.ts');
    const short = lines.slice(0, 6);
    const head = { ...entry(0), count: short.length - 1, head_hash: entry(5).hash ?? '' };
    const whole = Buffer.from(asFile(short.with(0, head)));
    const header = whole.indexOf('\n') + 1;
    const missed: number[] = [];
    for (let place = header; place < whole.length; place += 1) {
      const bytes = Buffer.from(whole);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      const chain = new Chain();
      let found = false;
      for await (const group of linesOf(Readable.from([bytes]))) {
        found ||= group.some((line) => chain.line(line) !== undefined);
      }
      if (!found && chain.end() === undefined) missed.push(place);
    }
    expect(missed).toEqual([]);
  });

  it.each([
    ['an empty file', ''],
    ['a text', 'hello\n'],
    ['another JSON', '{"a":1}\n'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
  ])('says of %s that it is no log, with 2', (_name, content) => {
    const { status, stderr } = verify(content);
    expect(stderr).toContain('not an exported log');
    expect(status).toBe(2);
  });

  it('says which file it cannot read, with 2', () => {
    const missing = join(folder, 'missing.jsonl');
    const run = (args: string[]) =>
      spawnSync(process.execPath, ['scripts/verify-log.ts', ...args], { encoding: 'utf8' });
    expect(run([missing])).toMatchObject({ status: 2 });
    expect(run([missing]).stderr).toContain(missing);
    expect(run([])).toMatchObject({ status: 2 });
  });
});
