-- People take part in what every synced table takes part in: the closed lists, the one door, what is
-- told live and what is pulled.

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
    when 'person_sex' then array['female', 'male', 'unknown']
    when 'person_age_group' then array[
      'infant', 'child', 'adolescent', 'adult', 'elderly', 'unknown'
    ]
    when 'person_condition' then array[
      'stable', 'injured', 'critical', 'unresponsive', 'deceased', 'unknown'
    ]
    when 'share_scope' then array['none', 'family', 'partners', 'public']
    when 'person_event_kind' then array['created', 'updated', 'merged', 'unmerged', 'conflict']
    when 'mutation_kind' then array[
      'task.create', 'task.update', 'task.status', 'task.claim', 'task.hand_over', 'task.comment',
      'team.status', 'team.checkin', 'site.create', 'site.update', 'area.create', 'area.update',
      'area.search', 'team.create', 'team.update', 'operation.update', 'record.discard', 'release.record',
      'person.create', 'person.update', 'person.merge', 'person.unmerge'
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
    when 'person.create' then private.apply_person_create(m)
    when 'person.update' then private.apply_person_update(m)
    when 'person.merge' then private.apply_person_merge(m)
    when 'person.unmerge' then private.apply_person_unmerge(m)
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
    when 'person' then 'people'
  end
$$;

create or replace function private.is_open_to_all(entity text, changed jsonb) returns boolean
language sql immutable parallel safe
as $$
  select entity not in ('members', 'checkins', 'people', 'person_events')
    and not (entity = 'task_events' and changed ->> 'kind' = 'comment')
$$;

create or replace view private.synced_rows (entity, place, operation_id, version, deleted_at, image)
with (security_invoker = true) as
select 'operations', 1, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.operations t
union all
select 'organisations', 2, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.organisations t
union all
select 'members', 3, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.members t
union all
select 'teams', 4, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.teams t
union all
select 'sites', 5, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.sites t
union all
select 'site_areas', 6, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.site_areas t
union all
select 'area_searches', 7, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.area_searches t
union all
select 'tasks', 8, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.tasks t
union all
select 'task_events', 9, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.task_events t
union all
select 'checkins', 10, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.checkins t
union all
select 'releases', 11, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.releases t
union all
select 'people', 12, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.people t
union all
select 'person_events', 13, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.person_events t;

revoke all on all functions in schema private from public;
