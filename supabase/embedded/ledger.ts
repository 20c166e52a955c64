import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import * as v from 'valibot';
import { writePrivateFile } from './secrets.ts';

/**
 * The ledger of what was erased, as a file of JSON lines without personal data [X5]. It lies in
 * DATA_DIR and beside the backups, which may be older than the erasings.
 */
const Line = v.object({
  id: v.pipe(v.string(), v.uuid()),
  operation_id: v.pipe(v.string(), v.uuid()),
  entity: v.picklist(['people', 'tracing_requests']),
  reason: v.string(),
  erased_at: v.string(),
});
type Line = v.InferOutput<typeof Line>;

/** Where the ledger of a directory lies: DATA_DIR, or one with backups. */
export const ledgerIn = (directory: string): string => join(directory, 'erased.jsonl');

/** Lines that cannot be read are left out: one bad one never keeps the others from being erased. */
export function readLedger(path: string): Line[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').flatMap(parse);
}

function parse(text: string): Line[] {
  try {
    const line = v.safeParse(Line, JSON.parse(text));
    return line.success ? [line.output] : [];
  } catch {
    return [];
  }
}

/**
 * Adds what the database has erased to the ledger at `path`; what the file had before stays in it,
 * for the database may be a backup that knows less.
 */
export async function keepLedger(sql: Sql, path: string): Promise<void> {
  const [table] = await sql<{ name: string | null }[]>`
    select to_regclass('private.erased')::text as name`;
  if (!table?.name) return;
  const erased = await sql<Line[]>`
    select id, operation_id, entity, reason, to_json(erased_at) #>> '{}' as erased_at
    from private.erased order by erased_at, id`;
  const lines = [...readLedger(path), ...erased];
  if (lines.length > 0) writeLedger(path, lines);
}

/** One line a record; the last word on it counts. */
export function writeLedger(path: string, lines: readonly Line[]): void {
  const byId = new Map(lines.map((line) => [line.id, line]));
  writePrivateFile(path, [...byId.values()].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Lets the database know of what was erased since the backup that it is; the sweep does the rest. */
export async function readLedgerIn(sql: Sql, path: string): Promise<void> {
  const lines = readLedger(path);
  if (lines.length === 0) return;
  await sql`
    insert into private.erased (id, operation_id, entity, reason, erased_at)
    select l.id, l.operation_id, l.entity, l.reason, l.erased_at
    from jsonb_to_recordset(${sql.json(lines)}) l
      (id uuid, operation_id uuid, entity text, reason text, erased_at timestamptz)
    where l.reason = any (private.words('erasure_reason'))
    on conflict (id) do nothing`;
}
