-- The kinds area.create, area.update and area.search.

create function private.fault_in_area(fields jsonb) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
begin
  for key, value in select * from jsonb_each(fields) loop
    if not (case key
      when 'level' then private.is_one_of(value, 'area_level')
      when 'parent_id' then private.is_uuid_or_null(value)
      when 'name_en' then private.is_name(value)
      when 'name_ar' then private.is_text(value, 200)
      when 'access' then private.is_one_of(value, 'area_access')
      when 'sort' then private.is_whole(value, -1000000, 1000000)
      when 'note' then private.is_text(value, 4000)
      when 'deleted' then jsonb_typeof(value) = 'boolean'
      else false
    end) then
      return key;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.fault_in_area(jsonb) is 'The first of AreaFields that is not as it should be.';

create function private.may_be_parent(area uuid, parent uuid, site uuid) returns boolean
language sql stable
as $$
  with recursive above as (
    select a.id, a.parent_id from public.site_areas a where a.id = parent and a.site_id = site
    union
    select a.id, a.parent_id from public.site_areas a join above on a.id = above.parent_id
  )
  select exists (select from above) and not exists (select from above where above.id = area)
$$;
comment on function private.may_be_parent(uuid, uuid, uuid) is
  'Whether the parent is an area of the same site and does not lie inside the area itself.';

