-- Tracing, reports and evidence become known to the door, to pulling and to the live channels: the
-- lists in which every kind and every synced table has its entry.

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
      'status_changed', 'held_by_other_team', 'fields_changed', 'row_deleted', 'contested'
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
      'area.search', 'team.create', 'team.update', 'operation.update', 'record.discard',
      'release.record', 'person.create', 'person.update', 'person.merge', 'person.unmerge',
      'care.open', 'care.triage', 'care.observe', 'care.step', 'care.link', 'facility.report',
      'tracing.request', 'tracing.update', 'tracing.step', 'tracing.claim', 'tracing.claim_step'
    ]
    when 'triage_category' then array['immediate', 'delayed', 'minor', 'expectant', 'deceased']
    when 'triage_method' then array['start', 'jumpstart', 'direct']
    when 'triage_question' then array[
      'walks', 'breathing', 'breathing_with_open_airway', 'breathing_rate', 'perfusion',
      'follows_commands', 'pulse_without_breathing', 'breathing_after_five_rescue_breaths',
      'child_breathing_rate', 'child_pulse', 'child_response', 'child_walked_before',
      'child_serious_injury'
    ]
    when 'triage_answer' then array[
      'yes', 'no', 'up_to_30', 'over_30', 'under_15', 'from_15_to_45', 'over_45', 'irregular',
      'perfused', 'poorly_perfused', 'alert', 'to_voice', 'to_pain_appropriate',
      'to_pain_inappropriate', 'unresponsive'
    ]
    when 'handoff_status' then array[
      'registered', 'triaged', 'transport_requested', 'in_transport', 'arrived', 'not_received',
      'received', 'discharged', 'left', 'died'
    ]
    when 'care_sign' then array[
      'heavy_bleeding', 'open_wound', 'infected_wound', 'burn', 'fracture', 'head_injury',
      'breathlessness', 'cough', 'chest_pain', 'fever', 'diarrhoea', 'vomiting', 'dehydration',
      'wasting', 'swelling', 'jaundice', 'skin_disease', 'hypothermia', 'weakness', 'sight_loss',
      'confusion', 'agitation', 'seizure', 'unresponsive'
    ]
    when 'care_need' then array[
      'surgery', 'oxygen', 'blood', 'dialysis', 'insulin', 'regular_medicine', 'wound_care',
      'isolation', 'tuberculosis_test', 'nutrition', 'maternity', 'paediatrics', 'mental_health',
      'rehabilitation', 'mobility_aid', 'interpreter', 'guardian'
    ]
    when 'care_event_kind' then array['open', 'step', 'link']
    when 'bed_kind' then array[
      'general', 'intensive', 'maternity', 'paediatric', 'surgical', 'isolation', 'mental_health'
    ]
    when 'facility_status' then array['open', 'full', 'closed']
    when 'tracing_status' then array[
      'open', 'candidate_proposed', 'matched_pending', 'handed_over', 'reversed', 'closed',
      'withdrawn', 'expired'
    ]
    when 'claim_status' then array[
      'proposed', 'held', 'confirmed_once', 'confirmed', 'rejected', 'reversed'
    ]
    when 'seeker_relation' then array[
      'parent', 'spouse', 'child', 'sibling', 'relative', 'friend', 'organisation', 'unknown'
    ]
    when 'tracing_event_kind' then array[
      'requested', 'updated', 'step', 'claimed', 'claim_step', 'conflict'
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
    when role = 'admin' and kind like 'care.%' then 'not_allowed'
    when role <> 'medic' and kind = 'care.observe' then 'not_allowed'
  end
$$;
comment on function private.may_be_asked(text, text, text) is
  'Rules W9, P1, P2, P5, M1, K8: why the author may not ask for this kind at all; null when it depends on the row.';

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
    when 'care.open' then private.apply_care_open(m)
    when 'care.triage' then private.apply_care_triage(m)
    when 'care.observe' then private.apply_care_observe(m)
    when 'care.step' then private.apply_care_step(m)
    when 'care.link' then private.apply_care_link(m)
    when 'facility.report' then private.apply_facility_report(m)
    when 'tracing.request' then private.apply_tracing_request(m)
    when 'tracing.update' then private.apply_tracing_update(m)
    when 'tracing.step' then private.apply_tracing_step(m)
    when 'tracing.claim' then private.apply_tracing_claim(m)
    when 'tracing.claim_step' then private.apply_tracing_claim_step(m)
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
    when 'care' then 'care_cases'
    when 'facility' then 'sites'
    when 'tracing' then 'tracing_' || case when kind like '%.claim%' then 'claims' else 'requests' end
  end
$$;

do $$
declare
  synced text;
begin
  foreach synced in array array[
    'tracing_requests', 'tracing_claims', 'tracing_events'
  ]::text[] loop
    execute format(
      'create trigger stamp_row before insert or update on public.%I for each row
       when (current_setting(''daylight.door'', true) is distinct from ''open'')
       execute function private.stamp_row()', synced);
    execute format(
      'create trigger announce_inserted after insert on public.%I
       referencing new table as rows_written for each statement
       when (current_setting(''daylight.door'', true) is distinct from ''open'')
       execute function private.announce_rows()', synced);
    execute format(
      'create trigger announce_updated after update on public.%I
       referencing new table as rows_written for each statement
       when (current_setting(''daylight.door'', true) is distinct from ''open'')
       execute function private.announce_rows()', synced);
    execute format(
      'create trigger refuse_delete before delete or truncate on public.%I for each statement
       execute function private.refuse_delete()', synced);
  end loop;
end
$$;

create or replace function private.is_open_to_all(entity text, changed jsonb) returns boolean
language sql immutable parallel safe
as $$
  select entity not in (
      'members', 'checkins', 'people', 'person_events', 'care_cases', 'triage_entries',
      'care_observations', 'care_events',
      'tracing_requests', 'tracing_claims', 'tracing_events'
    )
    and not (entity = 'task_events' and changed ->> 'kind' = 'comment')
$$;
comment on function private.is_open_to_all(text, jsonb) is
  'Whether every member of the operation, observers too, may see this row.';

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
from public.person_events t
union all
select 'care_cases', 14, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.care_cases t
union all
select 'triage_entries', 15, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.triage_entries t
union all
select 'care_observations', 16, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.care_observations t
union all
select 'care_events', 17, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.care_events t
union all
select 'facility_reports', 18, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.facility_reports t
union all
select 'tracing_requests', 19, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.tracing_requests t
union all
select 'tracing_claims', 20, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.tracing_claims t
union all
select 'tracing_events', 21, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.tracing_events t;

revoke all on all functions in schema private from public;
