// Checks an evidence package by itself: node verify.mjs [folder of the package]
// Needs Node 18 or later and nothing else: no network, no library, no part of Daylight.
// Ends with 0 when all is as it was exported, with 1 when something is not, with 2 when the
// folder is no package. README.en.md and README.ar.md say what each check means.
/* eslint-disable no-console -- what it finds is told to the person who runs it */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2] ?? fileURLToPath(new URL('.', import.meta.url));
const faults = [];
const fault = (text) => faults.push(text);

const readText = (path) => readFileSync(join(folder, path), 'utf8');
const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const sha256OfFile = (path) =>
  new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    createReadStream(path)
      .on('data', (chunk) => hash.update(chunk))
      .on('end', () => resolve(hash.digest('hex')))
      .on('error', reject);
  });

function readManifest() {
  try {
    const text = readText('manifest.json');
    const manifest = JSON.parse(text);
    if (manifest.daylight_evidence !== 1) throw new Error('another format');
    return { manifest, fingerprint: sha256(text) };
  } catch {
    console.error(`${folder} is no evidence package: it has no manifest.json that can be read.`);
    process.exit(2);
  }
}

/** The objects of a file of JSON lines; what is no line is a fault. */
function readLines(path) {
  if (!existsSync(join(folder, path))) return [];
  return readText(path)
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line, place) => {
      try {
        return [JSON.parse(line)];
      } catch {
        fault(`${path}: line ${place + 1} cannot be read: it was changed or cut.`);
        return [];
      }
    });
}

function everyFile(from = folder) {
  return readdirSync(from, { withFileTypes: true }).flatMap((entry) => {
    const path = join(from, entry.name);
    return entry.isDirectory() ? everyFile(path) : [relative(folder, path).split(sep).join('/')];
  });
}

/** 1. Every file that the manifest names is here with the same bytes, and no other is. */
async function checkFiles({ files }) {
  const nameOf = new Map(files.map(({ path, sha256: hash }) => [hash, path]));
  for (const { path, sha256: expected } of files) {
    if (!existsSync(join(folder, path))) {
      fault(`${path} is missing.`);
      continue;
    }
    const found = await sha256OfFile(join(folder, path));
    if (found === expected) continue;
    const other = nameOf.get(found);
    fault(
      other === undefined
        ? `${path} was changed: its SHA-256 is ${found} and should be ${expected}.`
        : `${path} was replaced by ${other}: it has the content of that file.`,
    );
  }
  const known = new Set([...files.map(({ path }) => path), 'manifest.json', 'SHA256SUMS']);
  for (const path of everyFile())
    if (!known.has(path)) fault(`${path} was added: the manifest does not name it.`);
}

/** 2. Every item is the file that was hashed when it was collected. */
function checkItems({ items, files }) {
  const hashOf = new Map(files.map(({ path, sha256: hash }) => [path, hash]));
  for (const item of items) {
    const { item_id: id, file } = item;
    if (file === null) fault(`Item ${id} has no file in the package: ${item.why_no_file}.`);
    else if (hashOf.get(file) !== item.sha256)
      fault(
        `Item ${id}: the manifest gives ${file} another SHA-256 than the item was collected with.`,
      );
    if (item.checked_sha256 && item.checked_sha256 !== item.sha256)
      fault(
        `Item ${id}: when Daylight last checked its store, the bytes there were not those collected.`,
      );
  }
}

/** A text with its length in bytes before it, so that no text can pass for two. */
const netstring = (value) =>
  value === null ? '-' : `${Buffer.byteLength(String(value))}:${value}`;

const custodyHash = (entry) =>
  sha256(
    [
      entry.prev_hash,
      entry.id,
      entry.operation_id,
      entry.item_id,
      entry.seq,
      entry.action,
      entry.from,
      entry.to,
      entry.reason,
      entry.actor,
      entry.actor_role,
      entry.actor_team,
      entry.at,
      entry.received_at,
    ]
      .map(netstring)
      .join('\n'),
  );

/** 3. The custody of an item is a chain that begins with its SHA-256 and has no gap. */
function checkCustody({ items }, custody) {
  const originals = new Map(
    items.filter((i) => i.is_working_copy_of === null).map((i) => [i.item_id, i]),
  );
  for (const [id, item] of originals) {
    let before = item.sha256;
    const entries = custody.filter(({ item_id }) => item_id === id);
    for (const [place, entry] of entries.entries()) {
      const where = `Custody of ${id}, entry ${place + 1} (${entry.action})`;
      if (custodyHash(entry) !== entry.hash)
        fault(`${where} was changed: its hash does not fit what it says.`);
      if (entry.seq !== place + 1)
        fault(
          `${where} has the number ${entry.seq}: an entry before it was removed, added or moved.`,
        );
      else if (entry.prev_hash !== before)
        fault(
          `${where} does not follow the one before it: one of the two was replaced or swapped.`,
        );
      before = entry.hash;
    }
    if (entries.length !== item.custody_count || before !== item.custody_head)
      fault(
        `The custody of ${id} does not end as the manifest says: it should have ${item.custody_count} entries and has ${entries.length}.`,
      );
  }
  for (const { item_id } of custody)
    if (!originals.has(item_id))
      fault(`There is custody of ${item_id}, which is not in the package.`);
}

