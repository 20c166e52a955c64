-- The one door for writing: apply_mutations. docs/sync-spec.md, section "Writing".

create function private.dispatch(m private.mutation) returns private.verdict
language plpgsql
as $$
begin
  return case m.kind
    when 'task.create' then private.apply_task_create(m)
    when 'task.update' then private.apply_task_update(m)
    when 'task.status' then private.apply_task_status(m)
    when 'task.claim' then private.apply_task_claim(m)
    when 'task.hand_over' then private.apply_task_hand_over(m)
    when 'task.comment' then private.apply_task_comment(m)
    when 'team.status' then private.apply_team_status(m)
    when 'team.checkin' then private.apply_team_checkin(m)
    when 'site.create' then private.apply_site_create(m)
    when 'site.update' then private.apply_site_update(m)
    when 'area.create' then private.apply_area_create(m)
    when 'area.update' then private.apply_area_update(m)
    when 'area.search' then private.apply_area_search(m)
    when 'team.create' then private.apply_team_create(m)
    when 'team.update' then private.apply_team_update(m)
    when 'operation.update' then private.apply_operation_update(m)
  end;
end
$$;
comment on function private.dispatch(private.mutation) is 'A function for each kind of mutation.';

create function private.table_of(kind text) returns text
language sql immutable parallel safe
as $$
  select case split_part(kind, '.', 1)
    when 'task' then 'tasks'
    when 'team' then 'teams'
    when 'site' then 'sites'
    when 'area' then 'site_areas'
    when 'operation' then 'operations'
  end
$$;
comment on function private.table_of(text) is 'The table of the row that a mutation is about.';

create function private.answer(
  id jsonb, outcome text, reason text, version bigint default null, field text default null
) returns jsonb
language sql stable parallel safe
as $$
  select jsonb_build_object('id', id, 'outcome', outcome, 'reason', reason, 'version', version)
    || case when field is null then '{}' else jsonb_build_object('field', field) end
$$;
comment on function private.answer(jsonb, text, text, bigint, text) is 'Rule W1: the result of one mutation.';

create function private.unreadable(entry jsonb) returns jsonb
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
      and octet_length(coalesce(entry -> 'payload', 'null')::text) <= 65536,
      false
    )
      then private.answer(entry -> 'id', 'rejected', 'malformed')
    when not private.is_one_of(entry -> 'kind', 'mutation_kind')
      then private.answer(entry -> 'id', 'rejected', 'unknown_kind')
  end
$$;
comment on function private.unreadable(jsonb) is
  'Rule W2: the refusal for an entry that cannot be recorded; null when it can be read.';

create function private.read_mutation(entry jsonb) returns private.mutation
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
  if private.is_whole(entry -> 'base_version', 0, 9000000000000000) then
    m.base_version := (entry ->> 'base_version')::numeric;
  end if;
  if private.is_time(entry -> 'device_at') then
    m.device_at := (entry ->> 'device_at')::timestamptz;
  end if;
  return m;
end
$$;
comment on function private.read_mutation(jsonb) is
  'A mutation as it came in. A clock that cannot be read counts as none: no work is lost for a phone''s clock.';

create function private.judge(m private.mutation, operation_status text) returns private.verdict
language plpgsql
as $$
declare
  refusal text := private.may_be_asked(m.kind, m.role, operation_status);
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
comment on function private.judge(private.mutation, text) is
  'Applies a mutation, or says why not.';

create function private.first_answer(entry jsonb, known public.events) returns jsonb
language sql stable
as $$
  select case
    when known.actor is distinct from (select auth.uid())
      then private.answer(entry -> 'id', 'rejected', 'not_allowed')
    else private.answer(entry -> 'id', 'duplicate', known.reason, known.version)
      || jsonb_build_object('first_outcome', known.outcome)
  end
$$;
comment on function private.first_answer(jsonb, public.events) is
  'Rule W4: the answer to a mutation whose id is in the log.';

create function private.event_of(
  clock public.operation_clocks, m private.mutation, verdict private.verdict
) returns public.events
language plpgsql stable
as $$
declare
  event public.events;
begin
  event.id := m.id;
  event.actor := m.actor;
  event.kind := m.kind;
  event.entity := private.table_of(m.kind);
  event.entity_id := m.entity_id;
  if verdict.hidden or verdict.changes <> '[]' then
    event.version := m.version;
  end if;
  event.outcome := verdict.outcome;
  event.reason := verdict.reason;
  event.device_at := m.device_at;
  event.received_at := m.received_at;
  event.payload := m.payload;
  event.operation_id := clock.operation_id;
  event.seq := clock.seq + 1;
  event.prev_hash := clock.head_hash;
  event.hash := private.event_hash(event);
  return event;
end
$$;
comment on function private.event_of(public.operation_clocks, private.mutation, private.verdict) is
  'Rule W6: the event of a mutation, with a version when rows have changed.';

revoke all on all functions in schema private from public;
