-- The kinds team.create, team.update, team.status and team.checkin.

create function private.fault_in_team(fields jsonb) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
begin
  for key, value in select * from jsonb_each(fields) loop
    if not (case key
      when 'code' then private.is_name(value)
      when 'name_en' then private.is_name(value)
      when 'name_ar' then private.is_text(value, 200)
      when 'specialty' then private.is_one_of(value, 'specialty')
      when 'organisation_id' then private.is_uuid_or_null(value)
      when 'deleted' then jsonb_typeof(value) = 'boolean'
      else false
    end) then
      return key;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.fault_in_team(jsonb) is 'The first of TeamFields that is not as it should be.';

create function private.is_organisation_of(operation uuid, organisation uuid) returns boolean
language sql stable
as $$
  select coalesce((
    select o.operation_id = operation from public.organisations o where o.id = organisation
  ), false)
$$;
comment on function private.is_organisation_of(uuid, uuid) is 'Whether a team can belong to this organisation.';

create function private.team_code_is_taken(operation uuid, wanted text, by_other_than uuid)
returns boolean
language sql stable
as $$
  select exists (
    select from public.teams t
    where t.operation_id = operation and t.code = wanted and t.deleted_at is null
      and t.id <> by_other_than
  )
$$;
comment on function private.team_code_is_taken(uuid, text, uuid) is 'Whether another team has this code.';

