-- The kinds task.status, task.claim and task.hand_over.

create function private.needs_reason(status text) returns boolean
language sql immutable parallel safe
as $$
  select status in ('blocked', 'cancelled')
$$;
comment on function private.needs_reason(text) is
  'Rule P4, the same for every step that leads there; a test compares it with the transitions.';

create function private.may_verify(m private.mutation, task public.tasks) returns text
language sql immutable parallel safe
as $$
  select case
    when m.role = 'admin' then null
    when not private.is_field(m) or m.team_id is null then 'not_allowed'
    when m.team_id = coalesce(task.done_team_id, task.team_id) then 'own_work'
  end
$$;
comment on function private.may_verify(private.mutation, public.tasks) is
  'Rule P3: why the author may not verify this task; null when they may.';

create function private.fault_in_status(payload jsonb) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_one_of(payload -> 'status', 'task_status'), false) then 'status'
    when not private.is_one_of(payload -> 'from', 'task_status') then 'from'
    when not private.is_text(payload -> 'reason', 4000) then 'reason'
    when not private.is_uuids(payload -> 'resolves', 100) then 'resolves'
    else private.unknown_key(payload, 'status', 'from', 'reason', 'resolves')
  end
$$;
comment on function private.fault_in_status(jsonb) is 'The field at fault in a task.status.';

