import type { Sql } from 'postgres';

/** How many rows of each table a coordinator's phone has to carry: 20,000 in all. */
const amounts = {
  teams: 40,
  sites: 400,
  site_areas: 2_000,
  area_searches: 1_560,
  tasks: 6_000,
  task_events: 8_000,
  checkins: 2_000,
} as const;
/** Every third task is the own team's. */
const ownEvery = 3;

export interface BusyOperation {
  id: string;
  /** A task of the own team that is under way, first of its list. */
  task: string;
  rows: number;
  /** Tasks that still ask for work. */
  active: number;
}

/**
 * A busy operation with one coordinator, past the door: versions, log and broadcasts are drawn as for
 * every write of that kind.
 */
export async function fillOperation(sql: Sql, userId: string): Promise<BusyOperation> {
  const id = crypto.randomUUID();
  const key = (what: string, at: string) => sql`md5(${id + what} || ${sql.unsafe(at)})::uuid`;
  const anyOf = (words: readonly string[]) =>
    sql.unsafe(`(array['${words.join("','")}'])[1 + n % ${words.length}]`);
  await sql`insert into public.operations (id, name_en, name_ar) values (${id}, 'Bench', 'قياس')`;
  await sql`insert into public.teams (id, operation_id, code, name_en, name_ar, specialty)
    select ${key('team', 'n')}, ${id}, 'TM-' || n, 'Team ' || n, 'الفريق ' || n,
      ${anyOf(['search_and_rescue', 'medical', 'door_opening'])}
    from generate_series(0, ${amounts.teams - 1}::int) n`;
  await sql`insert into public.members (id, operation_id, user_id, role, team_id, display_name)
    values (gen_random_uuid(), ${id}, ${userId}, 'coordinator', ${key('team', '0')}, 'Bench')`;
  await sql`insert into public.sites (id, operation_id, code, name_en, name_ar, aliases, kind, status,
      adm1_pcode, lat, lon, coord_source, coord_precision_m)
    select ${key('site', 'n')}, ${id}, 'S-' || n, 'Branch ' || n, 'الفرع ' || n,
      array['Branch of the road ' || n], ${anyOf(['civil_prison', 'intelligence_branch', 'shelter'])},
      ${anyOf(['reported', 'verified', 'searching'])}, 'SY0' || 1 + n % 9,
      32.5 + (n * 7919 % 4700) / 1000.0, 35.9 + (n * 104729 % 6000) / 1000.0, 'published', 500
    from generate_series(0, ${amounts.sites - 1}::int) n`;
  await sql`insert into public.site_areas (id, operation_id, site_id, level, name_en, name_ar, sort)
    select ${key('area', 'n')}, ${id}, ${key('site', `n % ${amounts.sites}`)}, 'room', 'Room ' || n,
      'الغرفة ' || n, n
    from generate_series(0, ${amounts.site_areas - 1}::int) n`;
  await sql`insert into public.area_searches (id, operation_id, area_id, site_id, team_id, method,
      result, searched_at)
    select gen_random_uuid(), ${id}, ${key('area', 'n')}, ${key('site', `n % ${amounts.sites}`)},
      ${key('team', `n % ${amounts.teams}`)}, 'visual', 'nothing_found', now()
    from generate_series(0, ${amounts.area_searches - 1}::int) n`;
  await sql`insert into public.tasks (id, operation_id, code, kind, title, details, site_id, area_id,
      priority, status, status_at, due_at, people_expected, team_id, holding, held_at)
    select ${key('task', 'n')}, ${id}, 'T-' || upper(substr(md5(${id} || n), 1, 10)),
      ${anyOf(['release', 'search', 'medical', 'breach'])}, 'المهمة رقم ' || n || ' في الفرع',
      'باب مُقفل في آخر الممرّ، والمفتاح عند الحارس. Second door ' || n,
      ${key('site', `n % ${amounts.sites}`)}, ${key('area', `n % ${amounts.site_areas}`)},
      ${anyOf(['low', 'normal', 'high', 'critical'])},
      ${anyOf(['open', 'in_progress', 'en_route', 'open', 'done'])}, now() - n * interval '1 minute',
      now() + (n * 7919 % 5000 - 1000) * interval '1 minute', n % 9,
      case when n % ${ownEvery} = 0 then ${key('team', '0')}
        when n % 5 = 0 then null else ${key('team', `1 + n % ${amounts.teams - 1}`)} end,
      case when n % ${ownEvery} = 0 or n % 5 > 0 then 'assigned' end,
      case when n % ${ownEvery} = 0 or n % 5 > 0 then now() end
    from generate_series(0, ${amounts.tasks - 1}::int) n`;
  await sql`insert into public.task_events (id, operation_id, task_id, kind, outcome, actor_role,
      actor_team_id, payload, before, device_at, received_at)
    select gen_random_uuid(), ${id}, ${key('task', `n % ${amounts.tasks}`)}, 'status', 'applied',
      'coordinator', ${key('team', `n % ${amounts.teams}`)},
      '{"status": "en_route", "from": "open"}', '{"status": "open"}', now(), now()
    from generate_series(0, ${amounts.task_events - 1}::int) n`;
  await sql`insert into public.checkins (id, operation_id, team_id, site_id, lat, lon, note,
      checked_in_at)
    select gen_random_uuid(), ${id}, ${key('team', `n % ${amounts.teams}`)},
      ${key('site', `n % ${amounts.sites}`)}, 33.5, 36.3, 'نزلنا إلى القبو', now()
    from generate_series(0, ${amounts.checkins - 1}::int) n`;
  await sql`analyze`;
  // In progress, of the own team, and the first of its list.
  const [task] = await sql<{ id: string }[]>`
    update public.tasks set priority = 'critical', status = 'in_progress', due_at = '2020-01-01Z'
    where id = ${key('task', '6')} returning id`;
  if (!task) throw new Error('no task of the own team');
  const rows = Object.values(amounts).reduce((sum, amount) => sum + amount, 0);
  const [counted] = await sql<{ active: number }[]>`
    select count(*)::int as active from public.tasks
    where operation_id = ${id} and status not in ('done', 'verified', 'cancelled')`;
  return { id, task: task.id, rows, active: counted?.active ?? 0 };
}

/** Changes tasks of every team past the door, the newest first. */
export const changeTasks = (sql: Sql, operation: string, amount: number) =>
  sql`update public.tasks set people_expected = coalesce(people_expected, 0) + 1
    where id in (select id from public.tasks where operation_id = ${operation}
      order by created_at, code limit ${amount})`;
