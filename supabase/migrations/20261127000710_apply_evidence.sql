-- The kinds evidence.record, evidence.stored and custody.record. docs/sync-spec.md, rules V1 to V5.

create function private.is_sha256(value jsonb) returns boolean
language sql immutable parallel safe
as $$
  select jsonb_typeof(value) = 'string' and (value #>> '{}') ~ '^[0-9a-f]{64}$'
$$;
comment on function private.is_sha256(jsonb) is 'A SHA-256 in hexadecimal, lower case.';

create function private.fault_in_evidence(payload jsonb) returns text
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
comment on function private.fault_in_evidence(jsonb) is 'The field at fault in an evidence.record.';

create function private.add_custody(entry public.custody_entries)
returns public.custody_entries
language plpgsql
set search_path = ''
as $$
declare
  last public.custody_entries;
begin
  select * into last from public.custody_entries c
  where c.evidence_id = entry.evidence_id order by c.seq desc limit 1;
  entry.seq := coalesce(last.seq, 0) + 1;
  entry.prev_hash := coalesce(
    last.hash, (select e.sha256 from public.evidence e where e.id = entry.evidence_id)
  );
  entry.hash := private.custody_hash(entry);
  entry.created_at := entry.received_at;
  entry.updated_at := entry.received_at;
  insert into public.custody_entries values (entry.*);
  return entry;
end
$$;
comment on function private.add_custody(public.custody_entries) is
  'Adds an entry at the end of the chain of its item. The caller holds the row lock of the operation''s clock.';

create function private.custody_of(m private.mutation, action text) returns public.custody_entries
language plpgsql
as $$
declare
  entry public.custody_entries;
begin
  entry.id := m.id;
  entry.operation_id := m.operation_id;
  entry.evidence_id := m.entity_id;
  entry.action := action;
  entry.actor_id := m.actor;
  entry.actor_role := m.role;
  entry.actor_team_id := m.team_id;
  entry.device_at := m.device_at;
  entry.received_at := m.received_at;
  entry.version := m.version;
  return entry;
end
$$;
comment on function private.custody_of(private.mutation, text) is
  'What a mutation says of the custody of its item.';

create function private.apply_evidence_record(m private.mutation) returns private.verdict
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
  'Kind evidence.record: additive (rule V1), also for a site, an area or a task that was deleted since.';

create function private.part_path(item public.evidence, part int) returns text
language sql immutable parallel safe
as $$
  select item.operation_id || '/' || item.id || '/part-' || lpad(part::text, 4, '0')
$$;
comment on function private.part_path(public.evidence, int) is
  'Rule V2: the name in Storage of a part of 1 MiB; parts count from 0.';

create function private.is_all_stored(item public.evidence) returns boolean
language plpgsql stable
as $$
begin
  return not exists (
    select from generate_series(0, (item.size_bytes - 1) / 1048576) p (part)
    where not exists (
      select from storage.objects o
      where o.bucket_id = 'evidence'
        and o.name = private.part_path(item, p.part::int)
        and (o.metadata ->> 'size')::bigint
          = least(1048576, item.size_bytes - p.part * 1048576)
    )
  ) and (
    item.working_sha256 is null or exists (
      select from storage.objects o
      where o.bucket_id = 'evidence'
        and o.name = item.operation_id || '/' || item.id || '/working'
        and (o.metadata ->> 'size')::bigint = item.working_bytes
    )
  );
end
$$;
comment on function private.is_all_stored(public.evidence) is
  'Whether Storage has every part of an item, and its working copy, in the sizes that were recorded.';

create function private.apply_evidence_stored(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.unknown_key(m.payload, variadic '{}');
  item public.evidence;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into item from public.evidence e where e.id = m.entity_id;
  if item.operation_id is distinct from m.operation_id then
    return private.missing(item.operation_id, m);
  elsif item.actor_id <> m.actor then
    return private.rejected('not_allowed');
  elsif item.stored_at is not null then
    return private.applied();
  elsif not private.is_all_stored(item) then
    return private.rejected('not_stored');
  end if;
  update public.evidence e
  set stored_at = m.received_at, version = m.version, updated_at = m.received_at
  where e.id = item.id;
  perform private.add_custody(private.custody_of(m, 'stored'));
  return private.applied('[]', true);
end
$$;
comment on function private.apply_evidence_stored(private.mutation) is
  'Kind evidence.stored, rule V2: believed only when Storage has all of it.';

create function private.fault_in_custody(payload jsonb) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_one_of(payload -> 'action', 'custody_step'), false) then 'action'
    when not coalesce(private.is_text(payload -> 'from_party', 200), true) then 'from_party'
    when not coalesce(private.is_text(payload -> 'to_party', 200), true)
      or (
        payload ->> 'action' in ('handed_over', 'returned')
        and private.text_of(payload -> 'to_party') is null
      ) then 'to_party'
    when not coalesce(private.is_text(payload -> 'reason', 200), true) then 'reason'
    else private.unknown_key(payload, 'action', 'from_party', 'to_party', 'reason')
  end
$$;
comment on function private.fault_in_custody(jsonb) is
  'The field at fault in a custody.record. Who hands over says to whom.';

create function private.apply_custody_record(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_custody(m.payload);
  found_in uuid;
  entry public.custody_entries;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select e.operation_id into found_in from public.evidence e where e.id = m.entity_id;
  if found_in is distinct from m.operation_id then
    return private.missing(found_in, m);
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
  'Kind custody.record: additive (rule V3), in the order in which the server hears of it.';

revoke all on all functions in schema private from public;
