/** What must be true when everything has come to rest. Each check answers with what is wrong. */
import { maySeeClinical } from '../../src/lib/domain/permissions.ts';
import type { Rows, Synced, TableName } from '../../src/lib/domain/rows.ts';
import { tableNames } from '../../src/lib/domain/rows.ts';
import { isPending } from '../../src/lib/sync/outbox.ts';
import { parsePullAnswer } from '../../src/lib/sync/protocol.ts';
import type { RowsByTable, StoredState } from '../../src/lib/sync/store.ts';
import { noRows } from '../../src/lib/sync/store.ts';
import { Chain } from '../../scripts/verify-log/chain.ts';
import { faultsInEffects } from './effects.ts';
import type { Ledger } from './ledger.ts';
import { faultsInOrder, faultsInReplacements } from './order.ts';
import type { Phone } from './phone.ts';
import { faultsByRules } from './rules/index.ts';
import type { SimServer } from './server.ts';
import { faultsInSight } from './sight.ts';
import type { World } from './world.ts';

export interface Event {
  id: string;
  seq: number;
  actor: string | null;
  kind: string;
  entity_id: string | null;
  version: number | null;
  outcome: string;
  reason: string | null;
  payload: Record<string, unknown>;
}

export interface Ended {
  server: SimServer;
  world: World;
  ledger: Ledger;
  phones: readonly Phone[];
  isActive: (phone: Phone) => boolean;
}

const mostFaults = 12;

/** @returns what is wrong, in words; empty when all is well */
export const faultsIn = async (ended: Ended): Promise<string[]> => {
  const faults: string[] = [];
  const events = await logOf(ended);
  const stored = await Promise.all(ended.phones.map(({ disk }) => disk.look().load()));
  faults.push(...(await faultsInChain(ended)));
  faults.push(...(await faultsInRows(ended, stored, events)));
  faults.push(...faultsInRecords(ended, stored, events));
  faults.push(...faultsInOrder(ended, events));
  faults.push(...faultsInReplacements(ended, events));
  faults.push(...(await faultsInEffects(ended, events)));
  return faults.slice(0, mostFaults);
};

export const logOf = async ({
  server,
  world,
}: Pick<Ended, 'server' | 'world'>): Promise<Event[]> => {
  const events = await server.sql<Event[]>`
    select id, seq::int, actor, kind, entity_id, version::int, outcome, reason, payload
    from public.events where operation_id = ${world.operationId} order by seq`;
  return [...events];
};

/** The chain of hashes is whole [L1], told by the program that anyone can run on an export. */
const faultsInChain = async ({ server, world }: Ended): Promise<string[]> => {
  const rows = await server.sql<Record<string, unknown>[]>`
    select prev_hash, id, operation_id, seq::int, actor, kind, entity, entity_id, version::int,
      outcome, reason, private.log_time(device_at) as device_at,
      private.log_time(received_at) as received_at, payload::text, hash
    from public.events where operation_id = ${world.operationId} order by seq`;
  const chain = new Chain();
  const header = {
    daylight_log: 1,
    operation_id: world.operationId,
    exported_at: new Date().toISOString(),
    count: rows.length,
    head_hash: rows.at(-1)?.['hash'],
  };
  for (const line of [header, ...rows]) {
    const fault = chain.line(JSON.stringify(line));
    if (fault) return [`The log is not whole: ${JSON.stringify(fault)}`];
  }
  const fault = chain.end();
  return fault ? [`The log is not whole: ${JSON.stringify(fault)}`] : [];
};

