import postgres, { type Sql } from 'postgres';
import type { Result } from '../../src/lib/domain/result.ts';
import { err, ok } from '../../src/lib/domain/result.ts';
import type { TransportError } from '../../src/lib/sync/transport.ts';
import { superuser } from '../../supabase/embedded/postgres.ts';
import type { Template } from '../support/template.ts';

export type Answer = Result<unknown, TransportError>;

export interface Broadcast {
  topic: string;
  event: 'change' | 'changed';
  payload: unknown;
}

/**
 * The real SQL on a database of its own, called as the API calls it: role `authenticated` with the
 * claims of the caller. One call at a time, so that a seed decides their order.
 */
export class SimServer {
  /** Superuser, for arranging and for looking behind row level security. */
  readonly sql: Sql;
  readonly #api: Sql;
  readonly #drop: () => Promise<void>;
  #heardUntil = '-infinity';
  #calls = 0;

  static async open({ port, password, template }: Template): Promise<SimServer> {
    const name = `sim_${crypto.randomUUID().replaceAll('-', '')}`;
    const connect = (role: string, database: string) =>
      postgres(`postgres://${role}:${password}@127.0.0.1:${port}/${database}`, {
        max: 1,
        fetch_types: false,
        onnotice: () => undefined,
      });
    const maintenance = connect(superuser, 'postgres');
    await maintenance`
      create database ${maintenance(name)} template ${maintenance(template)}
      owner postgres strategy file_copy`;
    const sql = connect(superuser, name);
    const api = connect('postgres', name);
    // Nobody analyses these tables: without it, the planner reads them whole.
    await sql`set enable_seqscan = off`;
    await api`set role authenticated`;
    await makePoison(sql);
    return new SimServer(sql, api, async () => {
      await Promise.all([sql.end(), api.end()]);
      await maintenance`drop database ${maintenance(name)} with (force)`;
      await maintenance.end();
    });
  }

  private constructor(sql: Sql, api: Sql, drop: () => Promise<void>) {
    this.sql = sql;
    this.#api = api;
    this.#drop = drop;
  }

  close(): Promise<void> {
    return this.#drop();
  }

  /** @param batch as JSON @param poison the id of one that fails unexpectedly this time [W8] */
  async apply(user: string, batch: string, poison: string | null = null): Promise<Answer> {
    // What autovacuum does elsewhere.
    if ((this.#calls += 1) % 400 === 30) await this.sql`analyze`;
    if (poison !== null) await this.sql`insert into sim.poison values (${poison})`;
    const answer = await this.#as(
      user,
      (api) => api<{ answer: unknown }[]>`
        select public.apply_mutations(${batch}::text::jsonb) as answer`,
    );
    if (poison !== null) await this.sql`delete from sim.poison`;
    return answer;
  }

  pull(user: string, operation: string, cursor: string | null, page: number): Promise<Answer> {
    return this.#as(
      user,
      (api) => api<{ answer: unknown }[]>`
        select public.pull_changes(${operation}, ${cursor}, ${page}) as answer`,
    );
  }

  /** Whether the policy lets the account join the topic [B1]. */
  async mayHear(user: string, topic: string): Promise<boolean> {
    const answer = await this.#as(
      user,
      (api) => api<{ answer: boolean }[]>`select private.may_hear(${topic}) as answer`,
    );
    return answer.ok && answer.value === true;
  }

  /** @returns the answer of set_member */
  async setMember(
    admin: string,
    operation: string,
    member: { user: string; role: string; team: string | null; active: boolean; name: string },
  ): Promise<Answer> {
    const { user, role, team, active, name } = member;
    return this.#as(
      admin,
      (api) => api<{ answer: unknown }[]>`
        select public.set_member(${operation}, ${user}, ${role}, ${team}, ${active}, ${name})
        as answer`,
    );
  }

  /** What realtime.send has stored since the last call, oldest first. */
  async news(): Promise<Broadcast[]> {
    const rows = await this.sql<(Broadcast & { at: string })[]>`
      select topic, event, payload, inserted_at::text as at from realtime.messages
      where extension = 'broadcast' and private and inserted_at > ${this.#heardUntil}::text::timestamp
      order by inserted_at, (payload ->> 'version')::bigint, event`;
    this.#heardUntil = rows.at(-1)?.at ?? this.#heardUntil;
    return rows.map(({ topic, event, payload }) => ({ topic, event, payload }));
  }

  async #as(
    user: string,
    call: (api: Sql) => PromiseLike<readonly { answer: unknown }[]>,
  ): Promise<Answer> {
    const claims = JSON.stringify({ role: 'authenticated', sub: user });
    try {
      // Sent together: one way to the database and back.
      const [, [row]] = await Promise.all([
        this.#api`select set_config('request.jwt.claims', ${claims}, false)`,
        call(this.#api),
      ]);
      return ok(row?.answer);
    } catch (error) {
      const code = error instanceof postgres.PostgresError ? error.code : '';
      if (code === '42501') return err({ type: 'not_a_member' });
      if (code === '22023') return err({ type: 'batch_refused', status: 400 });
      throw error;
    }
  }
}

/** A way to let a mutation fail in a way that no rule foresaw. */
const makePoison = async (sql: Sql): Promise<void> => {
  await sql`create schema sim`;
  await sql`grant usage on schema sim to public`;
  await sql`create table sim.poison (id uuid primary key)`;
  await sql`grant select on sim.poison to public`;
  await sql`
    create function sim.fail_when_poisoned() returns trigger language plpgsql as $$
    begin
      if exists (select from sim.poison p where p.id = new.id) then
        raise exception 'poisoned';
      end if;
      return new;
    end $$`;
  await sql`
    create trigger fail_when_poisoned before insert on public.events
    for each row execute function sim.fail_when_poisoned()`;
};
