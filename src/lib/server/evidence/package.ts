/** The files of an export package (docs/evidence-package.md), in the order in which they are written. */
import { createHash } from 'node:crypto';
import readmeAr from './package/README.ar.md?raw';
import readmeEn from './package/README.en.md?raw';
import verifier from './package/verify.mjs?raw';
import type { Content, ExportedItem } from './content.ts';

/** Names of what ids stand for, as far as the exporting admin sees them. */
export interface PackageNames {
  accounts: Readonly<Record<string, string>>;
  places: Readonly<Record<string, { name_en: string; name_ar: string }>>;
}

/** A file of the package: its text, or the item whose stored bytes it has. */
export type PackageFile =
  { path: string; text: string } | { path: string; item: ExportedItem; isWorkingCopy: boolean };

export interface Package {
  files: PackageFile[];
  /** SHA-256 of manifest.json, in hexadecimal: what is written down when it is handed over. */
  fingerprint: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export const buildPackage = (content: Content, names: PackageNames): Package => {
  const custody = content.custody.map(custodyLine);
  const texts = [
    { path: 'README.en.md', text: readmeEn },
    { path: 'README.ar.md', text: readmeAr },
    { path: 'verify.mjs', text: verifier },
    { path: 'custody.jsonl', text: lines(custody) },
    { path: 'log.jsonl', text: lines(content.events) },
  ];
  const items = content.items.flatMap((item) => itemLines(item, content, names));
  const stored = items.filter((item) => item.file !== null);
  const files = [
    ...texts.map(({ path, text }) => ({ path, sha256: sha256(text) })),
    ...stored.map(({ file, sha256: hash }) => ({ path: file ?? '', sha256: hash })),
  ];
  const { operation_id, exported_at, log, events } = content;
  const manifest = JSON.stringify(
    {
      daylight_evidence: 1,
      operation_id,
      exported_at,
      log: { ...log, events: events.map(({ id }) => id) },
      items,
      files,
      accounts: names.accounts,
    },
    null,
    2,
  );
  const sums = [...files, { path: 'manifest.json', sha256: sha256(manifest) }]
    .map(({ path, sha256: hash }) => `${hash}  ${path}\n`)
    .join('');
  return {
    fingerprint: sha256(manifest),
    files: [
      ...texts,
      { path: 'manifest.json', text: manifest },
      { path: 'SHA256SUMS', text: sums },
      ...content.items.filter(({ stored_at }) => stored_at !== null).flatMap(bytesOf),
    ],
  };
};

const bytesOf = (item: ExportedItem): PackageFile[] => [
  { path: originalPath(item), item, isWorkingCopy: false },
  ...(item.working_sha256 ? [{ path: workingPath(item), item, isWorkingCopy: true }] : []),
];

/** A name that every system can write, and none can be led astray by; the true one is in the manifest. */
const originalPath = ({ id, original_name, media_type }: ExportedItem): string => {
  const plain = (original_name ?? '').normalize('NFC').replace(/[^\p{L}\p{N}._-]+/gu, '_');
  const safe = plain.replace(/^[.]+/u, '').slice(-80);
  return `files/${id}/original/${safe || `original.${media_type.split('/')[1] ?? 'bin'}`}`;
};
const workingPath = ({ id }: ExportedItem) => `files/${id}/working-copy.jpg`;

const custodyLine = (entry: Content['custody'][number]) => ({
  item_id: entry.evidence_id,
  seq: entry.seq,
  at: entry.device_at,
  from: entry.from_party,
  to: entry.to_party,
  action: entry.action,
  reason: entry.reason,
  actor: entry.actor_id,
  actor_role: entry.actor_role,
  actor_team: entry.actor_team_id,
  received_at: entry.received_at,
  id: entry.id,
  operation_id: entry.operation_id,
  prev_hash: entry.prev_hash,
  hash: entry.hash,
});

/** The item as the Berkeley Protocol describes one, and its working copy as one of its own. */
const itemLines = (item: ExportedItem, { custody }: Content, names: PackageNames) => {
  const entries = custody.filter(({ evidence_id }) => evidence_id === item.id);
  const isStored = item.stored_at !== null;
  const original = {
    item_id: item.id,
    sha256: item.sha256,
    bytes: item.size_bytes,
    collected_at_utc: item.collected_at,
    collector: item.actor_id,
    collector_name: names.accounts[item.actor_id] ?? null,
    source: item.source,
    method: item.method,
    media_type: item.media_type,
    original_filename: item.original_name,
    is_working_copy_of: null as string | null,
    file: isStored ? originalPath(item) : null,
    why_no_file: isStored ? null : 'not all of it had reached the server at the export',
    received_at_utc: item.created_at,
    stored_at_utc: item.stored_at,
    checked_at_utc: item.checked_at,
    checked_sha256: item.checked_sha256,
    place: {
      site_id: item.site_id,
      site: names.places[item.site_id ?? ''] ?? null,
      area_id: item.area_id,
      area: names.places[item.area_id ?? ''] ?? null,
      lat: item.lat,
      lon: item.lon,
      accuracy_m: item.accuracy_m,
    },
    task_id: item.task_id,
    // The report's words stay out: they may name who told.
    report_id: item.report_id,
    custody_count: entries.length,
    custody_head: entries.at(-1)?.hash ?? item.sha256,
  };
  if (!item.working_sha256 || !isStored) return [original];
  const working = {
    item_id: `${item.id}-working`,
    sha256: item.working_sha256,
    media_type: 'image/jpeg',
    is_working_copy_of: item.id as string | null,
    file: workingPath(item) as string | null,
  };
  return [original, working];
};
