/**
 * What travels between a phone and the server, and its parsers: [W1], [R1], [B2], [B3].
 * Nothing that came over the wire is used before it went through here.
 */
import * as v from 'valibot';
import type { MutationResult } from '../domain/mutation-answers.ts';
import { rejectionReasons, conflictReasons } from '../domain/mutation-answers.ts';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import type { Rows, TableName } from '../domain/rows.ts';
import { tableNames } from '../domain/rows.ts';
import { pauses } from './pauses.ts';
import { rowSchemas } from './row-schemas.ts';

/** One row as it now is, or the news that it is gone. */
export type Change = {
  [T in TableName]:
    | { table: T; id: string; version: number; op: 'put'; row: Rows[T] }
    | { table: T; id: string; version: number; op: 'delete'; row: null };
}[TableName];

/** A row that cannot be read: told to the person as "n rows could not be read", never shown. */
export interface DamagedRow {
  table: string;
  id: string;
  /** The first field at fault, or the change's own shape. */
  field: string;
}

interface Changes {
  changes: Change[];
  damaged: DamagedRow[];
}

/** The answer of pull_changes [R1]. */
export interface PullAnswer extends Changes {
  cursor: string;
  more: boolean;
  reset: boolean;
  serverAt: string;
}

/** A `change` broadcast [B2]. */
export interface LiveChange extends Changes {
  version: number;
  epoch: string;
  partial: boolean;
}

export interface Malformed {
  type: 'malformed';
  /** Where the reading failed, for the report; holds no values. */
  field: string;
}

/** Rows parsed before the next look at the time. */
const sliceRows = 50;

const integer = v.pipe(v.number(), v.safeInteger());
const epoch = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const changeSchema = v.object({
  table: v.picklist(tableNames),
  id: v.pipe(v.string(), v.uuid()),
  version: integer,
  op: v.picklist(['put', 'delete']),
  row: v.unknown(),
});
const pullSchema = v.object({
  cursor: v.string(),
  more: v.boolean(),
  reset: v.boolean(),
  server_at: v.string(),
  changes: v.array(v.unknown()),
});
const liveSchema = v.object({
  version: integer,
  epoch,
  partial: v.boolean(),
  changes: v.array(v.unknown()),
});
const hintSchema = v.object({ version: integer });

const reasons = [...rejectionReasons, ...conflictReasons] as const;
const resultSchema = v.object({
  id: v.string(),
  outcome: v.picklist(['applied', 'duplicate', 'conflict', 'rejected']),
  first_outcome: v.exactOptional(v.picklist(['applied', 'conflict', 'rejected'])),
  // A newer server may know more reasons than this phone: its word still counts.
  reason: v.nullish(v.fallback(v.nullable(v.picklist(reasons)), 'invalid_payload'), null),
  field: v.exactOptional(v.nullable(v.string())),
  version: v.nullish(integer, null),
});

/** The answer of pull_changes with its changes as they came: what the next page needs is known already. */
export type PulledPage = Omit<PullAnswer, keyof Changes> & { changes: unknown[] };

export const parsePulledPage = (input: unknown): Result<PulledPage, Malformed> => {
  const parsed = v.safeParse(pullSchema, input);
  if (!parsed.success) return err(malformed(parsed.issues));
  const { server_at: serverAt, ...page } = parsed.output;
  return ok({ ...page, serverAt });
};

/**
 * In short tasks: a page of rows takes an old phone longer than a tap should wait.
 * @param pause awaited between two slices
 */
export const readPulledChanges = async (
  { changes, ...page }: PulledPage,
  pause = pauses(),
): Promise<PullAnswer> => {
  const read: Changes = { changes: [], damaged: [] };
  for (let from = 0; from < changes.length; from += sliceRows) {
    if (from > 0) await pause();
    const slice = parseChanges(changes.slice(from, from + sliceRows));
    read.changes.push(...slice.changes);
    read.damaged.push(...slice.damaged);
  }
  return { ...page, ...read };
};

/** Both at once: a whole answer. */
export const parsePullAnswer = async (
  input: unknown,
  pause?: () => Promise<void>,
): Promise<Result<PullAnswer, Malformed>> => {
  const page = parsePulledPage(input);
  return page.ok ? ok(await readPulledChanges(page.value, pause)) : page;
};

export const parseLiveChange = (input: unknown): Result<LiveChange, Malformed> => {
  const parsed = v.safeParse(liveSchema, input);
  if (!parsed.success) return err(malformed(parsed.issues));
  return ok({ ...parsed.output, ...parseChanges(parsed.output.changes) });
};

/** A `changed` broadcast [B3]: the version alone. */
export const parseLiveHint = (input: unknown): Result<number, Malformed> => {
  const parsed = v.safeParse(hintSchema, input);
  return parsed.success ? ok(parsed.output.version) : err(malformed(parsed.issues));
};

/** The answer of apply_mutations; entries that make no sense are left out, as if not answered. */
export const parseResults = (input: unknown): Result<MutationResult[], Malformed> => {
  if (!Array.isArray(input)) return err({ type: 'malformed', field: '' });
  return ok(
    input.flatMap((entry: unknown) => {
      const parsed = v.safeParse(resultSchema, entry);
      if (!parsed.success) return [];
      const { field, ...result } = parsed.output;
      return [{ ...result, ...(field == null ? {} : { field }) }];
    }),
  );
};

const parseChanges = (inputs: unknown[]): Changes => {
  const changes: Change[] = [];
  const damaged: DamagedRow[] = [];
  for (const input of inputs) {
    const change = parseChange(input);
    if (change.ok) changes.push(change.value);
    else damaged.push(change.error);
  }
  return { changes, damaged };
};

const parseChange = (input: unknown): Result<Change, DamagedRow & { type: 'damaged' }> => {
  const parsed = v.safeParse(changeSchema, input);
  if (!parsed.success)
    return err({ type: 'damaged', table: '', id: '', field: faultIn(parsed.issues) });
  const { table, id, version, op, row } = parsed.output;
  if (op === 'delete') return ok({ table, id, version, op, row: null } as Change);
  const read = v.safeParse(rowSchemas[table], row, { abortEarly: true });
  if (!read.success) return err({ type: 'damaged', table, id, field: faultIn(read.issues) });
  return ok({ table, id, version, op, row: read.output } as Change);
};

const malformed = (issues: readonly v.BaseIssue<unknown>[]): Malformed => ({
  type: 'malformed',
  field: faultIn(issues),
});

const faultIn = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues.map((issue) => v.getDotPath(issue)).find((path) => path !== null) ?? '';

/** One row that came another way than by a pull; null when it cannot be read. */
export const parseRow = <T extends TableName>(table: T, input: unknown): Rows[T] | null => {
  const parsed = v.safeParse(rowSchemas[table], input);
  return parsed.success ? parsed.output : null;
};
