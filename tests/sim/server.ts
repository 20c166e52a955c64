import postgres, { type Row, type Sql } from 'postgres';
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
 * claims of the caller. On one connection, which works off the calls in the order in which they
 * were made: so a seed decides it, and many can be on their way at once.
 */
export class SimServer {
  /** Superuser, for arranging and for looking behind row level security. */
  readonly sql: Sql;
  readonly #drop: () => Promise<void>;
  #heardUntil = '-infinity';
  #heard = new Set<string>();
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
    await makePoison(sql);
    await makeDoors(sql);
    await makeStorage(sql);
    return new SimServer(sql, async () => {
      await sql.end();
      await maintenance`drop database ${maintenance(name)} with (force)`;
      await maintenance.end();
    });
  }

  private constructor(sql: Sql, drop: () => Promise<void>) {
    this.sql = sql;
    this.#drop = drop;
  }

  close(): Promise<void> {
    return this.#drop();
  }

  /**
   * @param batch as JSON
   * @param poison the id of one that fails unexpectedly this time [W8]
   * @returns the answer, and what was announced
   */
  async apply(
    user: string,
    batch: string,
    poison: string | null = null,
  ): Promise<{ answer: Answer; news: Broadcast[] }> {
    const before: PromiseLike<unknown>[] = [];
    // What autovacuum does elsewhere.
    if ((this.#calls += 1) % 400 === 30) before.push(this.#send(this.sql`analyze`));
    if (poison !== null)
      before.push(this.#send(this.sql`insert into sim.poison values (${poison})`));
    const applied = this.#as(this.sql`
      select sim.apply_as(${user}, ${batch}::text::jsonb) as answer`);
    if (poison !== null) before.push(this.#send(this.sql`delete from sim.poison`));
    const announced = this.news();
    await Promise.all(before);
    return { answer: await applied, news: await announced };
  }

  pull(user: string, operation: string, cursor: string | null, page: number): Promise<Answer> {
    return this.#as(this.sql`
      select sim.pull_as(${user}, ${operation}, ${cursor}, ${page}) as answer`);
  }

  /** Whether the policy lets the account join the topic [B1]. */
  async mayHear(user: string, topic: string): Promise<boolean> {
    const answer = await this.#as(this.sql`select sim.may_hear_as(${user}, ${topic}) as answer`);
    return answer.ok && answer.value === true;
  }

  /** @returns the answer of set_member */
  async setMember(
    admin: string,
    operation: string,
    member: { user: string; role: string; team: string | null; active: boolean; name: string },
  ): Promise<Answer> {
    const { user, role, team, active, name } = member;
    return this.#as(this.sql`
      select sim.set_member_as(${admin}, ${operation}, ${user}, ${role}, ${team}, ${active}, ${name})
      as answer`);
  }

  /**
   * What the server does with the bytes of evidence once all have come [V2].
   * @returns whether there were any
   */
  async checkFile(areSame: boolean): Promise<boolean> {
    const checked = await this.#send(this.sql`
      select public.record_evidence_check(e.id, case when ${areSame} then e.sha256 else repeat('0', 64) end)
      from public.evidence e
      where e.stored_at is not null and e.checked_at is null order by e.id limit 1`);
    return checked.length > 0;
  }

  /** What realtime.send has stored and nobody was told of, oldest first. */
  async news(): Promise<Broadcast[]> {
    const rows = await this.#send(this.sql<(Broadcast & { at: string; id: string })[]>`
      select topic, event, payload, inserted_at::text as at, id::text from realtime.messages
      where extension = 'broadcast' and private is true and inserted_at > ${this.#heardUntil}::text::timestamp
      order by inserted_at, (payload ->> 'version')::bigint, event`);
    // Asked for when the answer to an earlier question was still on its way, some come twice.
    const news = rows.filter(({ id }) => !this.#heard.has(id));
    this.#heard = new Set(rows.map(({ id }) => id));
    this.#heardUntil = rows.at(-1)?.at ?? this.#heardUntil;
    return news.map(({ topic, event, payload }) => ({ topic, event, payload }));
  }

  /** A query is sent when it is first waited for: here it is at once. */
  #send<T>(query: PromiseLike<T>): Promise<T> {
    return Promise.resolve(query.then((value) => value));
  }

  async #as(call: PromiseLike<readonly Row[]>): Promise<Answer> {
    try {
      const [row] = await this.#send(call);
      return ok((row as { answer: unknown } | undefined)?.answer);
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

/**
 * The bytes of an item are in Storage as soon as the server knows of it, but for one in eight: that
 * phone sends none before it says that it has.
 */
const makeStorage = async (sql: Sql): Promise<void> => {
  await sql`
    create function sim.store_bytes() returns trigger language plpgsql security definer as $$
    begin
      insert into storage.objects (bucket_id, name, metadata)
      select 'evidence', private.part_path(new, part),
        jsonb_build_object('size', least(1048576, new.size_bytes - part::bigint * 1048576))
      from generate_series(0, (new.size_bytes - 1)::int / 1048576) part
      union all
      select 'evidence', new.operation_id || '/' || new.id || '/working',
        jsonb_build_object('size', new.working_bytes)
      where new.working_bytes is not null;
      return new;
    end $$`;
  await sql`
    create trigger store_bytes after insert on public.evidence
    for each row when (left(new.sha256, 1) not in ('0', '1')) execute function sim.store_bytes()`;
  await sql`
    create function sim.store_photo() returns trigger language plpgsql security definer as $$
    begin
      insert into storage.objects (bucket_id, name, metadata)
      values ('person-photos', private.photo_path(new), jsonb_build_object('size', new.size_bytes));
      return new;
    end $$`;
  await sql`
    create trigger store_photo after insert on public.person_photos
    for each row when (left(new.sha256, 1) not in ('0', '1')) execute function sim.store_photo()`;
};

/**
 * What the API does around a call, in one round trip: within a transaction the claims and the role
 * are set, and both are gone after it, also when the call fails.
 */
const makeDoors = async (sql: Sql): Promise<void> => {
  await door(sql, 'apply_as', 'batch jsonb', 'public.apply_mutations(batch)', 'jsonb');
  await door(
    sql,
    'pull_as',
    'operation uuid, cursor text, page int',
    'public.pull_changes(operation, cursor, page)',
    'jsonb',
  );
  await door(sql, 'may_hear_as', 'topic text', 'private.may_hear(topic)', 'boolean');
  await door(
    sql,
    'set_member_as',
    'operation uuid, member uuid, role text, team uuid, active boolean, name text',
    'public.set_member(operation, member, role, team, active, name)',
    'jsonb',
  );
};

const door = (sql: Sql, name: string, args: string, call: string, returns: string) =>
  sql.unsafe(`
    create function sim.${name}(caller uuid, ${args}) returns ${returns} language plpgsql as $$
    declare
      answer ${returns};
    begin
      perform set_config(
        'request.jwt.claims',
        jsonb_build_object('role', 'authenticated', 'sub', caller)::text,
        true
      );
      perform set_config('role', 'authenticated', true);
      answer := ${call};
      perform set_config('role', 'none', true);
      return answer;
    end $$`);
