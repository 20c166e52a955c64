-- What each of a hundred mutations pays for. A look into the log and one among the withdrawn for each
-- id are two looks for all of them at the start of the batch; lists that are not there are not read;
-- what is not sealed is not handed to the function that seals; and what only apply_batch calls fixes
-- no search path, for it inherits that of the door. The rules are those of the versions before, and
-- so is the order in which they come.

alter type private.mutation add attribute is_new boolean;

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
      and (
        not entry ? 'replaces'
        or jsonb_typeof(entry -> 'replaces') = 'null'
        or private.is_uuids(entry -> 'replaces', 100)
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
  m.gives_up := case when entry ? 'replaces' or m.kind = 'record.discard'
    then private.given_up(entry) else '{}' end;
  if private.is_whole(entry -> 'base_version', 0, 9000000000000000) then
    m.base_version := (entry ->> 'base_version')::numeric;
  end if;
  if private.is_time(entry -> 'device_at') then
    m.device_at := (entry ->> 'device_at')::timestamptz;
  end if;
  return m;
end
$$;

create or replace function private.event_of(
  clock public.operation_clocks, m private.mutation, verdict private.verdict
) returns public.events
language plpgsql stable
as $$
declare
  event public.events := row(
    m.id, clock.operation_id, clock.seq + 1, m.actor, m.kind, private.table_of(m.kind), m.entity_id,
    case when verdict.hidden or verdict.changes <> '[]' then m.version end,
    verdict.outcome, verdict.reason, m.device_at, m.received_at, m.payload,
    clock.head_hash, clock.head_hash
  )::public.events;
begin
  event.hash := private.event_hash(event);
  return event;
end
$$;

create or replace function private.record_mutation(
  m private.mutation, operation_status text, clock public.operation_clocks
) returns private.written
language plpgsql
as $$
declare
  refusal text := case when m.is_new then null else private.would_stand_twice(m) end;
  verdict private.verdict;
  written private.written;
begin
  if refusal is null then
    verdict := private.judge(m, operation_status);
  else
    verdict := private.rejected(refusal);
  end if;
  written.gives_up := m.gives_up;
  if m.kind = 'record.discard' or private.is_sealed(m.kind, m.entity_id, m.payload) then
    m := private.sealed(m);
  end if;
  written.event := private.event_of(clock, m, verdict);
  clock.version := coalesce((written.event).version, clock.version);
  clock.seq := (written.event).seq;
  clock.head_hash := (written.event).hash;
  written.clock := clock;
  written.history := verdict.history;
  written.changes := private.with_history(verdict.changes, verdict.history);
  written.hidden := verdict.hidden;
  written.field := verdict.field;
  return written;
end
$$;
comment on function private.record_mutation(private.mutation, text, public.operation_clocks) is
  'Applies a mutation to the projection, rules W13 and W14 before all others; returns what is left to be written, and the clock as it then stands. One that `is_new` is known to be in nobody''s place, and to have been given up by nobody.';

create or replace function private.write_down(
  clock public.operation_clocks, written private.written[]
) returns void
language plpgsql
as $$
begin
  insert into public.task_events
  select h.* from unnest(written) w cross join lateral unnest(w.history) h;
  insert into public.events
  select (w.event).* from unnest(written) w;
  if exists (select from unnest(written) w where w.field is not null or w.gives_up <> '{}') then
    insert into private.refused_fields (event_id, field)
    select (w.event).id, w.field from unnest(written) w
    where w.field is not null;
    -- What is in the log already has its answer.
    insert into private.withdrawn (record_id, actor, by_event)
    select g.id, (w.event).actor, (w.event).id
    from unnest(written) w cross join lateral unnest(w.gives_up) g (id)
    where not exists (select from public.events e where e.id = g.id)
    on conflict do nothing;
  end if;
  perform private.put_clock_back(clock);
  perform private.announce(w.clock, w.changes, w.hidden)
  from unnest(written) w
  where (w.event).version is not null;
end
$$;

create function private.known_ids(batch jsonb) returns uuid[]
language plpgsql
as $$
begin
  -- Id by id, by the index: how large the log has grown since this was planned costs nothing.
  return array(
    with sent as materialized (
      select (e ->> 'id')::uuid as id from jsonb_array_elements(batch) e
      where private.is_uuid(e -> 'id')
    )
    select s.id from sent s
    cross join lateral (select from public.events e where e.id = s.id limit 1) e
    union all
    select s.id from sent s
    cross join lateral (select from private.withdrawn w where w.record_id = s.id limit 1) w
  );
end
$$;
comment on function private.known_ids(jsonb) is
  'Of the ids of a batch those that are in the log, or that somebody has withdrawn.';

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
  -- Ids that may be in the log or withdrawn by now: those that were, and all of this batch so far.
  in_doubt uuid[] := private.known_ids(batch);
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
      or m.id = any (touched) or m.entity_id = any (touched) or m.gives_up && touched then
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
    m.is_new := m.id <> all (in_doubt);
    if not m.is_new then
      select * into known from public.events e where e.id = m.id;
      if found then
        answers := array_append(answers, private.first_answer(entry, known));
        continue;
      end if;
    end if;
    in_doubt := in_doubt || m.id || m.gives_up;

    m.is_new := m.is_new and m.gives_up = '{}';
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

revoke all on all functions in schema private from public;
