import type { Sql } from 'postgres';
import type { Role } from '../../../src/lib/domain/vocabulary.ts';
import { uuid } from '../../db/fixture.ts';
import { value } from '../../support/api.ts';
import {
  environmentFile,
  startInstance,
  temporaryDirectory,
  type Instance,
} from '../../support/instance.ts';
import { signedIn, type Caller } from './caller.ts';
import { openText, secret } from './secrets.ts';

type Id = ReturnType<typeof uuid>;

/** Daylight as it is run, with an operation, two teams, a site, a hospital and a caller of each role. */
export type World = Record<Role, Caller> & {
  daylight: Instance;
  key: string;
  /** Behind row level security. */
  sql: Sql;
  operation: string;
  teamA: Id;
  teamB: Id;
  site: Id;
  area: Id;
  hospital: Id;
  /** What every member may see. */
  task: Id;
  stop: () => Promise<void>;
};

/** Starts it, empty but for what every member may see. */
export async function startWorld(): Promise<World> {
  const directory = temporaryDirectory();
  const daylight = await startInstance(directory.path, { DEMO: 'off' });
  const key = environmentFile(directory.path)['SUPABASE_PUBLISHABLE_KEY'] ?? '';
  const sql = daylight.sql();
  const named = { name_en: 'Operation', name_ar: 'عملية' };
  const operation = value(await daylight.service().rpc('create_operation', named)) as string;
  const ids = {
    teamA: uuid(),
    teamB: uuid(),
    site: uuid(),
    area: uuid(),
    hospital: uuid(),
    task: uuid(),
  };
  const teamOf = { admin: null, coordinator: ids.teamA, medic: ids.teamB, observer: null };
  const signIn = (role: Role) => signedIn(daylight, key, role, operation);
  const admin = await signIn('admin');
  await join(sql, operation, admin.id, 'admin', null);
  await makePlaces(admin, ids);
  const others = ['coordinator', 'medic', 'observer'] as const;
  const [coordinator, medic, observer] = await Promise.all([
    signIn('coordinator'),
    signIn('medic'),
    signIn('observer'),
  ]);
  const callers = { coordinator, medic, observer };
  for (const role of others) await join(sql, operation, callers[role].id, role, teamOf[role]);
  const stop = async () => {
    await sql.end();
    await daylight.stop();
    directory.remove();
  };
  return { daylight, key, sql, operation, ...ids, admin, ...callers, stop };
}

/** Everybody but the observer has a name that the observer is not to read. */
async function join(sql: Sql, operation: string, account: string, role: Role, team: string | null) {
  const name = role === 'observer' ? 'The observer' : secret(`${role}name`);
  await sql`
    insert into public.members (id, operation_id, user_id, role, team_id, display_name)
    values (${uuid()}, ${operation}, ${account}, ${role}, ${team}, ${name})`;
  await sql`
    insert into public.profiles (user_id, display_name) values (${account}, ${name})
    on conflict (user_id) do update set display_name = excluded.display_name`;
}

async function makePlaces(
  admin: Caller,
  ids: Pick<World, 'teamA' | 'teamB' | 'site' | 'area' | 'hospital' | 'task'>,
) {
  const named = { name_en: openText, name_ar: 'مفتوح للجميع' };
  const team = (code: string) => ({ ...named, code, specialty: 'medical' as const });
  await admin.say('team.create', ids.teamA, team('A'));
  await admin.say('team.create', ids.teamB, team('B'));
  const site = { ...named, lat: 33.5, lon: 36.3 };
  await admin.say('site.create', ids.site, { ...site, code: 'S', kind: 'military_prison' });
  await admin.say('site.create', ids.hospital, { ...site, code: 'H', kind: 'hospital' });
  await admin.say('area.create', ids.area, { ...named, site_id: ids.site, level: 'room' });
  const task = { kind: 'search' as const, title: openText, team_id: ids.teamA, site_id: ids.site };
  await admin.say('task.create', ids.task, task);
}
