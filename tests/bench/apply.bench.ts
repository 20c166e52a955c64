import type { Sql, TransactionSql } from 'postgres';
import { benchDatabase, type BenchDatabase } from './cluster.ts';
import { median, timed, type Measurement } from './measure.ts';

const rounds = 25;
const size = 100;
const actor = crypto.randomUUID();

/** apply_mutations in batches of 100 against multi-row inserts of the same rows, turn by turn. */
export default async function applyBench(): Promise<Measurement[]> {
  const db = await benchDatabase();
  try {
    const place = await prepare(db);
    const through: number[] = [];
    const plain: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const batch = makeBatch(place);
      through.push(await timed(() => applyAs(db.owner, batch)));
      await keepRows(db.owner, batch);
      plain.push(await timed(() => plainInserts(db.owner)));
    }
    const [ours, theirs] = [median(through), median(plain)];
    return [
      {
        name: 'apply_mutations, 100 new tasks, against plain inserts of the same rows',
        measured: ours / theirs,
        budget: 5,
        unit: 'x',
        detail: `${ours.toFixed(1)} ms against ${theirs.toFixed(1)} ms, median of ${rounds}`,
      },
    ];
  } finally {
    await db.close();
  }
}

type Place = { operation: string; site: string; area: string; team: string };

async function prepare({ sql, owner }: BenchDatabase): Promise<Place> {
  const place = {
    operation: crypto.randomUUID(),
    site: crypto.randomUUID(),
    area: crypto.randomUUID(),
    team: crypto.randomUUID(),
  };
  await sql`insert into auth.users (id, aud, role, email)
    values (${actor}, 'authenticated', 'authenticated', 'bench@example.org')`;
  await owner`insert into public.operations (id, name_en, name_ar)
    values (${place.operation}, 'Bench', 'قياس')`;
  await owner`insert into public.teams (id, operation_id, code, name_en, name_ar, specialty)
    values (${place.team}, ${place.operation}, 'A', 'Team', 'فريق', 'medical')`;
  await owner`insert into public.sites (id, operation_id, code, name_en, name_ar, kind)
    values (${place.site}, ${place.operation}, 'S', 'Site', 'موقع', 'hospital')`;
  await owner`insert into public.site_areas (id, operation_id, site_id, level, name_en, name_ar)
    values (${place.area}, ${place.operation}, ${place.site}, 'room', 'Room', 'غرفة')`;
  await owner`
    insert into public.members (id, operation_id, user_id, role, team_id, display_name)
    values (gen_random_uuid(), ${place.operation}, ${actor}, 'coordinator', ${place.team}, 'Bench')`;
  // Rows that are inserted plainly keep their versions, and nobody is told.
  await owner`select set_config('daylight.door', 'open', false)`;
  for (const table of ['events', 'tasks', 'task_events']) {
    await owner`create temp table ${owner(`plain_${table}`)} (like ${owner(`public.${table}`)})`;
  }
  return place;
}

const makeBatch = (place: Place) =>
  Array.from({ length: size }, () => ({
    id: crypto.randomUUID(),
    operation_id: place.operation,
    kind: 'task.create',
    entity_id: crypto.randomUUID(),
    base_version: null,
    payload: {
      kind: 'search',
      title: 'Search the rooms behind the iron door',
      site_id: place.site,
      area_id: place.area,
      team_id: place.team,
      priority: 'high',
    },
    device_at: new Date().toISOString(),
  }));
type Batch = ReturnType<typeof makeBatch>;

const applyAs = (owner: Sql, batch: Batch) =>
  owner.begin(async (tx: TransactionSql) => {
    await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: actor })}, true)`;
    await tx`set local role authenticated`;
    await tx`select public.apply_mutations(${tx.json(batch)})`;
  });

/** The rows that the batch made, under other ids, ready to be inserted once more. */
async function keepRows(owner: Sql, batch: Batch): Promise<void> {
  const ids = batch.map((mutation) => mutation.id);
  await owner`truncate plain_events, plain_tasks, plain_task_events`;
  await owner`insert into plain_events select * from public.events where id = any (${ids})`;
  await owner`insert into plain_tasks select * from public.tasks
    where id in (select entity_id from plain_events)`;
  await owner`insert into plain_task_events select * from public.task_events
    where id = any (${ids})`;
  await owner`update plain_events set id = gen_random_uuid(), seq = seq + 1000000000`;
  await owner`update plain_task_events
    set id = gen_random_uuid(), task_id = md5(task_id::text)::uuid`;
  await owner`update plain_tasks set id = md5(id::text)::uuid,
    code = 'T-' || upper(replace(md5(id::text), '-', ''))`;
  await owner`analyze plain_events, plain_tasks, plain_task_events`;
}

const plainInserts = (owner: Sql) =>
  owner.begin(async (tx: TransactionSql) => {
    await tx`insert into public.events select * from plain_events`;
    await tx`insert into public.tasks select * from plain_tasks`;
    await tx`insert into public.task_events select * from plain_task_events`;
  });
