/** The operation that a run begins with: teams, places, tasks, and an account for each phone. */
import type { Role } from '../../src/lib/domain/vocabulary.ts';
import type { Dice } from './dice.ts';
import type { SimServer } from './server.ts';
import type { Knowledge } from './wishes/index.ts';

interface Account {
  userId: string;
  role: Role;
  teamId: string | null;
}

export interface World {
  operationId: string;
  teams: readonly string[];
  /** Administers the operation, and has no phone. */
  administrator: string;
  accounts: readonly Account[];
}

export const makeWorld = async (
  { sql, ...server }: Pick<SimServer, 'sql'> & { apply: SimServer['apply'] },
  dice: Dice,
  phones: number,
  knows: Knowledge,
): Promise<World> => {
  const operationId = dice.uuid();
  const administrator = dice.uuid();
  const teams = Array.from({ length: 5 }, () => dice.uuid());
  const accounts = Array.from({ length: phones }, (_, index): Account => {
    const role = knows === 'everything' ? roleAtDesk(index) : roleOf(index);
    const isField = role === 'coordinator' || role === 'medic';
    const isAlone = knows === 'everything' && index % 12 === 5;
    return {
      userId: dice.uuid(),
      role,
      teamId: isField && !isAlone ? (teams[index % 5] ?? null) : null,
    };
  });

  await sql`insert into public.operations (id, name_en, name_ar) values (${operationId}, 'Exercise', 'تمرين')`;
  for (const [index, id] of teams.entries())
    await sql`
      insert into public.teams (id, operation_id, code, name_en, name_ar, specialty)
      values (${id}, ${operationId}, ${`T${index}`}, ${`Team ${index}`}, ${`فريق ${index}`}, 'search_and_rescue')`;
  for (let index = 0; index < 3; index += 1) {
    const site = dice.uuid();
    await sql`
      insert into public.sites (id, operation_id, code, name_en, name_ar, kind, lat, lon)
      values (${site}, ${operationId}, ${`S${index}`}, 'Site', 'موقع', 'military_prison', 33.66, 36.32)`;
    for (let room = 0; room < 4; room += 1)
      await sql`
        insert into public.site_areas (id, operation_id, site_id, level, name_en, name_ar)
        values (${dice.uuid()}, ${operationId}, ${site}, 'room', ${`Room ${room}`}, ${`غرفة ${room}`})`;
  }
  for (const { userId, role, teamId } of [
    { userId: administrator, role: 'admin' as const, teamId: null },
    ...accounts,
  ]) {
    await sql`
      insert into auth.users (id, aud, role, email)
      values (${userId}, 'authenticated', 'authenticated', ${`${userId}@example.org`})`;
    await sql`
      insert into public.members (id, operation_id, user_id, role, team_id, display_name)
      values (${dice.uuid()}, ${operationId}, ${userId}, ${role}, ${teamId}, ${role})`;
  }
  if (knows === 'everything') {
    for (const code of ['X1', 'X2'])
      await sql`
        insert into public.teams (id, operation_id, code, name_en, name_ar, specialty)
        values (${dice.uuid()}, ${operationId}, ${code}, 'For a while', 'مؤقت', 'logistics')`;
    for (const [code, kind] of [
      ['H1', 'hospital'],
      ['H2', 'hospital'],
      ['C1', 'clinic'],
    ] as const)
      await sql`
        insert into public.sites (id, operation_id, code, name_en, name_ar, kind, lat, lon)
        values (${dice.uuid()}, ${operationId}, ${code}, 'Facility', 'مرفق', ${kind}, 33.51, 36.29)`;
  }
  const tasks = Array.from({ length: 40 }, (_, index) => ({
    id: dice.uuid(),
    operation_id: operationId,
    kind: 'task.create',
    entity_id: dice.uuid(),
    base_version: null,
    payload: {
      kind: 'search',
      title: `Task ${index}`,
      team_id: index < 30 ? teams[index % 5] : null,
    },
    device_at: null,
  }));
  const made = await server.apply(administrator, JSON.stringify(tasks));
  if (!made.answer.ok) throw new Error('The first tasks could not be made.');
  if (knows === 'everything') {
    const asked = (kind: 'person.create' | 'tracing.request') => ({
      ...{ id: dice.uuid(), operation_id: operationId, kind, entity_id: dice.uuid() },
      ...{ base_version: null, payload: { given: 'خالد' }, device_at: null },
    });
    const people = Array.from({ length: 5 }, () => asked('person.create'));
    const requests = Array.from({ length: 4 }, () => asked('tracing.request'));
    const known = await server.apply(administrator, JSON.stringify([...people, ...requests]));
    if (!known.answer.ok) throw new Error('The first people could not be recorded.');
  }
  return { operationId, teams, administrator, accounts };
};

const roleOf = (index: number): Role => {
  if (index % 16 === 0) return 'admin';
  if (index % 12 === 7) return 'observer';
  return index % 5 === 3 ? 'medic' : 'coordinator';
};

/** More medics, of whom one belongs to no team, and two who administer. */
const roleAtDesk = (index: number): Role => {
  if (index % 8 === 0) return 'admin';
  if (index % 12 === 7) return 'observer';
  return index % 3 === 2 ? 'medic' : 'coordinator';
};
