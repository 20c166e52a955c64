/** [V5] An export package, and whether the verifier in it finds what was done to one. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { partName, partOf, partCount } from '../../src/lib/files/parts.ts';
import { archiveOf } from '../../src/lib/server/evidence/archive.ts';
import { checkStored } from '../../src/lib/server/evidence/check.ts';
import { readContent } from '../../src/lib/server/evidence/content.ts';
import { readNames } from '../../src/lib/server/evidence/names.ts';
import { noteExport } from '../../src/lib/server/evidence/note-export.ts';
import { buildPackage } from '../../src/lib/server/evidence/package.ts';
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
import { unzip } from '../support/unzip.ts';

let api: TestApi;
let operation: Operation;
let admin: { id: string; client: SupabaseClient };
let directory: string;
/** The package as it was exported, unpacked. */
let whole: string;
let fingerprint: string;
let photo: string;
let letter: string;

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const photoBytes = new Uint8Array(1_500_000).map((_, place) => (place * 31) % 251);
const letterBytes = new TextEncoder().encode('a list of names, found in a drawer');
const workingBytes = new TextEncoder().encode('a small picture');

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'daylight-package-'));
  api = await startApi();
  operation = await makeOperation(api.db);
  admin = await signedInAdmin();
  photo = await collect(photoBytes, 'صورة من الغرفة ١.jpg', workingBytes);
  letter = await collect(letterBytes, '../../list.txt');
  await custody(photo, { action: 'sealed', reason: 'Envelope 7' });
  await custody(photo, {
    action: 'handed_over',
    to_party: 'Court clerk\nsecond line',
    reason: 'Summons 14',
  });
  await custody(letter, { action: 'viewed' });
  ({ whole, fingerprint } = await exportPackage([photo, letter]));
});
afterAll(async () => {
  await api.close();
  rmSync(directory, { recursive: true, force: true });
});

const password = 'correct horse battery';
async function signedInAdmin() {
  const email = `${uuid()}@example.org`;
  const made = await api.service().auth.admin.createUser({ email, password, email_confirm: true });
  const client = api.anonymous();
  value(await client.auth.signInWithPassword({ email, password }));
  const { id } = value(made).user;
  await addMember(api.db, operation.id, id, 'admin');
  return { id, client };
}

/** Records a file, stores its parts and has them checked, as a phone and the server do. */
async function collect(bytes: Uint8Array, name: string, working?: Uint8Array): Promise<string> {
  const id = uuid();
  const said = {
    ...evidencePayload,
    sha256: sha256(bytes),
    size_bytes: bytes.byteLength,
    original_name: name,
    area_id: operation.area,
    ...(working && { working_sha256: sha256(working), working_bytes: working.byteLength }),
  };
  const { client } = admin;
  const say = async (draft: Parameters<typeof send>[2]) =>
    expect(await send(api.db, admin.id, draft)).toMatchObject({ outcome: 'applied' });
  await say(mutation(operation.id, 'evidence.record', id, said));
  const put = async (file: string, part: ArrayBuffer | Uint8Array<ArrayBuffer>) =>
    value(
      await client.storage.from('evidence').upload(`${operation.id}/${id}/${file}`, part, {
        contentType: 'application/octet-stream',
      }),
    );
  const whole = new Uint8Array(bytes).buffer;
  for (let part = 0; part < partCount(bytes.byteLength); part += 1)
    await put(partName(part), partOf(whole, part));
  if (working) await put('working', new Uint8Array(working));
  await say(mutation(operation.id, 'evidence.stored', id, {}));
  const item = { id, operation_id: operation.id, size_bytes: bytes.byteLength };
  expect(await checkStored(api.service(), item)).toEqual({ sha256: said.sha256, matches: true });
  return id;
}

const custody = async (
  item: string,
  payload: Parameters<typeof mutation<'custody.record'>>[3],
): Promise<void> => {
  const draft = mutation(operation.id, 'custody.record', item, payload);
  expect(await send(api.db, admin.id, draft)).toMatchObject({ outcome: 'applied' });
};