create function private.apply_task_status(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_status(m.payload);
  wanted text := m.payload ->> 'status';
  seen text := m.payload ->> 'from';
  why text := private.text_of(m.payload -> 'reason');
  task public.tasks;
  before jsonb;
  refusal text;
  review boolean;
  decided jsonb;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  if private.needs_reason(wanted) and why is null then
    return private.rejected('reason_required', 'reason');
  end if;
  select * into task from public.tasks t where t.id = m.entity_id;
  if task.operation_id is distinct from m.operation_id then
    return private.missing(task.operation_id, m);
  end if;
  before := jsonb_build_object('status', task.status);

  if wanted = 'verified' then
    refusal := private.may_verify(m, task);
    if refusal is not null then
      return private.rejected(refusal);
    end if;
  elsif not (m.role = 'admin' or private.is_own(m, task.team_id)) then
    if private.is_field(m) and private.was_held_by(m, task, m.team_id) then
      return private.conflict_on_task(
        m, 'status', 'held_by_other_team', before || jsonb_build_object('team_id', task.team_id)
      );
    end if;
    return private.rejected('not_allowed');
  end if;
  if task.deleted_at is not null then
    return private.conflict_on_task(m, 'status', 'row_deleted', before);
  end if;

  if seen is null and not private.changed_by_others(m, task) then
    seen := task.status;
  end if;
  if task.status <> wanted then
    if seen is distinct from task.status then
      return private.conflict_on_task(m, 'status', 'status_changed', before);
    end if;
    if not exists (
      select from public.task_transitions() s
      where s.from_status = task.status and s.to_status = wanted
    ) then
      return private.rejected('transition_not_allowed');
    end if;
  end if;

  select d.needs_review, d.decided into review, decided
  from private.decide_conflicts(m, task) d;
  if task.status = wanted and decided = '[]' then
    return private.applied();
  end if;
  update public.tasks t set
    status = wanted,
    status_reason = case when t.status = wanted then t.status_reason else why end,
    status_at = case when t.status = wanted then t.status_at else m.happened_at end,
    done_team_id = case when wanted = 'done' and t.status <> wanted then t.team_id
      else t.done_team_id end,
    needs_review = review,
    version = m.version,
    updated_at = m.received_at
  where t.id = m.entity_id
  returning * into task;
  return private.applied(
    jsonb_build_array(private.change('tasks', to_jsonb(task))) || decided,
    false,
    private.history(m, 'status', null, before)
  );
end
$$;
comment on function private.apply_task_status(private.mutation) is 'Kind task.status, rules C2, P2, P3, P4.';

create function private.give_task(
  m private.mutation, task public.tasks, kind text, team uuid, holding text
) returns private.verdict
language plpgsql
as $$
declare
  before jsonb := jsonb_build_object('team_id', task.team_id);
  review boolean;
  decided jsonb;
begin
  select d.needs_review, d.decided into review, decided
  from private.decide_conflicts(m, task) d;
  if task.team_id is not distinct from team and decided = '[]' then
    return private.applied();
  end if;
  update public.tasks t set
    team_id = give_task.team,
    holding = case when t.team_id is not distinct from give_task.team then t.holding
      else give_task.holding end,
    held_at = case when t.team_id is not distinct from give_task.team then t.held_at
      else m.happened_at end,
    needs_review = review,
    version = m.version,
    updated_at = m.received_at
  where t.id = m.entity_id
  returning * into task;
  return private.applied(
    jsonb_build_array(private.change('tasks', to_jsonb(task))) || decided,
    false,
    private.history(m, kind, null, before)
  );
end
$$;
comment on function private.give_task(private.mutation, public.tasks, text, uuid, text) is
  'Puts a task into the hands of a team, or of nobody. Nothing changes when it is there already.';

create function private.apply_task_claim(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := case
    when not private.is_uuid(m.payload -> 'team_id') then 'team_id'
    when not private.is_uuid_or_null(m.payload -> 'from_team_id') then 'from_team_id'
    when not private.is_uuids(m.payload -> 'resolves', 100) then 'resolves'
    else private.unknown_key(m.payload, 'team_id', 'from_team_id', 'resolves')
  end;
  team uuid;
  seen uuid;
  task public.tasks;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  team := coalesce((m.payload ->> 'team_id')::uuid, m.team_id);
  seen := (m.payload ->> 'from_team_id')::uuid;
  select * into task from public.tasks t where t.id = m.entity_id;
  if task.operation_id is distinct from m.operation_id then
    return private.missing(task.operation_id, m);
  end if;
  if m.role <> 'admin' and (not private.is_own(m, team) or seen is not null and seen <> team) then
    return private.rejected('not_allowed');
  end if;
  if team is null or not private.is_team_of(m.operation_id, team) then
    return private.invalid('team_id');
  end if;
  if task.deleted_at is not null then
    return private.conflict_on_task(m, 'claim', 'row_deleted', '{}');
  end if;
  if task.team_id <> team and task.team_id is distinct from seen then
    return private.conflict_on_task(
      m, 'claim', 'held_by_other_team', jsonb_build_object('team_id', task.team_id)
    );
  end if;
  if task.status in ('verified', 'cancelled') and m.role <> 'admin' then
    if private.changed_by_others(m, task) then
      return private.conflict_on_task(
        m, 'claim', 'status_changed', jsonb_build_object('status', task.status)
      );
    end if;
    return private.rejected('not_allowed');
  end if;
  return private.give_task(m, task, 'claim', team, 'claimed');
end
$$;
comment on function private.apply_task_claim(private.mutation) is 'Kind task.claim, rule C3.';

create function private.apply_task_hand_over(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := case
    when not m.payload ? 'team_id' or not private.is_uuid_or_null(m.payload -> 'team_id')
      then 'team_id'
    when not private.is_uuid_or_null(m.payload -> 'from_team_id') then 'from_team_id'
    when not private.is_text(m.payload -> 'note', 4000) then 'note'
    when not private.is_uuids(m.payload -> 'resolves', 100) then 'resolves'
    else private.unknown_key(m.payload, 'team_id', 'from_team_id', 'note', 'resolves')
  end;
  team uuid;
  seen uuid;
  task public.tasks;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  team := (m.payload ->> 'team_id')::uuid;
  select * into task from public.tasks t where t.id = m.entity_id;
  if task.operation_id is distinct from m.operation_id then
    return private.missing(task.operation_id, m);
  end if;
  seen := case
    when m.payload ? 'from_team_id' then (m.payload ->> 'from_team_id')::uuid
    when m.role = 'admin' then task.team_id
    else m.team_id
  end;
  if m.role <> 'admin' and not (
    coalesce(seen = m.team_id, false)
    and (private.is_own(m, task.team_id) or private.was_held_by(m, task, m.team_id))
  ) then
    return private.rejected('not_allowed');
  end if;
  if team is not null and not private.is_team_of(m.operation_id, team) then
    return private.invalid('team_id');
  end if;
  if task.deleted_at is not null then
    return private.conflict_on_task(m, 'hand_over', 'row_deleted', '{}');
  end if;
  if task.team_id is distinct from team and task.team_id is distinct from seen then
    return private.conflict_on_task(
      m, 'hand_over', 'held_by_other_team', jsonb_build_object('team_id', task.team_id)
    );
  end if;
  return private.give_task(m, task, 'hand_over', team, case
    when team is null then 'given_back'
    when m.role = 'admin' then 'assigned'
    else 'handed_over'
  end);
end
$$;
comment on function private.apply_task_hand_over(private.mutation) is 'Kind task.hand_over, rule C3.';

revoke all on all functions in schema private from public;