create function private.apply_area_create(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text;
  found_in uuid;
  area public.site_areas;
begin
  if m.role <> 'admin' and m.team_id is null then
    return private.rejected('not_allowed');
  end if;
  select a.operation_id into found_in from public.site_areas a where a.id = m.entity_id;
  if found then
    return private.taken(found_in, m);
  end if;
  fault := case
    when not coalesce(private.is_uuid(m.payload -> 'site_id'), false) then 'site_id'
    when not m.payload ? 'level' then 'level'
    when not m.payload ? 'name_en' then 'name_en'
    when m.payload -> 'deleted' = 'true' then 'deleted'
    else private.fault_in_area(m.payload - 'site_id')
  end;
  if fault is not null then
    return private.invalid(fault);
  end if;
  area := jsonb_populate_record(
    null::public.site_areas, private.without_blanks(m.payload - 'deleted')
  );
  if not private.is_site_of(m.operation_id, area.site_id) then
    return private.invalid('site_id');
  end if;
  if area.parent_id is not null
    and not private.may_be_parent(m.entity_id, area.parent_id, area.site_id) then
    return private.invalid('parent_id');
  end if;
  insert into public.site_areas (
    id, operation_id, site_id, parent_id, level, name_en, name_ar, access, sort, note,
    version, created_at, updated_at
  ) values (
    m.entity_id, m.operation_id, area.site_id, area.parent_id, area.level, area.name_en,
    coalesce(area.name_ar, area.name_en), coalesce(area.access, 'unknown'),
    coalesce(area.sort, 0), area.note, m.version, m.received_at, m.received_at
  )
  returning * into area;
  return private.applied(jsonb_build_array(private.change('site_areas', to_jsonb(area))));
end
$$;
comment on function private.apply_area_create(private.mutation) is
  'Kind area.create: whoever finds a hidden door adds the room behind it.';

create function private.apply_area_update(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := coalesce(
    private.fault_in_changes(m.payload),
    private.fault_in_area(m.payload -> 'set'),
    private.fault_in_area(coalesce(m.payload -> 'base', '{}'))
  );
  area public.site_areas;
  split private.merge;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into area from public.site_areas a where a.id = m.entity_id;
  if area.operation_id is distinct from m.operation_id then
    return private.missing(area.operation_id, m);
  end if;
  if area.deleted_at is not null and m.payload -> 'set' -> 'deleted' is distinct from 'false' then
    return private.conflict('row_deleted');
  end if;
  split := private.split_changes(
    m, to_jsonb(area), area.version,
    to_jsonb(jsonb_populate_record(
      null::public.site_areas, private.without_blanks(m.payload -> 'set')
    )),
    to_jsonb(jsonb_populate_record(
      null::public.site_areas, private.without_blanks(coalesce(m.payload -> 'base', '{}'))
    ))
  );
  if split.fits <> '{}' then
    area := jsonb_populate_record(area, split.fits);
    if split.fits ? 'parent_id' and area.parent_id is not null
      and not private.may_be_parent(area.id, area.parent_id, area.site_id) then
      return private.invalid('parent_id');
    end if;
    update public.site_areas a set
      parent_id = area.parent_id,
      level = area.level,
      name_en = area.name_en,
      name_ar = coalesce(area.name_ar, area.name_en),
      access = area.access,
      sort = area.sort,
      note = area.note,
      deleted_at = private.deleted_at(split.fits, a.deleted_at, m.received_at),
      version = m.version,
      updated_at = m.received_at
    where a.id = m.entity_id
    returning * into area;
  end if;
  return private.verdict_on(split, 'site_areas', to_jsonb(area));
end
$$;
comment on function private.apply_area_update(private.mutation) is 'Kind area.update, rule C4.';

create function private.fault_in_search(payload jsonb) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_uuid(payload -> 'search_id'), false) then 'search_id'
    when not coalesce(private.is_one_of(payload -> 'method', 'search_method'), false)
      then 'method'
    when not coalesce(private.is_one_of(payload -> 'result', 'search_result'), false)
      then 'result'
    when not private.is_uuid_or_null(payload -> 'team_id') then 'team_id'
    when not private.is_uuid_or_null(payload -> 'task_id') then 'task_id'
    when not private.is_text(payload -> 'note', 4000) then 'note'
    when not private.is_time(payload -> 'searched_at') then 'searched_at'
    else private.unknown_key(
      payload, 'search_id', 'method', 'result', 'team_id', 'task_id', 'note', 'searched_at'
    )
  end
$$;
comment on function private.fault_in_search(jsonb) is 'The field at fault in an area.search.';

create function private.apply_area_search(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_search(m.payload);
  found_in uuid;
  area public.site_areas;
  search public.area_searches;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into area from public.site_areas a where a.id = m.entity_id;
  if area.operation_id is distinct from m.operation_id then
    return private.missing(area.operation_id, m);
  end if;
  search := jsonb_populate_record(null::public.area_searches, m.payload);
  search.team_id := coalesce(search.team_id, m.team_id);
  if m.role <> 'admin' and not private.is_own(m, search.team_id) then
    return private.rejected('not_allowed');
  end if;
  search.id := (m.payload ->> 'search_id')::uuid;
  select s.operation_id into found_in from public.area_searches s where s.id = search.id;
  if found then
    return private.taken(found_in, m);
  end if;
  if search.team_id is not null then
    select t.operation_id into found_in from public.teams t where t.id = search.team_id;
    if found_in is distinct from m.operation_id then
      return private.invalid('team_id');
    end if;
  end if;
  if search.task_id is not null then
    select t.operation_id into found_in from public.tasks t where t.id = search.task_id;
    if found_in is distinct from m.operation_id then
      return private.invalid('task_id');
    end if;
  end if;
  insert into public.area_searches (
    id, operation_id, area_id, site_id, team_id, task_id, method, result, note, searched_at,
    version, created_at, updated_at
  ) values (
    search.id, m.operation_id, area.id, area.site_id, search.team_id, search.task_id,
    search.method, search.result, private.text_of(m.payload -> 'note'),
    least(coalesce(search.searched_at, m.happened_at), m.received_at),
    m.version, m.received_at, m.received_at
  )
  returning * into search;
  return private.applied(jsonb_build_array(private.change('area_searches', to_jsonb(search))));
end
$$;
comment on function private.apply_area_search(private.mutation) is
  'Kind area.search: additive (rule C7), also for an area that was deleted since.';

revoke all on all functions in schema private from public;