async function exportPackage(items: string[]) {
  await noteExport(admin.client, operation.id, items, 'Prosecutor');
  const content = await readContent(admin.client, operation.id, items);
  const made = buildPackage(content, await readNames(admin.client, content));
  const zip = Buffer.from(
    await new Response(archiveOf(made, api.service(), new Date())).arrayBuffer(),
  );
  const folder = mkdtempSync(join(directory, 'whole-'));
  for (const [name, bytes] of unzip(zip)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return { whole: folder, fingerprint: made.fingerprint };
}

/** The verifier of the package, as a court's expert runs it: alone, on plain Node. */
function verify(folder: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['verify.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    env: {},
  });
  return { status, said: stdout + stderr };
}

type Line = Record<string, unknown>;
let copy: string;
const path = (name: string) => join(copy, name);
const linesOf = (name: string) =>
  readFileSync(path(name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
/** Writes a file of the package anew, and lets the manifest name its new hash: a careful forger. */
const rewrite = (name: string, text: string) => {
  const before = sha256(readFileSync(path(name)));
  writeFileSync(path(name), text);
  const manifest = readFileSync(path('manifest.json'), 'utf8');
  writeFileSync(path('manifest.json'), manifest.replaceAll(before, sha256(text)));
};
const rewriteLines = (name: string, change: (lines: Line[]) => Line[]) =>
  rewrite(
    name,
    change(linesOf(name))
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  );
const changeManifest = (change: (manifest: Manifest) => void) => {
  const manifest = JSON.parse(readFileSync(path('manifest.json'), 'utf8')) as Manifest;
  change(manifest);
  writeFileSync(path('manifest.json'), JSON.stringify(manifest));
};
type Manifest = {
  items: {
    item_id: string;
    file: string;
    sha256: string;
    custody_count: number;
    custody_head: string;
  }[];
  files: { path: string; sha256: string }[];
  log: { events: string[]; count: number };
};
const fileOf = (item: string) => {
  const manifest = JSON.parse(readFileSync(path('manifest.json'), 'utf8')) as Manifest;
  return manifest.items.find(({ item_id }) => item_id === item)?.file ?? '';
};

beforeEach(() => {
  copy = mkdtempSync(join(directory, 'copy-'));
  cpSync(whole, copy, { recursive: true });
});

describe('a package as it was exported', () => {
  it('passes, and its fingerprint is the one that the exporter saw', () => {
    const { status, said } = verify(copy);
    expect(said).toContain('EVERYTHING IS AS IT WAS EXPORTED');
    expect(said).toContain(fingerprint);
    expect(said).toContain('2 items');
    expect(status).toBe(0);
  });

  it('has the original bytes, the metadata of the Berkeley Protocol and no path that leads out', () => {
    expect(sha256(readFileSync(path(fileOf(photo))))).toBe(sha256(photoBytes));
    expect(fileOf(letter)).toMatch(new RegExp(`^files/${letter}/original/[^/]+$`));
    const manifest = JSON.parse(readFileSync(path('manifest.json'), 'utf8')) as { items: Line[] };
    expect(manifest.items[0]).toMatchObject({
      item_id: photo,
      sha256: sha256(photoBytes),
      collected_at_utc: '2024-12-08T10:30:00.000000Z',
      collector: admin.id,
      collector_name: 'admin',
      source: evidencePayload.source,
      method: 'camera',
      original_filename: 'صورة من الغرفة ١.jpg',
      is_working_copy_of: null,
    });
    expect(manifest.items[1]).toMatchObject({
      sha256: sha256(workingBytes),
      is_working_copy_of: photo,
    });
  });

  it('says in its custody that it was exported, and for whom', () => {
    for (const item of [photo, letter])
      expect(
        linesOf('custody.jsonl')
          .filter((line) => line['item_id'] === item)
          .at(-1),
      ).toMatchObject({
        action: 'exported',
        to: 'Prosecutor',
      });
  });

  it('can be checked by sha256sum too', () => {
    const sums = readFileSync(path('SHA256SUMS'), 'utf8').trimEnd().split('\n');
    for (const line of sums) {
      const [hash, name] = line.split('  ');
      expect([name, sha256(readFileSync(path(name ?? '')))]).toEqual([name, hash]);
    }
  });
});

describe('the verifier finds', () => {
  const cases: [what: string, does: () => void, says: RegExp][] = [
    [
      'a changed byte of an original',
      () => {
        const bytes = readFileSync(path(fileOf(photo)));
        bytes.writeUInt8(bytes.readUInt8(700_000) ^ 1, 700_000);
        writeFileSync(path(fileOf(photo)), bytes);
      },
      /original\/.*was changed/,
    ],
    [
      'a changed byte whose hash was changed in the manifest too',
      () => {
        rewrite(fileOf(letter), 'another list');
      },
      /is not what the log says was collected/,
    ],
    ['a missing file', () => rmSync(path(fileOf(photo))), /original\/.*is missing/],
    [
      'two originals that were swapped',
      () => {
        const [one, other] = [path(fileOf(photo)), path(fileOf(letter))];
        renameSync(one, `${copy}.tmp`);
        renameSync(other, one);
        renameSync(`${copy}.tmp`, other);
      },
      /was replaced by files\//,
    ],
    [
      'a file that was added',
      () => writeFileSync(path('files/extra.jpg'), 'x'),
      /extra.jpg was added/,
    ],
    [
      'a changed working copy',
      () => writeFileSync(path(`files/${photo}/working-copy.jpg`), 'x'),
      /working-copy.jpg was changed/,
    ],
    [
      'a removed log entry',
      () => rewriteLines('log.jsonl', (lines) => lines.toSpliced(2, 1)),
      /log.jsonl: the entry .* was removed/,
    ],
    [
      'a removed log entry that the manifest forgets too',
      () => {
        const gone = linesOf('log.jsonl')[2]?.['id'];
        rewriteLines('log.jsonl', (lines) => lines.filter(({ id }) => id !== gone));
        changeManifest(({ log }) => (log.events = log.events.filter((id) => id !== gone)));
      },
      /has no entry in the log/,
    ],
    [
      'a log entry and its custody entry, removed together',
      () => {
        const gone = linesOf('custody.jsonl').find(({ action }) => action === 'handed_over')?.[
          'id'
        ];
        rewriteLines('log.jsonl', (lines) => lines.filter(({ id }) => id !== gone));
        rewriteLines('custody.jsonl', (lines) => lines.filter(({ id }) => id !== gone));
        changeManifest(({ log }) => (log.events = log.events.filter((id) => id !== gone)));
      },
      /an entry before it was removed, added or moved/,
    ],
    [
      'a changed log entry',
      () =>
        rewriteLines('log.jsonl', (lines) =>
          lines.with(0, { ...lines[0], received_at: '2024-12-08T10:30:00.000000Z' }),
        ),
      /log.jsonl, entry 1 .* was changed/,
    ],
    [
      'log entries that were swapped',
      () =>
        rewriteLines('log.jsonl', (lines) => lines.with(1, lines[2] ?? {}).with(2, lines[1] ?? {})),
      /added or moved: it stands behind/,
    ],
    [
      'swapped custody entries',
      () => {
        rewriteLines('custody.jsonl', (lines) => {
          const of = lines.flatMap((line, place) => (line['item_id'] === photo ? [place] : []));
          const [one = 0, other = 0] = [of[3], of[4]];
          return lines.with(one, lines[other] ?? {}).with(other, lines[one] ?? {});
        });
      },
      /removed, added or moved/,
    ],
    [
      'swapped custody entries with swapped numbers',
      () => {
        rewriteLines('custody.jsonl', (lines) => {
          const of = lines.flatMap((line, place) => (line['item_id'] === photo ? [place] : []));
          const [one = 0, other = 0] = [of[3], of[4]];
          const [a, b] = [lines[one] ?? {}, lines[other] ?? {}];
          return lines.with(one, { ...b, seq: a['seq'] }).with(other, { ...a, seq: b['seq'] });
        });
      },
      /was changed: its hash does not fit/,
    ],
    [
      'a custody entry that says another recipient',
      () =>
        rewriteLines('custody.jsonl', (lines) =>
          lines.map((line) =>
            line['action'] === 'handed_over' ? { ...line, to: 'Nobody' } : line,
          ),
        ),
      /was changed: its hash does not fit/,
    ],
    [
      'a text that was moved from one field of a custody entry to the next',
      () =>
        rewriteLines('custody.jsonl', (lines) =>
          lines.map((line) =>
            line['action'] === 'handed_over'
              ? { ...line, to: 'Court clerk', reason: `second line\n${String(line['reason'])}` }
              : line,
          ),
        ),
      /was changed: its hash does not fit/,
    ],
    [
      'custody entries that were swapped between two items',
      () =>
        rewriteLines('custody.jsonl', (lines) =>
          lines.map((line) =>
            line['seq'] === 4
              ? { ...line, item_id: line['item_id'] === photo ? letter : photo }
              : line,
          ),
        ),
      /was changed: its hash does not fit/,
    ],
    [
      'a last custody entry that was removed, with the manifest made to fit',
      () => {
        const ofPhoto = linesOf('custody.jsonl').filter((line) => line['item_id'] === photo);
        const gone = ofPhoto.at(-1)?.['id'];
        rewriteLines('custody.jsonl', (lines) => lines.filter(({ id }) => id !== gone));
        changeManifest(({ items }) => {
          for (const item of items.filter(({ item_id }) => item_id === photo)) {
            item.custody_count -= 1;
            item.custody_head = String(ofPhoto.at(-2)?.['hash']);
          }
        });
      },
      /the custody has no entry for it/,
    ],
    [
      'items of the manifest whose hashes were swapped',
      () =>
        changeManifest(({ items }) => {
          const [one, , other] = items;
          if (one && other) [one.sha256, other.sha256] = [other.sha256, one.sha256];
        }),
      /another SHA-256 than the item was collected with/,
    ],
  ];

  it.each(cases)('%s', (_what, does, says) => {
    does();
    const { status, said } = verify(copy);
    expect(said).toMatch(says);
    expect(said).not.toContain('EVERYTHING IS AS IT WAS EXPORTED');
    expect(status).toBe(1);
  });

  it('that a folder is no package at all', () => {
    rmSync(path('manifest.json'));
    expect(verify(copy)).toMatchObject({ status: 2 });
  });

  it('another fingerprint, whatever was changed in the manifest', () => {
    changeManifest((manifest) => (manifest.log.count += 1));
    expect(verify(copy).said).not.toContain(fingerprint);
  });
});

describe('what the server finds', () => {
  it('is a mismatch when stored bytes are not those that were collected, and the package says so', async () => {
    const item = await collect(new TextEncoder().encode('as collected'), 'note.txt');
    const file = `${operation.id}/${item}/${partName(0)}`;
    const bucket = api.service().storage.from('evidence');
    value(
      await bucket.update(file, new Blob(['as forged!!!']), {
        contentType: 'application/octet-stream',
      }),
    );
    const asked = { id: item, operation_id: operation.id, size_bytes: 12 };
    expect(await checkStored(api.service(), asked)).toEqual({
      sha256: sha256('as forged!!!'),
      matches: false,
    });
    const { said, status } = verify((await exportPackage([item])).whole);
    expect(said).toMatch(/note.txt was changed/);
    expect(said).toMatch(/were not those collected/);
    expect(status).toBe(1);
  });

  it('is told of an item that has not arrived', async () => {
    const item = uuid();
    await send(api.db, admin.id, mutation(operation.id, 'evidence.record', item, evidencePayload));
    const { said } = verify((await exportPackage([item])).whole);
    expect(said).toMatch(/has no file in the package: not all of it had reached the server/);
  });
});