/** Every phone has the rows that the server gives its caller; who was put out has none. */
const faultsInRows = async (
  ended: Ended,
  stored: readonly StoredState[],
  events: readonly Event[],
): Promise<string[]> => {
  const seqs = new Map(events.map(({ id, seq }) => [id, seq]));
  const seqOf = (id: string) => seqs.get(id) ?? 0;
  const living = await livingRows(ended);
  const ofLeads = await itemsOfLeads(ended);
  const faults = faultsByRules(living, { where: 'On the server', isClinical: true, seqOf });
  const bySight = new Map<string, Map<TableName, string>>();
  for (const [index, phone] of ended.phones.entries()) {
    const { rows, cursor } = stored[index] as StoredState;
    if (!ended.isActive(phone)) {
      const count = tableNames.reduce((sum, table) => sum + rows[table].length, 0);
      if (count > 0 || cursor !== null)
        faults.push(`Phone ${index} was put out and has ${count} rows, cursor ${String(cursor)}.`);
      continue;
    }
    const { role, teamId, userId } = phone.options.author;
    // Members of one role and team see the same, but for their own membership [R4].
    const sight = role === 'observer' ? userId : `${role} ${String(teamId)}`;
    const isFirst = !bySight.has(sight);
    const expected = bySight.get(sight) ?? texts(await allRows(ended, userId));
    bySight.set(sight, expected);
    const members = texts(await membersOf(ended, phone));
    const engine = phone.leader?.engine;
    const onDisk = texts(rows);
    for (const [where, found] of [
      ['on the disk', rows],
      ['on the screen', engine ? shown(engine.replica) : noRows()],
    ] as const) {
      const isOther = found !== rows && !isSame(found, rows);
      const actual = isOther ? texts(found) : onDisk;
      const isClinical = maySeeClinical(phone.options.author);
      const name = `Phone ${index} ${where}`;
      if (isOther || found === rows)
        faults.push(
          ...faultsInSight(living, found, { author: phone.options.author, ofLeads }, name),
        );
      if (isOther || (isFirst && found === rows))
        faults.push(...faultsByRules(found, { where: name, isClinical, seqOf }));
      for (const table of tableNames) {
        const wanted = table === 'members' ? members.get(table) : expected.get(table);
        if (actual.get(table) !== wanted)
          faults.push(
            `Phone ${index} (${role}) has other ${table} ${where}: ${difference(actual.get(table), wanted)}`,
          );
      }
    }
  }
  return faults;
};

/** Of evidence, by id: of leads that were taken away, too. */
const itemsOfLeads = async ({ server, world }: Ended): Promise<ReadonlySet<string>> => {
  const items = await server.sql<{ id: string }[]>`
    select e.id from public.evidence e join public.reports r on r.id = e.report_id
    where e.operation_id = ${world.operationId} and r.kind = 'lead'`;
  return new Set(items.map(({ id }) => id));
};

/** Behind row level security. */
const livingRows = async ({ server, world }: Ended): Promise<RowsByTable> => {
  const rows = noRows();
  for (const table of tableNames) {
    const images = await server.sql<{ image: never }[]>`
      select to_jsonb(t) as image from ${server.sql(`public.${table}`)} t
      where t.${server.sql(table === 'operations' ? 'id' : 'operation_id')} = ${world.operationId}
        and t.deleted_at is null`;
    rows[table].push(...images.map(({ image }) => image));
  }
  return rows;
};

/** Row by row the same objects, as where the disk is memory. */
const isSame = (a: RowsByTable, b: RowsByTable): boolean =>
  tableNames.every((table) => {
    const rows = new Set<unknown>(b[table]);
    return a[table].length === b[table].length && a[table].every((row) => rows.has(row));
  });

const shown = (replica: {
  all: <T extends TableName>(table: T) => readonly Rows[T][];
}): RowsByTable =>
  Object.fromEntries(
    tableNames.map((table) => [table, replica.all(table)]),
  ) as unknown as RowsByTable;

const texts = (rows: RowsByTable): Map<TableName, string> =>
  new Map(
    tableNames.map((table) => [
      table,
      (rows[table] as Synced[])
        .filter(({ deleted_at }) => deleted_at === null)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map((row) => JSON.stringify(row))
        .join('\n'),
    ]),
  );

const difference = (actual = '', wanted = ''): string => {
  const [has, wants] = [actual.split('\n'), wanted.split('\n')];
  const inBoth = new Set(wants);
  const more = has.filter((line) => !inBoth.has(line));
  const there = new Set(has);
  const missing = wants.filter((line) => !there.has(line));
  return `${more.length} that should not be (${more[0]?.slice(0, 200) ?? ''}), ${missing.length} missing (${missing[0]?.slice(0, 200) ?? ''})`;
};

