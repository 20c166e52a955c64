-- The kind release.record. docs/sync-spec.md, rule C8.

create function private.fault_in_release(payload jsonb) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
begin
  for key, value in select * from jsonb_each(payload) loop
    if not (case key
      when 'site_id' then private.is_uuid_or_null(value)
      when 'area_id' then private.is_uuid_or_null(value)
      when 'task_id' then private.is_uuid_or_null(value)
      when 'team_id' then private.is_uuid_or_null(value)
      when 'corrects' then private.is_uuid_or_null(value)
      when 'together' then jsonb_typeof(value) = 'boolean'
      when 'note' then private.is_text(value, 4000)
      else key in ('women', 'men', 'girls', 'boys', 'unknown')
        and private.is_whole(
          value, case when payload ->> 'corrects' is null then 0 else -10000 end, 10000
        )
    end) then
      return key;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.fault_in_release(jsonb) is 'The field at fault in a release.record.';

create function private.apply_release_correction(m private.mutation, release public.releases)
returns private.verdict
language plpgsql
as $$
declare
  corrected public.releases;
begin
  if release.together then
    return private.invalid('together');
  end if;
  select * into corrected from public.releases r where r.id = release.corrects;
  if corrected.operation_id is distinct from m.operation_id then
    return private.invalid('corrects');
  end if;
  if m.role <> 'admin' and not private.is_own(m, corrected.team_id) then
    return private.rejected('not_allowed');
  end if;
  -- It counts where that row does, or the sums of two places would be wrong.
  release.site_id := corrected.site_id;
  release.area_id := corrected.area_id;
  release.task_id := corrected.task_id;
  release.team_id := corrected.team_id;
  return private.write_release(m, release);
end
$$;
comment on function private.apply_release_correction(private.mutation, public.releases) is
  'A release.record that corrects another.';

create function private.write_release(m private.mutation, release public.releases)
returns private.verdict
language plpgsql
as $$
begin
  insert into public.releases (
    id, operation_id, site_id, area_id, task_id, team_id, corrects,
    women, men, girls, boys, unknown, together, note, counted_at,
    version, created_at, updated_at
  ) values (
    m.entity_id, m.operation_id, release.site_id, release.area_id, release.task_id,
    release.team_id, release.corrects, release.women, release.men, release.girls, release.boys,
    release.unknown, release.together, private.text_of(m.payload -> 'note'), m.happened_at,
    m.version, m.received_at, m.received_at
  )
  returning * into release;
  return private.applied(jsonb_build_array(private.change('releases', to_jsonb(release))));
end
$$;
comment on function private.write_release(private.mutation, public.releases) is
  'Adds the row of a release.record.';

create function private.apply_release_record(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_release(m.payload);
  found_in uuid;
  place record;
  release public.releases;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select r.operation_id into found_in from public.releases r where r.id = m.entity_id;
  if found then
    return private.taken(found_in, m);
  end if;
  release := jsonb_populate_record(
    null::public.releases,
    '{"women": 0, "men": 0, "girls": 0, "boys": 0, "unknown": 0, "together": false}' || m.payload
  );
  if (release.women, release.men, release.girls, release.boys, release.unknown)
    = (0, 0, 0, 0, 0) then
    return private.invalid('unknown');
  end if;
  if release.corrects is not null then
    return private.apply_release_correction(m, release);
  end if;
  if not m.payload ? 'team_id' then
    release.team_id := m.team_id;
  end if;
  if m.role <> 'admin' and not private.is_own(m, release.team_id) then
    return private.rejected('not_allowed');
  end if;
  place := private.fault_in_place(m.operation_id, release.site_id, release.area_id);
  fault := case
    when place.fault is not null then place.fault
    when release.task_id is not null and m.operation_id is distinct from (
      select t.operation_id from public.tasks t where t.id = release.task_id
    ) then 'task_id'
    when release.team_id is not null and m.operation_id is distinct from (
      select t.operation_id from public.teams t where t.id = release.team_id
    ) then 'team_id'
  end;
  if fault is not null then
    return private.invalid(fault);
  end if;
  release.site_id := place.site;
  return private.write_release(m, release);
end
$$;
comment on function private.apply_release_record(private.mutation) is
  'Kind release.record: additive (rule C8), also for a site, an area or a task that was deleted since.';

revoke all on all functions in schema private from public;
