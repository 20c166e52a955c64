-- The kinds evidence.record and custody.record know of the report that an item was collected for.
-- docs/sync-spec.md, rule V6.

create function private.may_collect_for(m private.mutation, report uuid) returns boolean
language sql stable
as $$
  select m.role in ('admin', 'coordinator') and exists (
    select from public.reports r where r.id = report and r.operation_id = m.operation_id
  )
$$;
comment on function private.may_collect_for(private.mutation, uuid) is
  'Rule V6: whoever writes reports, for a report of this operation. Anybody else gets the same answer whether it is there or not.';

create or replace function private.fault_in_evidence(payload jsonb) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
begin
  foreach key in array array['sha256', 'size_bytes', 'media_type', 'method', 'collected_at'] loop
    if not payload ? key then
      return key;
    end if;
  end loop;
  for key, value in select * from jsonb_each(payload) loop
    if not (case key
      when 'sha256' then private.is_sha256(value)
      when 'size_bytes' then private.is_whole(value, 1, 104857600)
      when 'media_type' then jsonb_typeof(value) = 'string'
        and (value #>> '{}') ~ '^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,90}$'
      when 'original_name' then private.is_text(value, 255)
      when 'method' then private.is_one_of(value, 'evidence_method')
      when 'source' then private.is_text(value, 200)
      when 'collected_at' then private.is_time(value)
      when 'site_id' then private.is_uuid_or_null(value)
      when 'area_id' then private.is_uuid_or_null(value)
      when 'task_id' then private.is_uuid_or_null(value)
      when 'report_id' then private.is_uuid_or_null(value)
      when 'lat' then value = 'null' or (
        private.is_number(value, -90, 90) and payload ->> 'lon' is not null
      )
      when 'lon' then value = 'null' or (
        private.is_number(value, -180, 180) and payload ->> 'lat' is not null
      )
      when 'accuracy_m' then value = 'null' or private.is_number(value, 0, 1000000)
      when 'working_sha256' then value = 'null' or (
        private.is_sha256(value) and payload ->> 'working_bytes' is not null
      )
      when 'working_bytes' then value = 'null' or (
        private.is_whole(value, 1, 1048576) and payload ->> 'working_sha256' is not null
      )
      else false
    end) then
      return key;
    end if;
  end loop;
  return null;
end
$$;

create or replace function private.apply_evidence_record(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_evidence(m.payload);
  found_in uuid;
  place record;
  item public.evidence;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select e.operation_id into found_in from public.evidence e where e.id = m.entity_id;
  if found then
    return private.taken(found_in, m);
  end if;
  item := jsonb_populate_record(null::public.evidence, m.payload);
  place := private.fault_in_place(m.operation_id, item.site_id, item.area_id);
  fault := case
    when place.fault is not null then place.fault
    when item.task_id is not null and m.operation_id is distinct from (
      select t.operation_id from public.tasks t where t.id = item.task_id
    ) then 'task_id'
    when item.report_id is not null and not private.may_collect_for(m, item.report_id)
      then 'report_id'
  end;
  if fault is not null then
    return private.invalid(fault);
  end if;
  item.id := m.entity_id;
  item.operation_id := m.operation_id;
  item.site_id := place.site;
  item.original_name := private.text_of(m.payload -> 'original_name');
  item.source := private.text_of(m.payload -> 'source');
  item.actor_id := m.actor;
  item.team_id := m.team_id;
  item.version := m.version;
  item.created_at := m.received_at;
  item.updated_at := m.received_at;
  insert into public.evidence values (item.*);
  perform private.add_custody(private.custody_of(m, 'collected'));
  return private.applied('[]', true);
end
$$;
comment on function private.apply_evidence_record(private.mutation) is
  'Kind evidence.record: additive (rule V1), also for a site, an area, a task or a report that was deleted since.';

create or replace function private.apply_custody_record(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_custody(m.payload);
  item public.evidence;
  entry public.custody_entries;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into item from public.evidence e where e.id = m.entity_id;
  if item.operation_id is distinct from m.operation_id then
    return private.missing(item.operation_id, m);
  elsif private.is_for_lead(item) and m.role not in ('admin', 'coordinator') then
    return private.rejected('not_found');
  elsif m.payload ->> 'action' in ('handed_over', 'returned', 'copied')
    and private.text_of(m.payload -> 'reason') is null then
    return private.rejected('reason_required');
  elsif m.payload ->> 'action' = 'exported' and m.role <> 'admin' then
    return private.rejected('not_allowed');
  end if;
  entry := private.custody_of(m, m.payload ->> 'action');
  entry.from_party := private.text_of(m.payload -> 'from_party');
  entry.to_party := private.text_of(m.payload -> 'to_party');
  entry.reason := private.text_of(m.payload -> 'reason');
  perform private.add_custody(entry);
  return private.applied('[]', true);
end
$$;
comment on function private.apply_custody_record(private.mutation) is
  'Kind custody.record: additive (rule V3), in the order in which the server hears of it. An item that was collected for a lead is not there for who may not read leads (rule V6).';

revoke all on function private.may_collect_for(private.mutation, uuid) from public;
