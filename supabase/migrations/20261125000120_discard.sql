-- The kind record.discard: what its author has laid down instead of sending. Rule K8.

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
      'area.search', 'team.create', 'team.update', 'operation.update', 'record.discard'
    ]
  end
$$;

create or replace function private.may_be_asked(kind text, role text, operation_status text) returns text
language sql immutable parallel safe
as $$
  select case
    -- Changes no row: whoever has a record may lay it down, whatever has become of them since.
    when kind = 'record.discard' then null
    when operation_status = 'closed' and not (kind = 'operation.update' and role = 'admin')
      then 'operation_closed'
    when role = 'observer' then 'not_allowed'
    when role <> 'admin' and kind in (
      'site.create', 'site.update', 'area.update', 'team.create', 'team.update', 'operation.update'
    ) then 'not_allowed'
  end
$$;
comment on function private.may_be_asked(text, text, text) is
  'Rules W9, P1, P2, P5, K8: why the author may not ask for this kind at all; null when it depends on the row.';

create function private.fault_in_discard(payload jsonb) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_uuid(payload -> 'record_id'), false) then 'record_id'
    when not coalesce(private.is_name(payload -> 'kind'), false) then 'kind'
    when not coalesce(private.is_uuid(payload -> 'entity_id'), false) then 'entity_id'
    when payload ? 'payload' and jsonb_typeof(payload -> 'payload') <> 'object' then 'payload'
    when not coalesce(private.is_text(payload -> 'reason', 4000), true) then 'reason'
    when not coalesce(private.is_name(payload -> 'state'), false) then 'state'
    else private.unknown_key(
      payload, 'record_id', 'kind', 'entity_id', 'payload', 'reason', 'state'
    )
  end
$$;
comment on function private.fault_in_discard(jsonb) is
  'The first field of record.discard that is not as it should be. A kind of another version of the app is taken as it is.';

create function private.apply_record_discard(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_discard(m.payload);
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  if private.text_of(m.payload -> 'reason') is null then
    return private.rejected('reason_required');
  end if;
  if exists (
    select from public.events e
    where e.id = (m.payload ->> 'record_id')::uuid
      and (e.actor is distinct from m.actor or e.operation_id <> m.operation_id)
  ) then
    return private.rejected('not_allowed');
  end if;
  return private.applied();
end
$$;
comment on function private.apply_record_discard(private.mutation) is
  'Kind record.discard, rule K8: an event and nothing else. The record is the author''s own, as far as the server knows it.';

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
  end
$$;

revoke all on all functions in schema private from public;
