-- Rules W13 and W14: a record that its author has corrected or discarded may still come under its old
-- id, as a letter in somebody's phone or because a first sending arrived after all. It never stands
-- beside what took its place.

create table private.withdrawn (
  record_id uuid not null,
  actor uuid not null,
  by_event uuid not null,
  primary key (record_id, actor)
);
comment on table private.withdrawn is
  'Ids that their author has given up before they came. Of an account each: nobody withdraws what another one has recorded.';
comment on column private.withdrawn.by_event is 'What came in its place.';
create index withdrawn_by_event on private.withdrawn (by_event);
alter table private.withdrawn enable row level security;
revoke all on private.withdrawn from public, anon, authenticated, service_role;

-- The author's own records in whose place it is.
alter type private.mutation add attribute gives_up uuid[];
alter type private.written add attribute gives_up uuid[];

create function private.given_up(entry jsonb) returns uuid[]
language sql stable parallel safe
as $$
  select coalesce(array_agg(r.id::uuid), '{}')
  from (
    select jsonb_array_elements_text(
      case when jsonb_typeof(entry -> 'replaces') = 'array' then entry -> 'replaces' else '[]' end
    ) as id
    union
    select entry -> 'payload' ->> 'record_id'
    where entry ->> 'kind' = 'record.discard'
      and private.is_uuid(entry -> 'payload' -> 'record_id')
  ) r
$$;
comment on function private.given_up(jsonb) is
  'Rule W13: the ids in whose place an entry is; for record.discard that of the record too.';

create or replace function private.unreadable(entry jsonb) returns jsonb
language sql stable parallel safe
as $$
  select case
    when jsonb_typeof(entry) <> 'object'
      then private.answer(null, 'rejected', 'malformed')
    when not coalesce(
      private.is_uuid(entry -> 'id')
      and private.is_uuid(entry -> 'operation_id')
      and private.is_uuid(entry -> 'entity_id')
      and jsonb_typeof(entry -> 'kind') = 'string'
      and octet_length(coalesce(entry -> 'payload', 'null')::text) <= 65536
      and coalesce(
        jsonb_typeof(entry -> 'replaces') = 'null' or private.is_uuids(entry -> 'replaces', 100),
        true
      ),
      false
    )
      then private.answer(entry -> 'id', 'rejected', 'malformed')
    when not private.is_one_of(entry -> 'kind', 'mutation_kind')
      then private.answer(entry -> 'id', 'rejected', 'unknown_kind')
  end
$$;

create or replace function private.read_mutation(entry jsonb) returns private.mutation
language plpgsql stable
as $$
declare
  m private.mutation;
begin
  m.id := (entry ->> 'id')::uuid;
  m.operation_id := (entry ->> 'operation_id')::uuid;
  m.entity_id := (entry ->> 'entity_id')::uuid;
  m.kind := entry ->> 'kind';
  m.payload := coalesce(entry -> 'payload', 'null');
  m.gives_up := private.given_up(entry);
  if private.is_whole(entry -> 'base_version', 0, 9000000000000000) then
    m.base_version := (entry ->> 'base_version')::numeric;
  end if;
  if private.is_time(entry -> 'device_at') then
    m.device_at := (entry ->> 'device_at')::timestamptz;
  end if;
  return m;
end
$$;

create function private.would_stand_twice(m private.mutation) returns text
language sql stable
set search_path = ''
as $$
  select case
    when exists (
      select from private.withdrawn w where w.record_id = m.id and w.actor = m.actor
    ) then 'withdrawn'
    -- A discarding puts nothing in the place of what stands.
    when m.kind <> 'record.discard' and m.gives_up <> '{}' and exists (
      select from public.events e
      where e.id = any (m.gives_up) and e.actor = m.actor and e.outcome = 'applied'
    ) then 'already_applied'
  end
$$;
comment on function private.would_stand_twice(private.mutation) is
  'Rules W13 and W14: the refusal for what its author has given up, and for what is in the place of something applied.';

create or replace function private.judge(m private.mutation, operation_status text) returns private.verdict
language plpgsql
as $$
declare
  refusal text := coalesce(
    private.would_stand_twice(m), private.may_be_asked(m.kind, m.role, operation_status)
  );
begin
  if refusal is not null then
    return private.rejected(refusal);
  end if;
  if jsonb_typeof(m.payload) <> 'object' then
    return private.invalid('payload');
  end if;
  return private.dispatch(m);
end
$$;

create or replace function private.record_mutation(
  m private.mutation, operation_status text, clock public.operation_clocks
) returns private.written
language plpgsql
set search_path = ''
as $$
declare
  verdict private.verdict := private.judge(m, operation_status);
  written private.written;
begin
  written.event := private.event_of(clock, m, verdict);
  clock.version := coalesce((written.event).version, clock.version);
  clock.seq := (written.event).seq;
  clock.head_hash := (written.event).hash;
  written.clock := clock;
  written.history := verdict.history;
  written.changes := verdict.changes || private.history_changes(verdict.history);
  written.hidden := verdict.hidden;
  written.field := verdict.field;
  written.gives_up := m.gives_up;
  return written;
