-- Tracing, reports and evidence become known to the door, to pulling and to the live channels: the
-- lists in which every kind and every synced table has its entry.

create or replace function private.may_be_asked(kind text, role text, operation_status text) returns text
language sql immutable parallel safe
as $$
  select case
    -- Changes no row: whoever has a record may lay it down, whatever has become of them since.
    when kind = 'record.discard' then null
    when operation_status = 'closed' and not (kind = 'operation.update' and role = 'admin')
      -- What was collected is looked after for years.
      and kind not in ('evidence.stored', 'custody.record')
      then 'operation_closed'
    when role = 'observer' then 'not_allowed'
    when role <> 'admin' and kind in (
      'site.create', 'site.update', 'area.update', 'team.create', 'team.update', 'operation.update'
    ) then 'not_allowed'
    when role = 'admin' and kind like 'care.%' then 'not_allowed'
    when role <> 'medic' and kind = 'care.observe' then 'not_allowed'
    when role not in ('admin', 'coordinator') and kind like 'report.%' then 'not_allowed'
  end
$$;
comment on function private.may_be_asked(text, text, text) is
  'Rules W9, P1, P2, P5, M1, K8, D2, V3: why the author may not ask for this kind at all; null when it depends on the row.';

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
    when 'report.create' then private.apply_report_create(m)
    when 'report.update' then private.apply_report_update(m)
    when 'report.grade' then private.apply_report_grade(m)
    when 'report.status' then private.apply_report_status(m)
    when 'report.assign' then private.apply_report_assign(m)
    when 'report.task' then private.apply_report_task(m)
    when 'evidence.record' then private.apply_evidence_record(m)
    when 'evidence.stored' then private.apply_evidence_stored(m)
    when 'custody.record' then private.apply_custody_record(m)
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
    when 'tracing' then case when kind like 'tracing.claim%' then 'tracing_claims'
      else 'tracing_requests' end
    when 'report' then 'reports'
    when 'evidence' then 'evidence'
    when 'custody' then 'evidence'
  end
$$;

do $$
declare
  synced text;
begin
  foreach synced in array array[
    'tracing_requests', 'tracing_claims', 'tracing_events',
    'reports', 'report_events',
    'evidence', 'custody_entries'
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
      'tracing_requests', 'tracing_claims', 'tracing_events',
      'evidence', 'custody_entries'
    )
    and not (entity = 'task_events' and changed ->> 'kind' = 'comment')
    and not (entity = 'reports' and changed ->> 'kind' = 'lead')
    and not (entity = 'report_events' and changed ->> 'report_kind' = 'lead')
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
from public.tracing_events t
union all
select 'reports', 22, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.reports t
union all
select 'report_events', 23, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.report_events t
union all
select 'evidence', 24, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.evidence t
union all
select 'custody_entries', 25, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.custody_entries t;

revoke all on all functions in schema private from public;
