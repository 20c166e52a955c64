-- What the mutations of tasks have in common: reading their fields, the history, conflicts.

create function private.fault_in_task(fields jsonb) returns text
language sql stable parallel safe
as $$
  select case
    when not private.is_one_of(fields -> 'kind', 'task_kind') then 'kind'
    when not private.is_text(fields -> 'title', 4000) then 'title'
    when not private.is_text(fields -> 'details', 4000) then 'details'
    when not private.is_uuid_or_null(fields -> 'site_id') then 'site_id'
    when not private.is_uuid_or_null(fields -> 'area_id') then 'area_id'
    when not private.is_one_of(fields -> 'priority', 'priority') then 'priority'
    when fields -> 'due_at' <> 'null' and not private.is_time(fields -> 'due_at') then 'due_at'
    when fields -> 'people_expected' <> 'null'
      and not private.is_whole(fields -> 'people_expected', 0, 1000000) then 'people_expected'
    else private.unknown_key(
      fields, 'kind', 'title', 'details', 'site_id', 'area_id', 'priority', 'due_at',
      'people_expected'
    )
  end
$$;
comment on function private.fault_in_task(jsonb) is 'The first of TaskFields that is not as it should be.';

create function private.is_site_of(operation uuid, site uuid) returns boolean
language sql stable
as $$
  select coalesce((select s.operation_id = operation from public.sites s where s.id = site), false)
$$;
comment on function private.is_site_of(uuid, uuid) is 'Whether this is a site of the operation.';

create function private.fault_in_place(operation uuid, inout site uuid, area uuid, out fault text)
language plpgsql stable
as $$
declare
  site_of_area uuid;
  found_in uuid;
begin
  if area is not null then
    select a.site_id, a.operation_id into site_of_area, found_in
    from public.site_areas a where a.id = area;
    if found_in is distinct from operation or site_of_area <> site then
      fault := 'area_id';
      return;
    end if;
    site := site_of_area;
  elsif site is not null and not private.is_site_of(operation, site) then
    fault := 'site_id';
  end if;
end
$$;
comment on function private.fault_in_place(uuid, uuid, uuid) is
  'The field at fault when a site or an area is not one of the operation; otherwise the site, which follows from the area.';

create function private.is_team_of(operation uuid, team uuid) returns boolean
language sql stable
as $$
  select coalesce((
    select t.operation_id = operation and t.deleted_at is null
    from public.teams t where t.id = team
  ), false)
$$;
comment on function private.is_team_of(uuid, uuid) is 'Whether a task can be given to this team.';

create function private.history(
  m private.mutation, kind text, reason text, before jsonb,
  payload jsonb default null, id uuid default null
) returns public.task_events[]
language plpgsql stable
as $$
declare
  entry public.task_events;
begin
  entry.id := coalesce(id, m.id);
  entry.operation_id := m.operation_id;
  entry.task_id := m.entity_id;
  entry.kind := kind;
  entry.outcome := case when reason is null then 'applied' else 'conflict' end;
  entry.reason := reason;
  entry.actor_id := m.actor;
  entry.actor_role := m.role;
  entry.actor_team_id := m.team_id;
  entry.payload := coalesce(payload, m.payload);
  entry.before := before;
  entry.device_at := coalesce(m.device_at, m.received_at);
  entry.received_at := m.received_at;
  entry.version := m.version;
  entry.created_at := m.received_at;
  entry.updated_at := m.received_at;
  return array[entry];
end
$$;
comment on function private.history(private.mutation, text, text, jsonb, jsonb, uuid) is
  'An entry for the history of a task: applied without a reason, a conflict with one.';

create function private.conflict_on_task(
  m private.mutation, kind text, reason text, before jsonb
) returns private.verdict
language plpgsql
as $$
declare
  task public.tasks;
begin
  update public.tasks t
  set needs_review = true, version = m.version, updated_at = m.received_at
  where t.id = m.entity_id
  returning * into task;
  return private.conflict(
    reason,
    jsonb_build_array(private.change('tasks', to_jsonb(task))),
    private.history(m, kind, reason, before)
  );
end
$$;
comment on function private.conflict_on_task(private.mutation, text, text, jsonb) is
  'Rule C1: the task stays as it is, asks for a decision, and its history has the whole payload.';

create function private.decide_conflicts(
  m private.mutation, task public.tasks, out needs_review boolean, out decided jsonb
)
language plpgsql
as $$
begin
  needs_review := task.needs_review;
  decided := '[]';
  if not (m.payload ? 'resolves') or jsonb_array_length(m.payload -> 'resolves') = 0 then
    return;
  end if;
  with settled as (
    update public.task_events e
    set resolved_at = m.received_at, version = m.version, updated_at = m.received_at
    where e.task_id = m.entity_id
      and e.outcome = 'conflict'
      and e.resolved_at is null
      and e.id in (select r::uuid from jsonb_array_elements_text(m.payload -> 'resolves') r)
    returning *
  )
  select coalesce(jsonb_agg(private.change('task_events', to_jsonb(s))), '[]')
  into decided from settled s;
  if jsonb_array_length(decided) > 0 then
    needs_review := exists (
      select from public.task_events e
      where e.task_id = m.entity_id
        and e.outcome = 'conflict'
        and e.resolved_at is null
    );
  end if;
end
$$;
comment on function private.decide_conflicts(private.mutation, public.tasks) is
  'Rule C6: marks the conflicts that this mutation resolves, and says whether any is left.';

create function private.changed_by_others(m private.mutation, task public.tasks) returns boolean
language sql stable
as $$
  select task.version > coalesce(m.base_version, 0) and exists (
    select from public.task_events e
    where e.task_id = m.entity_id
      and e.version > coalesce(m.base_version, 0)
      and e.actor_id is distinct from m.actor
      and e.outcome = 'applied'
      and e.kind <> 'comment'
  )
$$;
comment on function private.changed_by_others(private.mutation, public.tasks) is
  'Rule C2: whether another account changed the task after the version that the author saw.';

create function private.was_held_by(m private.mutation, task public.tasks, team uuid)
returns boolean
language sql stable
as $$
  select team = case when task.version > coalesce(m.base_version, 0) then coalesce(
    (
      select (e.before -> 'team_id') from public.task_events e
      where e.task_id = m.entity_id
        and e.version > coalesce(m.base_version, 0)
        and e.outcome = 'applied'
        and e.kind in ('claim', 'hand_over')
      order by e.version limit 1
    ),
    to_jsonb(task.team_id)
  ) #>> '{}' else task.team_id::text end::uuid
$$;
comment on function private.was_held_by(private.mutation, public.tasks, uuid) is
  'Whether the team held the task at the version that the author saw: then the mutation was right for what its author saw (rule C1).';

revoke all on all functions in schema private from public;