end
$$;

create or replace function private.write_down(
  clock public.operation_clocks, written private.written[]
) returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.task_events
  select h.* from unnest(written) w cross join lateral unnest(w.history) h;
  insert into public.events
  select (w.event).* from unnest(written) w;
  insert into private.refused_fields (event_id, field)
  select (w.event).id, w.field from unnest(written) w
  where w.field is not null;
  -- What is in the log already has its answer.
  insert into private.withdrawn (record_id, actor, by_event)
  select g.id, (w.event).actor, (w.event).id
  from unnest(written) w cross join lateral unnest(w.gives_up) g (id)
  where not exists (select from public.events e where e.id = g.id)
  on conflict do nothing;
  perform private.put_clock_back(clock);
  perform private.announce(w.clock, w.changes, w.hidden)
  from unnest(written) w
  where (w.event).version is not null;
end
$$;
comment on function private.write_down(public.operation_clocks, private.written[]) is
  'Writes history, events, fields at fault, withdrawn ids and the clock, and announces the versions (rule B2).';

create or replace function private.record_late_letter(author uuid, entry jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  m private.mutation := private.read_mutation(entry);
  clock public.operation_clocks;
  known public.events;
  written private.written;
begin
  -- Who never belonged to the operation writes nothing into its log (rule W5).
  if not exists (
    select from public.members b
    where b.operation_id = m.operation_id and b.user_id = author
  ) then
    return private.answer(entry -> 'id', 'rejected', 'not_a_member');
  end if;
  select * into strict clock from public.operation_clocks c
  where c.operation_id = m.operation_id for update;
  select * into known from public.events e where e.id = m.id;
  if found then
    return private.first_answer(entry, known);
  end if;
  m.actor := author;
  m.received_at := clock_timestamp();
  written.event := private.event_of(clock, m, private.rejected('not_a_member'));
  written.gives_up := m.gives_up;
  clock.seq := (written.event).seq;
  clock.head_hash := (written.event).hash;
  perform private.write_down(clock, array[written]);
  return private.answer(entry -> 'id', 'rejected', 'not_a_member');
end
$$;

create or replace function private.apply_batch(batch jsonb, carefully boolean) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  answers jsonb[] := '{}';
  entry jsonb;
  refusal jsonb;
  m private.mutation;
  known public.events;
  author private.author;
  clock public.operation_clocks;
  written private.written;
  waiting private.written[] := '{}';
  -- Mutations that wait, the rows that they are about, and the ids in whose place they are.
  touched uuid[] := '{}';
  -- After the lock: what arrives later in the log was received later.
  received_at timestamptz := clock_timestamp();
begin
  for entry in select value from jsonb_array_elements(batch) loop
    refusal := private.unreadable(entry);
    if refusal is not null then
      answers := array_append(answers, refusal);
      continue;
    end if;
    m := private.read_mutation(entry);

    -- What waits is written before anyone looks for it.
    if author.operation_id is distinct from m.operation_id
      or (m.gives_up || m.id || m.entity_id) && touched then
      perform private.write_down(clock, waiting);
      waiting := '{}';
      touched := '{}';
    end if;
    if author.operation_id is distinct from m.operation_id then
      author := private.author_in(m.operation_id);
      select * into clock from public.operation_clocks c
      where c.operation_id = author.operation_id for update;
    end if;
    if author.operation_id is null then
      answers := array_append(
        answers, private.answer(entry -> 'id', 'rejected', 'not_a_member')
      );
      continue;
    end if;
    select * into known from public.events e where e.id = m.id;
    if found then
      answers := array_append(answers, private.first_answer(entry, known));
      continue;
    end if;

    m.actor := author.user_id;
    m.role := author.role;
    m.team_id := author.team_id;
    m.received_at := received_at;
    m.happened_at := private.happened_at(m.device_at, received_at);
    m.version := clock.version + 1;
    if carefully then
      written := private.apply_carefully(m, author.operation_status, clock);
      if written.clock is null then
        answers := array_append(answers, private.answer(entry -> 'id', 'rejected', 'server_error'));
        continue;
      end if;
    else
      written := private.record_mutation(m, author.operation_status, clock);
      waiting := array_append(waiting, written);
      touched := touched || m.id || m.entity_id || m.gives_up;
    end if;
    clock := written.clock;
    answers := array_append(answers, private.answer(
      entry -> 'id', (written.event).outcome, (written.event).reason, (written.event).version,
      written.field
    ));
    if m.kind = 'operation.update' then
      -- The status may be another now.
      author.operation_status := (private.author_in(m.operation_id)).operation_status;
    end if;
  end loop;
  perform private.write_down(clock, waiting);
  return to_jsonb(answers);
end
$$;
comment on function private.apply_batch(jsonb, boolean) is
  'Rules W1 to W9, W13 and W14 for every entry in order. Carefully: each in a subtransaction of its own.';

revoke all on all functions in schema private from public;
