-- What the mutations of reports have in common: reading their fields, the history, conflicts.

create function private.is_link(value jsonb) returns boolean
language sql immutable parallel safe
as $$
  select jsonb_typeof(value) = 'string'
    and char_length(value #>> '{}') <= 2000
    and (value #>> '{}') ~ '^https?://[^\s/]+\S*$'
$$;
comment on function private.is_link(jsonb) is 'An address on the web that a browser opens as a page, never as a script.';

create function private.fault_in_report(fields jsonb, report_kind text) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
begin
  for key, value in select * from jsonb_each(fields) loop
    if not (case key
      when 'text' then private.text_of(value) is not null and private.is_text(value, 4000)
      when 'measure' then value = 'null' or private.is_one_of(value, 'measure')
      when 'figure_from' then value = 'null' or private.is_whole(value, 0, 100000000)
      when 'figure_to' then value = 'null' or private.is_whole(value, 0, 100000000)
      when 'source' then private.is_text(value, 200)
      when 'link' then value = 'null' or private.is_link(value)
      when 'site_id' then private.is_uuid_or_null(value)
      when 'area_id' then private.is_uuid_or_null(value)
      when 'adm1_pcode' then value = 'null'
        or (jsonb_typeof(value) = 'string' and (value #>> '{}') ~ '^[A-Z]{2}[0-9]{2}$')
      when 'access_code' then report_kind is distinct from 'claim' and private.is_text(value, 200)
      when 'informant' then report_kind is distinct from 'claim' and private.is_text(value, 200)
      when 'deleted' then jsonb_typeof(value) = 'boolean'
      else false
    end) then
      return key;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.fault_in_report(jsonb, text) is
  'The first of ReportFields that is not as it should be. A claim has no room for a code or an informant.';

create function private.fault_in_figure(report public.reports) returns text
language sql immutable parallel safe
as $$
  select case
    when report.measure is null and report.figure_from is not null then 'measure'
    when report.figure_from is null and report.measure is not null then 'figure_from'
    when report.figure_to is not null and report.figure_from is null then 'figure_to'
    when report.figure_to < report.figure_from then 'figure_to'
  end
$$;
comment on function private.fault_in_figure(public.reports) is
  'The field at fault when a figure counts nothing, or ends before it begins.';

create function private.with_report_place(report public.reports, out placed public.reports, out fault text)
language plpgsql stable
as $$
declare
  place record := private.fault_in_place(report.operation_id, report.site_id, report.area_id);
begin
  placed := report;
  fault := place.fault;
  if fault is null then
    placed.site_id := place.site;
    if placed.site_id is not null and placed.adm1_pcode is not null then
      fault := 'adm1_pcode';
    end if;
  end if;
end
$$;
comment on function private.with_report_place(public.reports) is
  'The report with the site of its area, or the field of its place that is at fault.';

create function private.note_on_report(
  m private.mutation, report public.reports, detail jsonb, reason text default null
) returns void
language sql
as $$
  insert into public.report_events (
    id, operation_id, report_id, report_kind, kind, reason, why, actor_id, actor_role,
    actor_team_id, detail, device_at, received_at, version, created_at, updated_at, deleted_at
  ) values (
    m.id, m.operation_id, report.id, report.kind, split_part(m.kind, '.', 2),
    note_on_report.reason, private.text_of(m.payload -> 'reason'), m.actor, m.role, m.team_id,
    note_on_report.detail, coalesce(m.device_at, m.received_at), m.received_at, m.version,
    m.received_at, m.received_at, case when report.deleted_at is not null then m.received_at end
  )
$$;
comment on function private.note_on_report(private.mutation, public.reports, jsonb, text) is
  'Adds a mutation to the history of its report; hidden while the report is taken away.';

create function private.report_verdict(
  m private.mutation, report_kind text, reason text default null
) returns private.verdict
language plpgsql stable
as $$
declare
  changes jsonb := '[]';
begin
  if report_kind = 'claim' then
    select jsonb_build_array(private.change('reports', to_jsonb(r))) into changes
    from public.reports r where r.id = m.entity_id;
    select changes || coalesce(
      jsonb_agg(private.change('report_events', to_jsonb(e)) order by e.id), '[]'
    ) into changes
    from public.report_events e where e.report_id = m.entity_id and e.version = m.version;
  end if;
  return row(
    case when reason is null then 'applied' else 'conflict' end, reason, null,
    changes, report_kind = 'lead', '{}'
  )::private.verdict;
end
$$;
comment on function private.report_verdict(private.mutation, text, text) is
  'Rules B2 and D1: of a claim the rows that this mutation wrote, of a lead that there were some.';

create function private.conflict_on_report(
  m private.mutation, report public.reports, reason text, detail jsonb
) returns private.verdict
language plpgsql
as $$
begin
  update public.reports r
  set needs_review = true, version = m.version, updated_at = m.received_at
  where r.id = report.id;
  perform private.note_on_report(m, report, detail, reason);
  return private.report_verdict(m, report.kind, reason);
end
$$;
comment on function private.conflict_on_report(private.mutation, public.reports, text, jsonb) is
  'Rule D3: the report stays as it is, asks for a decision, and its history has both sides.';

create function private.decide_report_conflicts(
  m private.mutation, report public.reports, out needs_review boolean, out decided boolean
)
language plpgsql
as $$
begin
  update public.report_events e
  set resolved_by = m.id, version = m.version, updated_at = m.received_at
  where e.report_id = m.entity_id
    and e.reason is not null
    and e.resolved_by is null
    and e.id in (
      select r::uuid from jsonb_array_elements_text(coalesce(m.payload -> 'resolves', '[]')) r
    );
  decided := found;
  needs_review := case
    when decided then exists (
      select from public.report_events e
      where e.report_id = m.entity_id
        and e.reason is not null
        and e.resolved_by is null
    )
    else report.needs_review
  end;
end
$$;
comment on function private.decide_report_conflicts(private.mutation, public.reports) is
  'Rule C6 for reports: marks the conflicts that this mutation resolves, and says whether any is left.';

create function private.hide_report_history(m private.mutation, hidden boolean) returns void
language sql
as $$
  update public.report_events e
  set deleted_at = case when hidden then m.received_at end,
    version = m.version,
    updated_at = m.received_at
  where e.report_id = m.entity_id and (e.deleted_at is null) = hidden
$$;
comment on function private.hide_report_history(private.mutation, boolean) is
  'Rule D7: takes the history of a report away with it, or brings it back.';

create function private.write_report(
  m private.mutation, report public.reports, fits jsonb, review boolean
) returns void
language plpgsql
as $$
begin
  update public.reports r set
    text = report.text,
    measure = report.measure,
    figure_from = report.figure_from,
    figure_to = report.figure_to,
    source = report.source,
    reliability = report.reliability,
    credibility = report.credibility,
    link = report.link,
    site_id = report.site_id,
    area_id = report.area_id,
    adm1_pcode = report.adm1_pcode,
    access_code = report.access_code,
    informant = report.informant,
    status = report.status,
    superseded_by = report.superseded_by,
    status_reason = case when fits ? 'status' then private.text_of(m.payload -> 'reason')
      else r.status_reason end,
    status_at = case when fits ? 'status' then m.happened_at else r.status_at end,
    assigned_team_id = report.assigned_team_id,
    assigned_at = case
      when report.assigned_team_id is null then null
      when fits ? 'assigned_team_id' then m.happened_at
      else r.assigned_at
    end,
    task_id = report.task_id,
    deleted_at = report.deleted_at,
    needs_review = review,
    version = m.version,
    updated_at = m.received_at
  where r.id = report.id;
end
$$;
comment on function private.write_report(private.mutation, public.reports, jsonb, boolean) is
  'Writes the fields that were found to fit; `report` has them already.';

create function private.report_clash(
  m private.mutation, report public.reports, wanted jsonb, seen jsonb, out split private.merge,
  out reason text
)
language plpgsql stable
as $$
begin
  split := private.merged(
    to_jsonb(report) || jsonb_build_object('deleted', report.deleted_at is not null),
    wanted, seen, coalesce(report.version = m.base_version, false)
  );
  reason := case
    when report.deleted_at is not null and wanted -> 'deleted' is distinct from 'false'
      then 'row_deleted'
    when split.clashes = '{}' then null
    when split.clashes ? 'status' then 'status_changed'
    when split.clashes ? 'assigned_team_id' then 'held_by_other_team'
    else 'fields_changed'
  end;
end
$$;
comment on function private.report_clash(private.mutation, public.reports, jsonb, jsonb) is
  'Rule D3: the fields that differ and fit, or why the mutation is a conflict.';

create function private.change_report(
  m private.mutation, report public.reports, wanted jsonb, seen jsonb
) returns private.verdict
language plpgsql
as $$
declare
  clash record := private.report_clash(m, report, wanted, seen);
  fits jsonb := (clash.split).fits;
  present jsonb := to_jsonb(report) || jsonb_build_object('deleted', report.deleted_at is not null);
  decision record;
begin
  if clash.reason is not null then
    return private.conflict_on_report(m, report, clash.reason, jsonb_build_object(
      'wanted', wanted, 'seen', seen, 'present', private.picked(present, wanted)
    ));
  end if;
  decision := private.decide_report_conflicts(m, report);
  if fits = '{}' and not decision.decided then
    return private.applied();
  end if;
  if fits ? 'deleted' then
    perform private.hide_report_history(m, (fits -> 'deleted')::boolean);
  end if;
  report := jsonb_populate_record(report, fits);
  report.deleted_at := private.deleted_at(fits, report.deleted_at, m.received_at);
  perform private.write_report(m, report, fits, decision.needs_review);
  perform private.note_on_report(m, report, jsonb_build_object(
    'old', private.picked(present, fits), 'new', fits
  ));
  return private.report_verdict(m, report.kind);
end
$$;
comment on function private.change_report(private.mutation, public.reports, jsonb, jsonb) is
  'Rule D3: sets all fields that were asked for, or makes a conflict and sets none. Whether they may be set is the caller''s to know.';

revoke all on all functions in schema private from public;