const eventHash = (event) =>
  sha256(
    [
      event.prev_hash,
      event.id,
      event.operation_id,
      event.seq,
      event.actor,
      event.kind,
      event.entity,
      event.entity_id,
      event.version,
      event.outcome,
      event.reason,
      event.device_at,
      event.received_at,
      event.payload,
    ].join('\n'),
  );

/** 4. The excerpt of the log has what the manifest says, each entry as it was hashed. */
function checkLog({ log, operation_id: operation }, events) {
  let last;
  for (const [place, event] of events.entries()) {
    const where = `log.jsonl, entry ${place + 1} (seq ${event.seq}, ${event.kind})`;
    if (eventHash(event) !== event.hash)
      fault(`${where} was changed: its hash does not fit its content.`);
    if (event.operation_id !== operation) fault(`${where} belongs to another operation.`);
    if (last && event.seq <= last.seq)
      fault(`${where} was added or moved: it stands behind seq ${last.seq}.`);
    if (last && event.seq === last.seq + 1 && event.prev_hash !== last.hash)
      fault(`${where} does not follow seq ${last.seq}: one of the two was replaced.`);
    if (event.seq > log.count)
      fault(`${where} was added: the log had ${log.count} entries at the export.`);
    if (event.seq === log.count && event.hash !== log.head_hash)
      fault(`${where} is not the entry that the log ended with at the export.`);
    last = event;
  }
  const here = new Set(events.map(({ id }) => id));
  for (const id of log.events) if (!here.has(id)) fault(`log.jsonl: the entry ${id} was removed.`);
  const expected = new Set(log.events);
  for (const id of here) if (!expected.has(id)) fault(`log.jsonl: the entry ${id} was added.`);
}

const same = (a, b) => (a ?? null) === (b ?? null) || String(a).trim() === String(b).trim();

/** 5. What the custody says and what the log says is the same. */
function checkTogether({ items }, custody, events) {
  const eventOf = new Map(events.map((event) => [event.id, event]));
  for (const entry of custody) {
    const event = eventOf.get(entry.id);
    const where = `Custody of ${entry.item_id}, entry ${entry.seq} (${entry.action})`;
    if (!event) {
      fault(`${where} has no entry in the log: one of the two was removed or added.`);
      continue;
    }
    const payload = JSON.parse(event.payload);
    const action =
      event.kind === 'custody.record'
        ? payload.action
        : {
            'evidence.record': 'collected',
            'evidence.stored': 'stored',
            'evidence.check': payload.matches ? 'checked' : 'mismatch',
          }[event.kind];
    const agrees =
      event.entity_id === entry.item_id &&
      action === entry.action &&
      same(event.actor, entry.actor) &&
      same(event.device_at, entry.at) &&
      same(event.received_at, entry.received_at) &&
      (event.kind !== 'custody.record' ||
        (same(payload.from_party || null, entry.from) &&
          same(payload.to_party || null, entry.to) &&
          same(payload.reason || null, entry.reason)));
    if (!agrees) fault(`${where} says something else than the log under seq ${event.seq}.`);
    const item = items.find(({ item_id }) => item_id === entry.item_id);
    if (
      event.kind === 'evidence.record' &&
      item &&
      (payload.sha256 !== item.sha256 || payload.size_bytes !== item.bytes)
    )
      fault(`Item ${entry.item_id} is not what the log says was collected under seq ${event.seq}.`);
  }
  const inCustody = new Set(custody.map(({ id }) => id));
  for (const { id, seq, kind, outcome, version } of events)
    if (outcome === 'applied' && version !== null && !inCustody.has(id))
      fault(
        `The log has ${kind} under seq ${seq}, and the custody has no entry for it: it was removed.`,
      );
}

const { manifest, fingerprint } = readManifest();
try {
  const custody = readLines('custody.jsonl');
  const events = readLines('log.jsonl');
  await checkFiles(manifest);
  checkItems(manifest);
  checkCustody(manifest, custody);
  checkLog(manifest, events);
  checkTogether(manifest, custody, events);
} catch (error) {
  fault(
    `Something cannot be read as it should be (${error instanceof Error ? error.message : error}): it was changed.`,
  );
}
const originals = manifest.items?.filter((item) => item.is_working_copy_of === null).length ?? 0;
console.log(
  `Evidence package of operation ${manifest.operation_id}, exported ${manifest.exported_at}: ${originals} items.`,
);
console.log(`Fingerprint of the package (SHA-256 of manifest.json): ${fingerprint}`);
console.log(
  'Compare it with the one that was written down at the export: whoever changes everything at once changes it too.',
);
if (faults.length === 0) {
  console.log('\nEVERYTHING IS AS IT WAS EXPORTED. / كل شيء كما كان عند التصدير.');
} else {
  console.error(`\nNOT AS IT WAS EXPORTED, ${faults.length} found: / ليس كما كان عند التصدير:`);
  for (const text of faults) console.error(`- ${text}`);
  process.exitCode = 1;
}
