-- The kind release.record. docs/sync-spec.md, rule C8.

create function private.fault_in_release(payload jsonb) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
begin
  for key, value in select * from jsonb_each(payload) loop
    if not (case key
      when 'site_id' then private.is_uuid_or_null(value)
      when 'area_id' then private.is_uuid_or_null(value)
      when 'task_id' then private.is_uuid_or_null(value)
      when 'team_id' then private.is_uuid_or_null(value)
      when 'corrects' then private.is_uuid_or_null(value)
      when 'together' then jsonb_typeof(value) = 'boolean'
      when 'note' then private.is_text(value, 4000)
      else key in ('women', 'men', 'girls', 'boys', 'unknown')
        and private.is_whole(
          value, case when payload ->> 'corrects' is null then 0 else -10000 end, 10000
        )
    end) then
      return key;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.fault_in_release(jsonb) is 'The field at fault in a release.record.';

create function private.place_fault(
  operation uuid, site uuid, area uuid, task uuid, team uuid
) returns text
language plpgsql stable
as $$
declare
  found_in uuid;
  found_site uuid;
begin
  if area is not null then
    select a.operation_id, a.site_id into found_in, found_site
    from public.site_areas a where a.id = area;
    if found_in is distinct from operation or site is distinct from found_site then
      return 'area_id';
    end if;
  end if;
  return case
    when site is not null and operation is distinct from (
      select s.operation_id from public.sites s where s.id = site
    ) then 'site_id'
    when task is not null and operation is distinct from (
      select t.operation_id from public.tasks t where t.id = task
    ) then 'task_id'
    when team is not null and operation is distinct from (
      select t.operation_id from public.teams t where t.id = team
    ) then 'team_id'
  end;
end
$$;
comment on function private.place_fault(uuid, uuid, uuid, uuid, uuid) is
  'Which of site, area, task and team is none of this operation, or the area none of the site; null when all fit.';

create function private.apply_release_correction(m private.mutation, release public.releases)
returns private.verdict
language plpgsql
as $$
declare
  corrected public.releases;
begin
  if release.together then
    return private.invalid('together');
  end if;
  select * into corrected from public.releases r where r.id = release.corrects;
  if corrected.operation_id is distinct from m.operation_id then
    return private.invalid('corrects');
  end if;
  if m.role <> 'admin' and not private.is_own(m, corrected.team_id) then
    return private.rejected('not_allowed');
  end if;
  -- It counts where that row does, or the sums of two places would be wrong.
  release.site_id := corrected.site_id;
  release.area_id := corrected.area_id;
  release.task_id := corrected.task_id;
  release.team_id := corrected.team_id;
  return private.write_release(m, release);
end
$$;
comment on function private.apply_release_correction(private.mutation, public.releases) is
  'A release.record that corrects another.';

create function private.write_release(m private.mutation, release public.releases)
returns private.verdict
language plpgsql
as $$
begin
  insert into public.releases (
    id, operation_id, site_id, area_id, task_id, team_id, corrects,
    women, men, girls, boys, unknown, together, note, counted_at,
    version, created_at, updated_at
  ) values (
    m.entity_id, m.operation_id, release.site_id, release.area_id, release.task_id,
    release.team_id, release.corrects, release.women, release.men, release.girls, release.boys,
    release.unknown, release.together, private.text_of(m.payload -> 'note'), m.happened_at,
    m.version, m.received_at, m.received_at
  )
  returning * into release;
  return private.applied(jsonb_build_array(private.change('releases', to_jsonb(release))));
end
$$;
comment on function private.write_release(private.mutation, public.releases) is
  'Adds the row of a release.record.';