create function private.apply_team_create(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text;
  found_in uuid;
  team public.teams;
begin
  select t.operation_id into found_in from public.teams t where t.id = m.entity_id;
  if found then
    return private.taken(found_in, m);
  end if;
  fault := case
    when not m.payload ? 'code' then 'code'
    when not m.payload ? 'name_en' then 'name_en'
    when not m.payload ? 'specialty' then 'specialty'
    when m.payload -> 'deleted' = 'true' then 'deleted'
    else private.fault_in_team(m.payload)
  end;
  if fault is not null then
    return private.invalid(fault);
  end if;
  team := jsonb_populate_record(null::public.teams, private.without_blanks(m.payload - 'deleted'));
  if team.organisation_id is not null
    and not private.is_organisation_of(m.operation_id, team.organisation_id) then
    return private.invalid('organisation_id');
  end if;
  if private.team_code_is_taken(m.operation_id, team.code, m.entity_id) then
    return private.rejected('already_exists', 'code');
  end if;
  insert into public.teams (
    id, operation_id, code, name_en, name_ar, specialty, organisation_id, status_at,
    version, created_at, updated_at
  ) values (
    m.entity_id, m.operation_id, team.code, team.name_en, coalesce(team.name_ar, team.name_en),
    team.specialty, team.organisation_id, m.happened_at, m.version, m.received_at, m.received_at
  )
  returning * into team;
  return private.applied(jsonb_build_array(private.change('teams', to_jsonb(team))));
end
$$;
comment on function private.apply_team_create(private.mutation) is 'Kind team.create.';

create function private.apply_team_update(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := coalesce(
    private.fault_in_changes(m.payload),
    private.fault_in_team(m.payload -> 'set'),
    private.fault_in_team(coalesce(m.payload -> 'base', '{}'))
  );
  team public.teams;
  split private.merge;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into team from public.teams t where t.id = m.entity_id;
  if team.operation_id is distinct from m.operation_id then
    return private.missing(team.operation_id, m);
  end if;
  if team.deleted_at is not null and m.payload -> 'set' -> 'deleted' is distinct from 'false' then
    return private.conflict('row_deleted');
  end if;
  split := private.split_changes(
    m, to_jsonb(team), team.version,
    to_jsonb(jsonb_populate_record(null::public.teams, private.without_blanks(m.payload -> 'set'))),
    to_jsonb(jsonb_populate_record(
      null::public.teams, private.without_blanks(coalesce(m.payload -> 'base', '{}'))
    ))
  );
  if split.fits <> '{}' then
    team := jsonb_populate_record(team, split.fits);
    if split.fits ? 'organisation_id' and team.organisation_id is not null
      and not private.is_organisation_of(m.operation_id, team.organisation_id) then
      return private.invalid('organisation_id');
    end if;
    if private.team_code_is_taken(m.operation_id, team.code, m.entity_id)
      and not coalesce(split.fits -> 'deleted' = 'true', false) then
      return private.rejected('already_exists', 'code');
    end if;
    update public.teams t set
      code = team.code,
      name_en = team.name_en,
      name_ar = coalesce(team.name_ar, team.name_en),
      specialty = team.specialty,
      organisation_id = team.organisation_id,
      deleted_at = private.deleted_at(split.fits, t.deleted_at, m.received_at),
      version = m.version,
      updated_at = m.received_at
    where t.id = m.entity_id
    returning * into team;
  end if;
  return private.verdict_on(split, 'teams', to_jsonb(team));
end
$$;
comment on function private.apply_team_update(private.mutation) is 'Kind team.update, rule C4.';

create function private.apply_team_status(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := case
    when not coalesce(private.is_one_of(m.payload -> 'status', 'team_status'), false)
      then 'status'
    else private.unknown_key(m.payload, 'status')
  end;
  team public.teams;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into team from public.teams t where t.id = m.entity_id;
  if team.operation_id is distinct from m.operation_id then
    return private.missing(team.operation_id, m);
  end if;
  if not (m.role = 'admin' or private.is_own(m, team.id)) then
    return private.rejected('not_allowed');
  end if;
  if team.deleted_at is not null then
    return private.conflict('row_deleted');
  end if;
  -- The same status again is news too: it was confirmed.
  update public.teams t set
    status = m.payload ->> 'status',
    status_at = m.happened_at,
    version = m.version,
    updated_at = m.received_at
  where t.id = m.entity_id
  returning * into team;
  return private.applied(jsonb_build_array(private.change('teams', to_jsonb(team))));
end
$$;
comment on function private.apply_team_status(private.mutation) is 'Kind team.status: the last word counts.';

create function private.fault_in_checkin(payload jsonb) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_uuid(payload -> 'checkin_id'), false) then 'checkin_id'
    when not private.is_uuid_or_null(payload -> 'site_id') then 'site_id'
    when payload -> 'lat' <> 'null' and not private.is_number(payload -> 'lat', -90, 90)
      or (payload ->> 'lat' is null) <> (payload ->> 'lon' is null) then 'lat'
    when payload -> 'lon' <> 'null' and not private.is_number(payload -> 'lon', -180, 180)
      then 'lon'
    when payload -> 'accuracy_m' <> 'null'
      and not private.is_number(payload -> 'accuracy_m', 0, 40000000) then 'accuracy_m'
    when not private.is_text(payload -> 'note', 4000) then 'note'
    when payload -> 'expected_back_at' <> 'null'
      and not private.is_time(payload -> 'expected_back_at') then 'expected_back_at'
    when not private.is_one_of(payload -> 'status', 'team_status') then 'status'
    else private.unknown_key(
      payload,
      'checkin_id', 'site_id', 'lat', 'lon', 'accuracy_m', 'note', 'expected_back_at', 'status'
    )
  end
$$;
comment on function private.fault_in_checkin(jsonb) is 'The field at fault in a team.checkin.';

create function private.apply_team_checkin(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_checkin(m.payload);
  found_in uuid;
  team public.teams;
  site public.sites;
  checkin public.checkins;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into team from public.teams t where t.id = m.entity_id;
  if team.operation_id is distinct from m.operation_id then
    return private.missing(team.operation_id, m);
  end if;
  if not (m.role = 'admin' or private.is_own(m, team.id)) then
    return private.rejected('not_allowed');
  end if;
  checkin := jsonb_populate_record(null::public.checkins, m.payload);
  checkin.id := (m.payload ->> 'checkin_id')::uuid;
  select c.operation_id into found_in from public.checkins c where c.id = checkin.id;
  if found then
    return private.taken(found_in, m);
  end if;
  if checkin.site_id is not null then
    select * into site from public.sites s where s.id = checkin.site_id;
    if site.operation_id is distinct from m.operation_id then
      return private.invalid('site_id');
    end if;
  end if;
  insert into public.checkins (
    id, operation_id, team_id, site_id, lat, lon, accuracy_m, note, expected_back_at,
    checked_in_at, version, created_at, updated_at
  ) values (
    checkin.id, m.operation_id, team.id, checkin.site_id, checkin.lat, checkin.lon,
    checkin.accuracy_m, private.text_of(m.payload -> 'note'), checkin.expected_back_at,
    m.happened_at, m.version, m.received_at, m.received_at
  );
  update public.teams t set
    status = coalesce(m.payload ->> 'status', t.status),
    status_at = case when m.payload ? 'status' then m.happened_at else t.status_at end,
    last_checkin_at = m.happened_at,
    checkin_due_at = checkin.expected_back_at,
    last_lat = coalesce(private.rounded_degrees(coalesce(checkin.lat, site.lat)), t.last_lat),
    last_lon = coalesce(private.rounded_degrees(coalesce(checkin.lon, site.lon)), t.last_lon),
    version = m.version,
    updated_at = m.received_at
  where t.id = m.entity_id
  returning * into team;
  return private.applied(jsonb_build_array(private.change('teams', to_jsonb(team))), true);
end
$$;
comment on function private.apply_team_checkin(private.mutation) is
  'Kind team.checkin: additive (rule C7). Without a position of its own it stands at its site.';

revoke all on all functions in schema private from public;
