import { randomBytes } from 'node:crypto';
import type { GoTrueAdminApi, SupabaseClient } from '@supabase/supabase-js';
import type { Sql, TransactionSql } from 'postgres';
import type { MutationResult } from '../../src/lib/domain/mutation-answers.ts';
import type { Role } from '../../src/lib/domain/vocabulary.ts';
import { demoId, operationId, organisationId, teamId, toMutation, type Act } from './demo/act.ts';
import { areaActs } from './demo/areas.ts';
import { careActs } from './demo/care.ts';
import { checkInActs } from './demo/checkins.ts';
import { checkEvidence, evidenceActs, storeEvidence } from './demo/evidence.ts';
import { peopleActs } from './demo/people.ts';
import { releaseActs } from './demo/releases.ts';
import { reportActs } from './demo/reports.ts';
import { searchActs } from './demo/searches.ts';
import { siteActs } from './demo/sites.ts';
import { taskActs } from './demo/task-story.ts';
import { careTasks } from './demo/tasks-care.ts';
import { redBuildingTasks } from './demo/tasks-red.ts';
import { supportTasks } from './demo/tasks-support.ts';
import { tracingActs } from './demo/tracing.ts';
import { members, teamActs, teamCode, type DemoMember } from './demo/teams.ts';

/** A sign-in of the demo, as demo-accounts.json lists them; `team` is the team's code or null. */
export interface DemoAccount {
  email: string;
  password: string;
  role: Role;
  team: string | null;
}

export interface DemoOptions {
  /** A connection as the role `postgres`. */
  sql: Sql;
  /** A supabase-js client with the secret key. */
  service: SupabaseClient;
  /** The moment around which due times and check-ins lie. */
  now: Date;
}

const batchSize = 100;

/**
 * Fills the demo operation "Syria, December 2024" (docs/demo.md): accounts through the Auth API,
 * everything else through apply_mutations as the account that would have done it, so that the event
 * log is as real as any. The data are written in one transaction, and may be filled again after an
 * interruption: all ids follow from their names, and the accounts get new passwords.
 * Throws when the database refuses any of it.
 */
export async function fillDemo({ sql, service, now }: DemoOptions): Promise<DemoAccount[]> {
  const accounts = await Promise.all(
    members.map(async (member) => {
      const password = randomBytes(12).toString('base64url');
      return {
        ...member,
        password,
        userId: await saveAccount(service.auth.admin, member, password),
      };
    }),
  );
  const userIds = new Map<string, string>(accounts.map(({ key, userId }) => [key, userId]));
  await storeEvidence(service);
  await sql.begin(async (tx) => {
    await tx`
      insert into public.operations (id, name_en, name_ar, starts_on)
      values (${operationId}, 'Syria, December 2024', 'سوريا، كانون الأول 2024', '2024-11-27')
      on conflict do nothing`;
    await tx`
      insert into public.organisations (id, operation_id, code, name_en, name_ar)
      values (${organisationId}, ${operationId}, 'SCD', 'White Helmets', 'الخوذ البيضاء')
      on conflict do nothing`;
    const join = (list: typeof accounts) => addMembers(tx, list);
    await join(accounts.filter(({ team }) => team === null));
    await apply(tx, [...teamActs], userIds, now);
    await join(accounts.filter(({ team }) => team !== null));
    await apply(tx, story(now), userIds, now);
  });
  await checkEvidence(service);
  return accounts.map(({ email, password, role, team }) => ({
    email,
    password,
    role,
    team: team === null ? null : teamCode(team),
  }));
}

/** Makes the account, or gives one that an earlier filling left the new password. */
async function saveAccount(
  auth: GoTrueAdminApi,
  { email, displayName }: DemoMember,
  password: string,
): Promise<string> {
  const account = { password, email_confirm: true, user_metadata: { display_name: displayName } };
  const made = await auth.createUser({ email, ...account });
  if (!made.error) return made.data.user.id;
  if (made.error.code !== 'email_exists') throw new Error(made.error.message);
  const { data, error } = await auth.listUsers({ page: 1, perPage: 1000 });
  const id = data.users.find((user) => user.email === email)?.id;
  if (error || id === undefined) throw new Error(`${email} exists, but cannot be found`);
  const changed = await auth.updateUserById(id, account);
  if (changed.error) throw changed.error;
  return id;
}

const story = (now: Date): Act[] =>
  [
    ...siteActs(),
    ...areaActs,
    ...searchActs(now),
    ...checkInActs(now),
    ...releaseActs,
    ...peopleActs,
    ...careActs,
    ...tracingActs,
    ...reportActs,
    ...evidenceActs(now),
    ...[...redBuildingTasks, ...supportTasks, ...careTasks].flatMap((task) => taskActs(task, now)),
  ].toSorted((a, b) => a.at - b.at);

type Account = (typeof members)[number] & { userId: string };

async function addMembers(tx: TransactionSql, accounts: readonly Account[]): Promise<void> {
  const rows = accounts.map(({ key, userId, role, team, displayName }) => ({
    id: demoId(`member ${key}`),
    operation_id: operationId,
    user_id: userId,
    role,
    team_id: team === null ? null : teamId(team),
    display_name: displayName,
  }));
  await tx`insert into public.members ${tx(rows)} on conflict do nothing`;
}

/** Sends the acts in their order, each run of one account's acts as one batch of its own. */
async function apply(
  tx: TransactionSql,
  acts: readonly Act[],
  userIds: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> {
  for (const batch of batches(acts)) {
    const by = batch[0]?.by ?? '';
    const claims = { sub: userIds.get(by), role: 'authenticated' };
    const mutations = batch.map((act) => toMutation(act, now));
    await tx`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
      set_config('role', 'authenticated', true)`;
    const [answer] = await tx<{ results: MutationResult[] }[]>`
      select public.apply_mutations(${tx.json(mutations as never)}) as results`;
    await tx`reset role`;
    const refused = answer?.results.find(({ outcome }) => outcome === 'rejected');
    if (refused) {
      const act = batch.find((_, index) => mutations[index]?.id === refused.id);
      throw new Error(
        `The demo's ${act?.kind ?? ''} by ${by} was refused: ${refused.reason ?? ''} ${refused.field ?? ''} ${JSON.stringify(act?.payload)}`,
      );
    }
  }
}

function batches(acts: readonly Act[]): Act[][] {
  const list: Act[][] = [];
  for (const act of acts) {
    const last = list.at(-1);
    if (last?.[0]?.by === act.by && last.length < batchSize) last.push(act);
    else list.push([act]);
  }
  return list;
}
