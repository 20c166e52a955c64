-- The kind operation.update.

create function private.fault_in_settings(settings jsonb) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
begin
  if jsonb_typeof(settings) <> 'object' then
    return 'settings';
  end if;
  for key, value in select * from jsonb_each(settings) loop
    if not (case key
      when 'tile_url' then jsonb_typeof(value) = 'string'
        and char_length(value #>> '{}') <= 1000
        and (value #>> '{}') ~ '^https://[^\s/]+/\S*$'
        and (value #>> '{}') like '%{z}%'
        and (value #>> '{}') like '%{x}%'
        and (value #>> '{}') like '%{y}%'
      when 'tile_attribution' then jsonb_typeof(value) = 'string'
        and char_length(value #>> '{}') <= 1000
      when 'checkin_grace_minutes' then private.is_whole(value, 0, 1440)
      when 'lock_after_hours' then private.is_whole(value, 1, 8760)
      when 'time_zone' then jsonb_typeof(value) = 'string'
        and private.is_time_zone(value #>> '{}')
      else false
    end) then
      return 'settings.' || key;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.fault_in_settings(jsonb) is
  'The first of OperationSettings that is not as it should be, as "settings.<name>".';

create function private.is_time_zone(name text) returns boolean
language plpgsql stable
as $$
begin
  -- Names of the IANA list have a slash; "UTC" has none. Offsets and POSIX rules are refused.
  if name !~ '^(UTC|[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)+)$' then
    return false;
  end if;
  perform now() at time zone name;
  return true;
exception
  when invalid_parameter_value then
    return false;
end
$$;
comment on function private.is_time_zone(text) is 'Whether Postgres knows this IANA time zone.';

create function private.is_date(value jsonb) returns boolean
language sql stable parallel safe
as $$
  select case
    when jsonb_typeof(value) <> 'string' then false
    when (value #>> '{}') !~ '^(19|20|21)\d\d-\d\d-\d\d$' then false
    else pg_input_is_valid(value #>> '{}', 'date')
  end
$$;
comment on function private.is_date(jsonb) is 'A day as YYYY-MM-DD.';

create function private.fault_in_operation(fields jsonb) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
  fault text;
begin
  for key, value in select * from jsonb_each(fields) loop
    fault := case key
      when 'name_en' then case when not private.is_name(value) then key end
      when 'name_ar' then case when not private.is_text(value, 200) then key end
      when 'status' then case when not private.is_one_of(value, 'operation_status') then key end
      when 'starts_on' then case when value <> 'null' and not private.is_date(value) then key end
      when 'settings' then private.fault_in_settings(value)
      else key
    end;
    if fault is not null then
      return fault;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.fault_in_operation(jsonb) is
  'The first of OperationFields that is not as it should be.';

create function private.apply_operation_update(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := coalesce(
    private.fault_in_changes(m.payload),
    private.fault_in_operation(m.payload -> 'set'),
    private.fault_in_operation(coalesce(m.payload -> 'base', '{}'))
  );
  operation public.operations;
  split private.merge;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into operation from public.operations o where o.id = m.entity_id;
  if operation.id is distinct from m.operation_id then
    return private.missing(operation.id, m);
  end if;
  if operation.deleted_at is not null then
    return private.conflict('row_deleted');
  end if;
  split := private.split_changes(
    m, to_jsonb(operation), operation.version,
    to_jsonb(jsonb_populate_record(
      null::public.operations, private.without_blanks(m.payload -> 'set')
    )),
    to_jsonb(jsonb_populate_record(
      null::public.operations, private.without_blanks(coalesce(m.payload -> 'base', '{}'))
    ))
  );
  if split.fits <> '{}' then
    operation := jsonb_populate_record(operation, split.fits);
    update public.operations o set
      name_en = operation.name_en,
      name_ar = coalesce(operation.name_ar, operation.name_en),
      status = operation.status,
      starts_on = operation.starts_on,
      settings = operation.settings,
      version = m.version,
      updated_at = m.received_at
    where o.id = m.entity_id
    returning * into operation;
  end if;
  return private.verdict_on(split, 'operations', to_jsonb(operation));
end
$$;
comment on function private.apply_operation_update(private.mutation) is
  'Kind operation.update, rule C4. The settings are one field.';

revoke all on all functions in schema private from public;
