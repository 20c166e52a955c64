-- The kinds report.grade, report.status, report.assign and report.task.

create function private.report_of(m private.mutation) returns public.reports
language sql stable
as $$
  select r from public.reports r where r.id = m.entity_id
$$;
comment on function private.report_of(private.mutation) is 'The report that a mutation is about.';

create function private.fault_in_step_of_report(payload jsonb, variadic known text[]) returns text
language sql stable
as $$
  select case
    when not private.is_text(payload -> 'reason', 4000) then 'reason'
    when not private.is_uuids(payload -> 'resolves', 100) then 'resolves'
    else private.unknown_key(payload, variadic known || array['reason', 'resolves'])
  end
$$;
comment on function private.fault_in_step_of_report(jsonb, text[]) is
  'The field at fault among those that every step of a report has, or one that its kind does not know.';

create function private.is_grade(value jsonb) returns boolean
language sql stable parallel safe
as $$
  select coalesce(
    jsonb_typeof(value) = 'object'
    and private.is_one_of(value -> 'reliability', 'reliability')
    and private.is_one_of(value -> 'credibility', 'credibility')
    and value - 'reliability' - 'credibility' = '{}',
    false
  )
$$;
comment on function private.is_grade(jsonb) is 'Both halves of an Admiralty grade, judged apart.';

create function private.apply_report_grade(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := case
    when not coalesce(private.is_one_of(m.payload -> 'reliability', 'reliability'), false)
      then 'reliability'
    when not coalesce(private.is_one_of(m.payload -> 'credibility', 'credibility'), false)
      then 'credibility'
    when m.payload ? 'from' and not private.is_grade(m.payload -> 'from') then 'from'
    else private.fault_in_step_of_report(m.payload, 'reliability', 'credibility', 'from')
  end;
  report public.reports := private.report_of(m);
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  if report.operation_id is distinct from m.operation_id then
    return private.missing(report.operation_id, m);
  end if;
  return private.change_report(
    m, report,
    jsonb_build_object(
      'reliability', m.payload -> 'reliability', 'credibility', m.payload -> 'credibility'
    ),
    coalesce(m.payload -> 'from', '{}')
  );
end
$$;
comment on function private.apply_report_grade(private.mutation) is
  'Kind report.grade: what the source is worth, and what it says.';

create function private.fault_in_report_status(payload jsonb) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_one_of(payload -> 'status', 'report_status'), false) then 'status'
    when not private.is_one_of(payload -> 'from', 'report_status') then 'from'
    when payload ->> 'status' = 'superseded'
      and not coalesce(private.is_uuid(payload -> 'superseded_by'), false) then 'superseded_by'
    when payload ->> 'status' <> 'superseded'
      and coalesce(payload -> 'superseded_by', 'null') <> 'null' then 'superseded_by'
    else private.fault_in_step_of_report(payload, 'status', 'from', 'superseded_by')
  end
$$;
comment on function private.fault_in_report_status(jsonb) is 'The field at fault in a report.status.';

