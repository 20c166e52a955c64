-- The batch: one lock an operation, one event a mutation, one answer each.

create type private.author as (
  user_id uuid,
  operation_id uuid,
  role text,
  team_id uuid,
  operation_status text
);
comment on type private.author is 'The caller in an operation.';

create function private.author_in(operation uuid) returns private.author
language sql stable
set search_path = ''
as $$
  select row(m.user_id, m.operation_id, m.role, m.team_id, o.status)::private.author
  from public.members m
  join public.operations o on o.id = m.operation_id
  where m.operation_id = operation
    and m.user_id = (select auth.uid())
    and m.operation_id in (select private.my_operations())
$$;
comment on function private.author_in(uuid) is
  'The caller in an operation; null for whoever is not an active member.';

create function private.lock_clocks(batch jsonb) returns void
language plpgsql
set search_path = ''
as $$
begin
  -- In one order, so that two batches that name the same operations never wait for each other.
  perform from public.operation_clocks c
  where c.operation_id in (
    select (e ->> 'operation_id')::uuid from jsonb_array_elements(batch) e
    where private.is_uuid(e -> 'operation_id')
  )
  and c.operation_id in (select private.my_operations())
  order by c.operation_id
  for update;
end
$$;
comment on function private.lock_clocks(jsonb) is
  'Rule W7: takes the clocks of every operation that the batch names and the caller belongs to.';

create function private.put_clock_back(clock public.operation_clocks) returns void
language sql
set search_path = ''
as $$
  update public.operation_clocks c
  set version = clock.version, seq = clock.seq, head_hash = clock.head_hash
  where c.operation_id = clock.operation_id
$$;
comment on function private.put_clock_back(public.operation_clocks) is
  'Writes the clock as it stands after the mutations of a batch. The caller holds its row lock.';

-- What a mutation leaves to be written: the event, the history, what to announce. Waiting for the
-- end of the batch, because one statement for a hundred rows costs a fraction of a hundred.
create type private.written as (
  clock public.operation_clocks,
  event public.events,
  history public.task_events[],
  changes jsonb,
  hidden boolean,
  field text
);

create function private.history_changes(history public.task_events[]) returns jsonb
language plpgsql stable
as $$
declare
  changes jsonb := '[]';
  entry public.task_events;
begin
  foreach entry in array history loop
    if entry.kind <> 'comment' then
      changes := changes || private.change('task_events', to_jsonb(entry));
    end if;
  end loop;
  return changes;
end
$$;
comment on function private.history_changes(public.task_events[]) is
  'Entries of a task''s history that every member may see, as changes.';

create function private.record_mutation(
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
  return written;
end
$$;
comment on function private.record_mutation(private.mutation, text, public.operation_clocks) is
  'Applies a mutation to the projection; returns what is left to be written, and the clock as it then stands.';

create function private.write_down(
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
  perform private.put_clock_back(clock);
  perform private.announce(w.clock, w.changes, w.hidden)
  from unnest(written) w
  where (w.event).version is not null;
end
$$;
comment on function private.write_down(public.operation_clocks, private.written[]) is
  'Writes history, events and the clock, and announces the versions (rule B2).';

create function private.apply_carefully(
  m private.mutation, operation_status text, clock public.operation_clocks
) returns private.written
language plpgsql
set search_path = ''
as $$
declare
  written private.written;
  state text;
  at_constraint text;
begin
  written := private.record_mutation(m, operation_status, clock);
  perform private.write_down(written.clock, array[written]);
  return written;
exception when others then
  -- Names of rules only: the message may carry personal data.
  get stacked diagnostics state = returned_sqlstate, at_constraint = constraint_name;
  raise warning 'mutation % (%) failed: % %', m.id, m.kind, state, at_constraint;
  return null;
end
$$;
comment on function private.apply_carefully(private.mutation, text, public.operation_clocks) is
  'Rules W3 and W8: a mutation in a subtransaction of its own; null when an unexpected failure undid it.';

create function private.apply_batch(batch jsonb, carefully boolean) returns jsonb
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
  -- Mutations that wait and the rows that they are about.
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
      or m.id = any (touched) or m.entity_id = any (touched) then
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
      touched := touched || m.id || m.entity_id;
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
  'Rules W1 to W9 for every entry in order. Carefully: each in a subtransaction of its own.';

create function private.apply_mutations(batch jsonb) returns jsonb
language plpgsql security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  answers jsonb;
begin
  if (select auth.uid()) is null then
    raise exception 'not_signed_in' using errcode = '42501';
  end if;
  -- An API may hand a JSON argument over as text.
  if jsonb_typeof(batch) = 'string' and pg_input_is_valid(batch #>> '{}', 'jsonb') then
    batch := (batch #>> '{}')::jsonb;
  end if;
  if jsonb_typeof(batch) is distinct from 'array' then
    raise exception 'the batch is not an array' using errcode = '22023';
  end if;
  if jsonb_array_length(batch) > 100 then
    raise exception 'the batch has more than 100 mutations' using errcode = '22023';
  end if;
  perform private.lock_clocks(batch);
  perform set_config('daylight.door', 'open', true);
  begin
    answers := private.apply_batch(batch, false);
  exception when others then
    -- Something that no rule foresaw. Subtransactions cost, so that only now each gets its own.
    answers := private.apply_batch(batch, true);
  end;
  perform set_config('daylight.door', '', true);
  return answers;
end
$$;
comment on function private.apply_mutations(jsonb) is
  'Writes as the owner of the tables what the rules allow the caller.';

create function public.apply_mutations(batch jsonb) returns jsonb
language sql volatile
set search_path = ''
as $$
  select private.apply_mutations(batch)
$$;
comment on function public.apply_mutations(jsonb) is
  'The one door for writing. docs/sync-spec.md, section "Writing".';

revoke all on all functions in schema private from public;
grant execute on function private.apply_mutations(jsonb) to authenticated;
revoke all on function public.apply_mutations(jsonb)
  from public, anon, authenticated, service_role;
grant execute on function public.apply_mutations(jsonb) to authenticated;
