-- The kind facility.report.

create function private.fault_in_facility_report(payload jsonb) returns text
language plpgsql stable
as $$
begin
  return case
    when payload -> 'bed_kind' <> 'null' and not private.is_one_of(payload -> 'bed_kind', 'bed_kind')
      then 'bed_kind'
    when payload -> 'beds_total' <> 'null'
      and (
        not private.is_whole(payload -> 'beds_total', 0, 100000) or payload ->> 'bed_kind' is null
      ) then 'beds_total'
    when payload -> 'beds_free' <> 'null'
      and (
        not private.is_whole(payload -> 'beds_free', 0, 100000) or payload ->> 'bed_kind' is null
        or (payload ->> 'beds_free')::numeric > (payload ->> 'beds_total')::numeric
      ) then 'beds_free'
    when not coalesce(private.is_one_of(payload -> 'status', 'facility_status'), false)
      then 'status'
    when payload -> 'services' <> 'null' and not private.is_texts(payload -> 'services', 50)
      then 'services'
    else private.unknown_key(
      payload, 'bed_kind', 'beds_total', 'beds_free', 'status', 'services'
    )
  end;
end
$$;
comment on function private.fault_in_facility_report(jsonb) is
  'The field at fault in a facility.report. Beds are of a kind, and no more of them are free than there are.';

create function private.apply_facility_report(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_facility_report(m.payload);
  site public.sites;
  report public.facility_reports;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into site from public.sites s where s.id = m.entity_id;
  if site.operation_id is distinct from m.operation_id then
    return private.missing(site.operation_id, m);
  elsif site.kind not in ('hospital', 'clinic') then
    return private.rejected('not_found');
  end if;
  report := jsonb_populate_record(null::public.facility_reports, m.payload);
  insert into public.facility_reports (
    id, operation_id, site_id, bed_kind, beds_total, beds_free, status, services, reported_at,
    actor_id, actor_team_id, version, created_at, updated_at
  ) values (
    m.id, m.operation_id, site.id, report.bed_kind, report.beds_total, report.beds_free,
    report.status, report.services, m.happened_at, m.actor, m.team_id,
    m.version, m.received_at, m.received_at
  )
  returning * into report;
  return private.applied(jsonb_build_array(private.change('facility_reports', to_jsonb(report))));
end
$$;
comment on function private.apply_facility_report(private.mutation) is
  'Kind facility.report: additive (rule C7), also for a facility that was deleted since.';

revoke all on all functions in schema private from public;