create function private.apply_report_status(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_report_status(m.payload);
  target text := m.payload ->> 'status';
  report public.reports := private.report_of(m);
  better public.reports;
  wanted jsonb;
  seen jsonb;
  clash record;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  if report.operation_id is distinct from m.operation_id then
    return private.missing(report.operation_id, m);
  end if;
  if private.text_of(m.payload -> 'reason') is null
    and m.payload ->> 'from' is distinct from target then
    return private.rejected('reason_required', 'reason');
  end if;
  wanted := jsonb_build_object(
    'status', target, 'superseded_by', coalesce(m.payload -> 'superseded_by', 'null')
  );
  seen := case when m.payload ? 'from' then jsonb_build_object(
    'status', m.payload -> 'from',
    'superseded_by', case when m.payload ->> 'from' = 'superseded' then report.superseded_by end
  ) else '{}' end;
  wanted := private.same_form(wanted, to_jsonb(jsonb_populate_record(null::public.reports, wanted)));
  if target = 'superseded' then
    select * into better from public.reports r where r.id = (wanted ->> 'superseded_by')::uuid;
    if better.operation_id is distinct from m.operation_id or better.kind <> report.kind
      or better.id = report.id then
      return private.invalid('superseded_by');
    end if;
  end if;
  clash := private.report_clash(m, report, wanted, seen);
  if clash.reason is null and (clash.split).fits <> '{}' then
    if not exists (
      select from public.report_transitions() s
      where s.from_status = report.status and s.to_status = target
    ) then
      return private.rejected('transition_not_allowed');
    end if;
    -- What says it better must stand itself: so nothing supersedes in a circle.
    if better.status = 'superseded' or better.deleted_at is not null then
      return private.conflict_on_report(m, report, 'fields_changed', jsonb_build_object(
        'wanted', wanted, 'seen', seen,
        'present', private.picked(to_jsonb(report), wanted)
      ));
    end if;
  end if;
  return private.change_report(m, report, wanted, seen);
end
$$;
comment on function private.apply_report_status(private.mutation) is
  'Kind report.status, rules D3 and D4. The same `from` and `status` keep things as they are.';

create function private.apply_report_assign(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := case
    when not m.payload ? 'assigned_team_id'
      or not private.is_uuid_or_null(m.payload -> 'assigned_team_id') then 'assigned_team_id'
    when not private.is_uuid_or_null(m.payload -> 'from_team_id') then 'from_team_id'
    else private.fault_in_step_of_report(m.payload, 'assigned_team_id', 'from_team_id')
  end;
  report public.reports := private.report_of(m);
  team uuid;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  if report.operation_id is distinct from m.operation_id then
    return private.missing(report.operation_id, m);
  end if;
  team := (m.payload ->> 'assigned_team_id')::uuid;
  if team is not null and not private.is_team_of(m.operation_id, team) then
    return private.invalid('assigned_team_id');
  end if;
  return private.change_report(
    m, report,
    jsonb_build_object('assigned_team_id', team),
    case when m.payload ? 'from_team_id'
      then jsonb_build_object('assigned_team_id', (m.payload ->> 'from_team_id')::uuid)
      else '{}' end
  );
end
$$;
comment on function private.apply_report_assign(private.mutation) is
  'Kind report.assign: the team that looks into it; null for nobody.';

create function private.apply_report_task(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := case
    when not m.payload ? 'task_id' or not private.is_uuid_or_null(m.payload -> 'task_id')
      then 'task_id'
    when not private.is_uuid_or_null(m.payload -> 'from_task_id') then 'from_task_id'
    else private.fault_in_step_of_report(m.payload, 'task_id', 'from_task_id')
  end;
  report public.reports := private.report_of(m);
  task uuid;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  if report.operation_id is distinct from m.operation_id then
    return private.missing(report.operation_id, m);
  end if;
  task := (m.payload ->> 'task_id')::uuid;
  -- A claim is everybody's to read: whose task it is would be, too, and no task follows a claim.
  if report.kind <> 'lead' or task is not null and not exists (
    select from public.tasks t where t.id = task and t.operation_id = m.operation_id
  ) then
    return private.invalid('task_id');
  end if;
  return private.change_report(
    m, report,
    jsonb_build_object('task_id', task),
    case when m.payload ? 'from_task_id'
      then jsonb_build_object('task_id', (m.payload ->> 'from_task_id')::uuid)
      else '{}' end
  );
end
$$;
comment on function private.apply_report_task(private.mutation) is
  'Kind report.task, rule D6: the task that follows a lead.';

create function private.is_of_a_lead(kind text, report_id uuid, payload jsonb) returns boolean
language sql stable
as $$
  select case when coalesce(kind, '') not like 'report.%' then false
    -- Whatever is not surely about a claim may be about a lead.
    when payload::text ~ '"(access_code|informant)"' then true
    else not coalesce(
      case when kind = 'report.create' then payload ->> 'kind' = 'claim'
        else (select r.kind = 'claim' from public.reports r where r.id = report_id) end,
      false
    )
  end
$$;
comment on function private.is_of_a_lead(text, uuid, jsonb) is
  'Rule D5: whether a payload may hold what only coordinators and admins may read.';

revoke all on all functions in schema private from public;