create function private.apply_release_record(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_release(m.payload);
  found_in uuid;
  release public.releases;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select r.operation_id into found_in from public.releases r where r.id = m.entity_id;
  if found then
    return private.taken(found_in, m);
  end if;
  release := jsonb_populate_record(
    null::public.releases,
    '{"women": 0, "men": 0, "girls": 0, "boys": 0, "unknown": 0, "together": false}' || m.payload
  );
  if (release.women, release.men, release.girls, release.boys, release.unknown)
    = (0, 0, 0, 0, 0) then
    return private.invalid('unknown');
  end if;
  if release.corrects is not null then
    return private.apply_release_correction(m, release);
  end if;
  if not m.payload ? 'team_id' then
    release.team_id := m.team_id;
  end if;
  if m.role <> 'admin' and not private.is_own(m, release.team_id) then
    return private.rejected('not_allowed');
  end if;
  if release.site_id is null and release.area_id is not null then
    select a.site_id into release.site_id from public.site_areas a where a.id = release.area_id;
  end if;
  fault := private.place_fault(
    m.operation_id, release.site_id, release.area_id, release.task_id, release.team_id
  );
  if fault is not null then
    return private.invalid(fault);
  end if;
  return private.write_release(m, release);
end
$$;
comment on function private.apply_release_record(private.mutation) is
  'Kind release.record: additive (rule C8), also for a site, an area or a task that was deleted since.';

create or replace function private.words(list text) returns text[]
language sql immutable parallel safe
set search_path = ''
as $$
  select case list
    when 'role' then array['admin', 'coordinator', 'medic', 'observer']
    when 'specialty' then array[
      'search_and_rescue', 'wall_breaching', 'door_opening', 'dog_unit', 'medical',
      'documentation', 'logistics', 'psychosocial'
    ]
    when 'team_status' then array['available', 'en_route', 'on_site', 'resting', 'out_of_service']
    when 'site_kind' then array[
      'civil_prison', 'military_prison', 'intelligence_branch', 'military_police', 'militia_camp',
      'hospital', 'clinic', 'shelter', 'reception_centre', 'staging_area'
    ]
    when 'site_status' then array[
      'reported', 'verified', 'secured', 'searching', 'cleared', 'closed'
    ]
    when 'coord_source' then array['published', 'derived', 'approximate', 'town', 'surveyed']
    when 'area_level' then array['building', 'level', 'wing', 'room']
    when 'area_access' then array[
      'open', 'locked', 'electronic_door', 'concealed', 'collapsed', 'unknown'
    ]
    when 'search_method' then array['visual', 'dog', 'listening', 'technical', 'breach']
    when 'search_result' then array[
      'nothing_found', 'people_found', 'inaccessible', 'sealed_for_evidence'
    ]
    when 'task_kind' then array[
      'release', 'search', 'breach', 'medical', 'evacuation', 'documentation', 'reunification',
      'logistics'
    ]
    when 'priority' then array['critical', 'high', 'normal', 'low']
    when 'task_status' then array[
      'open', 'en_route', 'in_progress', 'blocked', 'done', 'verified', 'cancelled'
    ]
    when 'holding' then array['claimed', 'assigned', 'handed_over', 'given_back']
    when 'operation_status' then array['active', 'closed']
    when 'task_event_kind' then array[
      'create', 'update', 'status', 'claim', 'hand_over', 'comment'
    ]
    when 'conflict_reason' then array[
      'status_changed', 'held_by_other_team', 'fields_changed', 'row_deleted'
    ]
    when 'mutation_kind' then array[
      'task.create', 'task.update', 'task.status', 'task.claim', 'task.hand_over', 'task.comment',
      'team.status', 'team.checkin', 'site.create', 'site.update', 'area.create', 'area.update',
      'area.search', 'team.create', 'team.update', 'operation.update', 'record.discard',
      'release.record'
    ]
  end
$$;

create or replace function private.dispatch(m private.mutation) returns private.verdict
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
    when 'record.discard' then private.apply_record_discard(m)
    when 'release.record' then private.apply_release_record(m)
  end;
end
$$;

create or replace function private.table_of(kind text) returns text
language sql immutable parallel safe
as $$
  select case split_part(kind, '.', 1)
    when 'task' then 'tasks'
    when 'team' then 'teams'
    when 'site' then 'sites'
    when 'area' then 'site_areas'
    when 'operation' then 'operations'
    when 'record' then 'records'
    when 'release' then 'releases'
  end
$$;

revoke all on all functions in schema private from public;
