-- The kinds report.create and report.update. docs/sync-spec.md, section "Reports".

create function private.fault_in_new_report(payload jsonb) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_one_of(payload -> 'kind', 'report_kind'), false) then 'kind'
    when not payload ? 'text' then 'text'
    when not private.is_one_of(payload -> 'reliability', 'reliability') then 'reliability'
    when not private.is_one_of(payload -> 'credibility', 'credibility') then 'credibility'
    when payload ? 'deleted' then 'deleted'
    else private.fault_in_report(
      payload - array['kind', 'reliability', 'credibility'], payload ->> 'kind'
    )
  end
$$;
comment on function private.fault_in_new_report(jsonb) is 'The field at fault in a report.create.';

create function private.apply_report_create(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_new_report(m.payload);
  found_in uuid;
  fields jsonb;
  report public.reports;
  place record;
begin
  select r.operation_id into found_in from public.reports r where r.id = m.entity_id;
  if found then
    return private.taken(found_in, m);
  end if;
  if fault is not null then
    return private.invalid(fault);
  end if;
  fields := private.without_blanks(m.payload);
  report := jsonb_populate_record(null::public.reports, fields);
  report.operation_id := m.operation_id;
  place := private.with_report_place(report);
  fault := coalesce(place.fault, private.fault_in_figure(report));
  if fault is not null then
    return private.invalid(fault);
  end if;
  insert into public.reports (
    id, operation_id, kind, text, measure, figure_from, figure_to, source, reliability,
    credibility, link, site_id, area_id, adm1_pcode, access_code, informant, status_at, team_id,
    reported_at, version, created_at, updated_at
  ) values (
    m.entity_id, m.operation_id, report.kind, report.text, report.measure, report.figure_from,
    report.figure_to, report.source, coalesce(report.reliability, 'F'),
    coalesce(report.credibility, '6'), report.link, (place.placed).site_id, report.area_id,
    report.adm1_pcode, report.access_code, report.informant, m.happened_at, m.team_id,
    m.happened_at, m.version, m.received_at, m.received_at
  )
  returning * into report;
  perform private.note_on_report(m, report, jsonb_build_object('new', fields));
  return private.report_verdict(m, report.kind);
end
$$;
comment on function private.apply_report_create(private.mutation) is
  'Kind report.create: what is not judged yet is F6.';

create function private.fault_in_report_update(payload jsonb, report_kind text) returns text
language plpgsql stable
as $$
declare
  fields jsonb;
  missing text;
begin
  missing := private.fault_in_changes(payload - 'reason');
  if missing is not null then
    return missing;
  end if;
  fields := payload -> 'set';
  -- A figure and a place are set whole: halves of two would be what nobody reported.
  select part into missing
  from (values
    ('measure', 1), ('figure_from', 1), ('figure_to', 1),
    ('site_id', 2), ('area_id', 2), ('adm1_pcode', 2)
  ) parts (part, whole)
  where not fields ? part and exists (
    select from (values
      ('measure', 1), ('figure_from', 1), ('figure_to', 1),
      ('site_id', 2), ('area_id', 2), ('adm1_pcode', 2)
    ) others (other, whole)
    where others.whole = parts.whole and fields ? other
  )
  limit 1;
  return coalesce(
    case when not private.is_text(payload -> 'reason', 4000) then 'reason' end,
    private.fault_in_report(fields, report_kind),
    private.fault_in_report(coalesce(payload -> 'base', '{}'), report_kind),
    missing
  );
end
$$;
comment on function private.fault_in_report_update(jsonb, text) is
  'The field at fault in a report.update.';

create function private.apply_report_update(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text;
  report public.reports;
  wanted jsonb;
  seen jsonb;
  clash record;
  asked public.reports;
  place record;
begin
  select * into report from public.reports r where r.id = m.entity_id;
  if report.operation_id is distinct from m.operation_id then
    return private.missing(report.operation_id, m);
  end if;
  fault := private.fault_in_report_update(m.payload, report.kind);
  if fault is not null then
    return private.invalid(fault);
  end if;
  wanted := private.without_blanks(m.payload -> 'set');
  seen := private.without_blanks(coalesce(m.payload -> 'base', '{}'));
  wanted := private.same_form(wanted, to_jsonb(jsonb_populate_record(null::public.reports, wanted)));
  seen := private.same_form(seen, to_jsonb(jsonb_populate_record(null::public.reports, seen)));

  asked := jsonb_populate_record(report, wanted - 'deleted');
  place := private.with_report_place(asked);
  fault := coalesce(place.fault, private.fault_in_figure(asked));
  if fault is not null then
    return private.invalid(fault);
  end if;
  if wanted ? 'site_id' then
    wanted := wanted || jsonb_build_object('site_id', (place.placed).site_id);
  end if;
  return private.change_report(m, report, wanted, seen);
end
$$;
comment on function private.apply_report_update(private.mutation) is
  'Kind report.update, rules D3 and D7. The site follows from the area.';

revoke all on all functions in schema private from public;
