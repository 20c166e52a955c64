import type { Sql, TransactionSql } from 'postgres';
import { benchDatabase, type BenchDatabase } from './cluster.ts';
import { median, timed, type Measurement } from './measure.ts';

const rounds = 60;
const changes = 100;
const actor = crypto.randomUUID();

/** A pull of the last 100 changes of an operation with a million rows, and of one with 10,000. */
export default async function pullBench(): Promise<Measurement[]> {
  const db = await benchDatabase();
  try {
    await db.sql`insert into auth.users (id, aud, role, email)
      values (${actor}, 'authenticated', 'authenticated', 'bench@example.org')`;
    const small = await fill(db, 10_000);
    const large = await fill(db, 1_000_000);
    await db.sql`vacuum analyze`;
    return [
      await compare('the last 100 changes', 1.3, (at) =>
        pullLast(db.owner, at === 'large' ? large : small),
      ),
      await compare('a page of a first sync', 1.3, (at) =>
        pullFirst(db.owner, at === 'large' ? large : small),
      ),
    ];
  } finally {
    await db.close();
  }
}

/** The same pull in both operations, turn by turn. */
async function compare(
  what: string,
  budget: number,
  pull: (at: 'small' | 'large') => Promise<unknown>,
): Promise<Measurement> {
  const times = { small: [] as number[], large: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.small.push(await timed(() => pull('small')));
    times.large.push(await timed(() => pull('large')));
  }
  const [inSmall, inLarge] = [median(times.small), median(times.large)];
  return {
    name: `pull_changes, ${what}, at 1,000,000 rows against 10,000`,
    measured: inLarge / inSmall,
    budget,
    unit: 'x',
    detail: `${inLarge.toFixed(2)} ms against ${inSmall.toFixed(2)} ms, median of ${rounds}`,
  };
}

type Filled = { operation: string; cursor: string };

/** Half history, a quarter tasks, a quarter check-ins; each row a version of its own. */
async function fill({ sql, owner }: BenchDatabase, rows: number): Promise<Filled> {
  const operation = crypto.randomUUID();
  const team = crypto.randomUUID();
  await owner`insert into public.operations (id, name_en, name_ar)
    values (${operation}, 'Bench', 'قياس')`;
  await owner`insert into public.teams (id, operation_id, code, name_en, name_ar, specialty)
    values (${team}, ${operation}, 'A', 'Team', 'فريق', 'medical')`;
  await owner`insert into public.members (id, operation_id, user_id, role, team_id, display_name)
    values (gen_random_uuid(), ${operation}, ${actor}, 'coordinator', ${team}, 'Bench')`;
  const quarter = rows / 4;
  await sql.begin(async (tx) => {
    // Checks and triggers are what is not measured here.
    await tx`set local session_replication_role = replica`;
    await tx`insert into public.tasks (id, operation_id, code, kind, title, team_id, version)
      select md5(${operation} || n)::uuid, ${operation}, 'T-' || upper(md5(${operation} || n)),
        'search', 'Search room ' || n, ${team}, 1000 + n * 4
      from generate_series(1, ${quarter}::int) n`;
    await tx`insert into public.task_events (id, operation_id, task_id, kind, outcome, actor_role,
        payload, device_at, received_at, version)
      select gen_random_uuid(), ${operation}, md5(${operation} || ((n + 1) / 2))::uuid, 'status',
        'applied', 'coordinator', '{"status": "en_route", "from": "open"}', now(), now(),
        1000 + n * 2 - 1
      from generate_series(1, ${quarter * 2}::int) n`;
    await tx`insert into public.checkins (id, operation_id, team_id, lat, lon, checked_in_at, version)
      select gen_random_uuid(), ${operation}, ${team}, 33.5, 36.3, now(), 1000 + n * 4 - 2
      from generate_series(1, ${quarter}::int) n`;
    await tx`update public.operation_clocks set version = ${1000 + rows}
      where operation_id = ${operation}`;
  });
  const cursor = await pullAs(owner, operation, null);
  return {
    operation,
    cursor: cursor.replace(/\d+$/, String(1000 + rows - changes)),
  };
}

const pullAs = (owner: Sql, operation: string, cursor: string | null, expected?: number) =>
  owner.begin(async (tx: TransactionSql) => {
    await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: actor })}, true)`;
    await tx`set local role authenticated`;
    const [row] = await tx<{ answer: { cursor: string; changes: unknown[] } }[]>`
      select public.pull_changes(${operation}, ${cursor}) as answer`;
    const got = row?.answer.changes.length ?? 0;
    if (expected !== undefined && got < expected) {
      throw new Error(`expected ${expected} changes, got ${got}`);
    }
    return row?.answer.cursor ?? '';
  });

const pullLast = (owner: Sql, { operation, cursor }: Filled) =>
  pullAs(owner, operation, cursor, changes);
const pullFirst = (owner: Sql, { operation }: Filled) => pullAs(owner, operation, null, 500);
