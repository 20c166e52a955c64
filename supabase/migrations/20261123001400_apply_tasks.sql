-- The kinds task.create, task.update and task.comment.

create function private.apply_task_create(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fields jsonb := m.payload - 'team_id';
  fault text;
  found_in uuid;
  place record;
  task public.tasks;
  made public.tasks;
begin
  fault := case
    when not m.payload ? 'kind' then 'kind'
    when m.payload ? 'team_id' and not private.is_uuid_or_null(m.payload -> 'team_id')
      then 'team_id'
    else private.fault_in_task(fields)
  end;
  if fault is not null then
    return private.invalid(fault);
  end if;
  task.team_id := (m.payload ->> 'team_id')::uuid;
  if task.team_id is not null and not (m.role = 'admin' or private.is_own(m, task.team_id)) then
    return private.rejected('not_allowed');
  end if;
  if task.team_id is not null and not private.is_team_of(m.operation_id, task.team_id) then
    return private.invalid('team_id');
  end if;
  place := private.fault_in_place(
    m.operation_id, (fields ->> 'site_id')::uuid, (fields ->> 'area_id')::uuid
  );
  if place.fault is not null then
    return private.invalid(place.fault);
  end if;
  task.code := 'T-' || upper(left(m.entity_id::text, 4));
  loop
    insert into public.tasks (
      id, operation_id, code, kind, title, details, site_id, area_id, priority, status_at, due_at,
      people_expected, team_id, holding, held_at, version, created_at, updated_at
    ) values (
      m.entity_id, m.operation_id, task.code,
      fields ->> 'kind', private.text_of(fields -> 'title'), private.text_of(fields -> 'details'),
      place.site, (fields ->> 'area_id')::uuid, coalesce(fields ->> 'priority', 'normal'),
      m.happened_at, (fields ->> 'due_at')::timestamptz, (fields ->> 'people_expected')::int,
      task.team_id,
      case
        when task.team_id is null then null
        when m.role = 'admin' then 'assigned'
        else 'claimed'
      end,
      case when task.team_id is not null then m.happened_at end,
      m.version, m.received_at, m.received_at
    )
    on conflict do nothing
    returning * into made;
    exit when found;
    -- The id is taken, or only the code.
    select t.operation_id into found_in from public.tasks t where t.id = m.entity_id;
    if found then
      return private.taken(found_in, m);
    end if;
    task.code := private.task_code(m.operation_id, m.entity_id);
  end loop;
  return private.applied(
    jsonb_build_array(private.change('tasks', to_jsonb(made))),
    false,
    private.history(m, 'create', null, '{}')
  );
end
$$;
comment on function private.apply_task_create(private.mutation) is 'Kind task.create.';

create function private.set_task_fields(
  m private.mutation, task public.tasks, fits jsonb, needs_review boolean
) returns jsonb
language plpgsql
as $$
begin
  task := jsonb_populate_record(task, fits);
  update public.tasks t set
    kind = task.kind,
    title = task.title,
    details = task.details,
    site_id = task.site_id,
    area_id = task.area_id,
    priority = task.priority,
    due_at = task.due_at,
    people_expected = task.people_expected,
    needs_review = set_task_fields.needs_review,
    version = m.version,
    updated_at = m.received_at
  where t.id = m.entity_id
  returning * into task;
  return private.change('tasks', to_jsonb(task));
end
$$;
comment on function private.set_task_fields(private.mutation, public.tasks, jsonb, boolean) is
  'Writes fields that were found to fit; returns the change.';

create function private.apply_task_update(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := coalesce(
    private.fault_in_changes(m.payload),
    private.fault_in_task(m.payload -> 'set'),
    private.fault_in_task(coalesce(m.payload -> 'base', '{}'))
  );
  task public.tasks;
  wanted jsonb;
  seen jsonb;
  split private.merge;
  before jsonb;
  review boolean;
  decided jsonb;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into task from public.tasks t where t.id = m.entity_id;
  if task.operation_id is distinct from m.operation_id then
    return private.missing(task.operation_id, m);
  end if;
  if not (m.role = 'admin' or private.is_own(m, task.team_id)) then
    if private.is_field(m) and private.was_held_by(m, task, m.team_id) then
      return private.conflict_on_task(
        m, 'update', 'held_by_other_team', jsonb_build_object('team_id', task.team_id)
      );
    end if;
    return private.rejected('not_allowed');
  end if;
  if task.deleted_at is not null then
    return private.conflict_on_task(m, 'update', 'row_deleted', '{}');
  end if;

  wanted := private.without_blanks(m.payload -> 'set');
  seen := private.without_blanks(coalesce(m.payload -> 'base', '{}'));
  wanted := private.same_form(wanted, to_jsonb(jsonb_populate_record(null::public.tasks, wanted)));
  seen := private.same_form(seen, to_jsonb(jsonb_populate_record(null::public.tasks, seen)));
  split := private.merged(to_jsonb(task), wanted, seen, coalesce(task.version = m.base_version, false));
  -- An area belongs to a site: another site without an area takes the task out of the old area.
  if split.fits ? 'site_id' and not wanted ? 'area_id' and task.area_id is not null then
    split.fits := split.fits || '{"area_id": null}';
  end if;
  if split.fits ?| array['site_id', 'area_id'] then
    select p.fault, split.fits || jsonb_build_object('site_id', p.site) into fault, split.fits
    from private.fault_in_place(
      m.operation_id,
      case when split.fits ? 'site_id' then (split.fits ->> 'site_id')::uuid
        when (split.fits ->> 'area_id') is not null and not wanted ? 'site_id' then null
        else task.site_id end,
      case when split.fits ? 'area_id' then (split.fits ->> 'area_id')::uuid
        else task.area_id end
    ) p;
    if fault is not null and split.clashes = '{}' then
      return private.invalid(fault);
    elsif fault is not null then
      -- One half of a place fits and the other does not: a person decides both.
      split.clashes := split.clashes || private.picked(to_jsonb(task), split.fits, 'site_id', 'area_id');
      split.fits := split.fits - 'site_id' - 'area_id';
    end if;
  end if;
  before := private.picked(to_jsonb(task), split.fits);

  if split.clashes = '{}' then
    select d.needs_review, d.decided into review, decided
    from private.decide_conflicts(m, task) d;
    if split.fits = '{}' and decided = '[]' then
      return private.applied();
    end if;
    return private.applied(
      jsonb_build_array(private.set_task_fields(m, task, split.fits, review)) || decided,
      false,
      private.history(m, 'update', null, before)
    );
  end if;
  return private.conflict(
    'fields_changed',
    jsonb_build_array(private.set_task_fields(m, task, split.fits, true)),
    private.history(m, 'update', 'fields_changed', split.clashes)
      || case when split.fits <> '{}' then private.history(
        m, 'update', null, before, jsonb_build_object('set', split.fits), gen_random_uuid()
      ) end
  );
end
$$;
comment on function private.apply_task_update(private.mutation) is
  'Kind task.update, rule C4. The conflict''s `before` names the fields that stayed; fields that were set have an entry of their own.';

create function private.apply_task_comment(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := case
    when private.text_of(m.payload -> 'body') is null
      or not private.is_text(m.payload -> 'body', 4000) then 'body'
    when jsonb_typeof(m.payload -> 'help') <> 'boolean' then 'help'
    else private.unknown_key(m.payload, 'body', 'help')
  end;
  found_in uuid;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select t.operation_id into found_in from public.tasks t where t.id = m.entity_id;
  if found_in is distinct from m.operation_id then
    return private.missing(found_in, m);
  end if;
  return private.applied('[]', true, private.history(m, 'comment', null, '{}'));
end
$$;
comment on function private.apply_task_comment(private.mutation) is
  'Kind task.comment: additive (rule C7), and hidden from observers.';

revoke all on all functions in schema private from public;