/** Everything that pull_changes gives from the beginning. */
const allRows = async ({ server, world }: Ended, user: string): Promise<RowsByTable> => {
  const rows = noRows();
  let cursor: string | null = null;
  for (;;) {
    const answer = await server.pull(user, world.operationId, cursor, 1000);
    const page = answer.ok ? await parsePullAnswer(answer.value) : answer;
    if (!page.ok) throw new Error(`pull_changes: ${JSON.stringify(page.error)}`);
    if (page.value.damaged.length > 0)
      throw new Error(
        `pull_changes gave rows that cannot be read: ${JSON.stringify(page.value.damaged[0])}`,
      );
    for (const { table, row } of page.value.changes) if (row) (rows[table] as Synced[]).push(row);
    if (!page.value.more) return rows;
    cursor = page.value.cursor;
  }
};

/** The members that the caller may read: cheap enough to be asked for each. */
const membersOf = async ({ server, world }: Ended, phone: Phone): Promise<RowsByTable> => {
  const { userId, role } = phone.options.author;
  const images = await server.sql<{ image: unknown }[]>`
    select to_jsonb(m) as image from public.members m
    where m.operation_id = ${world.operationId} and (${role === 'admin'} or m.user_id = ${userId})`;
  const changes = images.map(({ image }) => {
    const { id, version } = image as Synced;
    return { table: 'members', id, version, op: 'put', row: image };
  });
  const parsed = await parsePullAnswer({
    cursor: '',
    more: false,
    reset: false,
    server_at: '',
    changes,
  });
  if (!parsed.ok) throw new Error('The members cannot be read.');
  const rows = noRows();
  for (const { row } of parsed.value.changes) rows.members.push(row as Rows['members']);
  return rows;
};

/** Nothing recorded is lost, nothing is in the log that nobody made, nothing acknowledged is missing. */
const faultsInRecords = (
  { ledger, phones, world, isActive }: Ended,
  stored: readonly StoredState[],
  events: readonly Event[],
): string[] => {
  const faults: string[] = [];
  const logged = new Map<string, number>();
  for (const { id } of events) logged.set(id, (logged.get(id) ?? 0) + 1);
  // What came in its place is kept, and says so.
  const givenUp = new Set<string | null>();
  for (const { isDurable, replaces } of ledger.entries.values())
    if (isDurable) givenUp.add(replaces);
  const kept = stored.map(({ outbox }) => new Map(outbox.map((record) => [record.key, record])));
  for (const [id, entry] of ledger.entries) {
    const times = logged.get(id) ?? 0;
    const record = kept[entry.phone]?.get(id);
    const name = `${entry.mutation.kind} ${id} of phone ${entry.phone}`;
    if (times > 1) faults.push(`${name} is in the log ${times} times.`);
    if (entry.isAcknowledged && times !== 1)
      faults.push(`${name} was acknowledged and is not in the log.`);
    const isGone = givenUp.has(id) || (entry.isTakenOff && entry.isUnrecorded);
    if (entry.isDurable && times === 0 && !record && !isGone)
      faults.push(`${name} was recorded, and is neither in the log nor in the outbox.`);
    if (entry.isRefusedByDisk && !entry.isDurable && (times > 0 || record))
      faults.push(`${name} was said not to be kept, and is there.`);
    if (times === 0 && record && isPending(record) && isActive(phones[entry.phone] as Phone))
      faults.push(`${name} was not sent (${record.state}, ${JSON.stringify(record.lastError)}).`);
  }
  for (const [index, records] of kept.entries())
    for (const { key, state } of records.values())
      if (isActive(phones[index] as Phone) && state !== 'refused' && state !== 'conflict')
        faults.push(`Phone ${index} still has ${key}, ${state}.`);
  const users = new Set(world.accounts.map(({ userId }) => userId));
  for (const { id, actor, kind } of events)
    if (actor !== null && users.has(actor) && !ledger.entries.has(id))
      faults.push(`${kind} ${id} is in the log, and nobody made it.`);
  return faults;
};
