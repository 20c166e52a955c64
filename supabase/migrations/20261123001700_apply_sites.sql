-- The kinds site.create and site.update.

create function private.fault_in_site(fields jsonb) returns text
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
      when 'aliases' then private.is_texts(value, 50)
      when 'kind' then private.is_one_of(value, 'site_kind')
      when 'status' then private.is_one_of(value, 'site_status')
      when 'adm1_pcode' then value = 'null'
        or (jsonb_typeof(value) = 'string' and (value #>> '{}') ~ '^[A-Z]{2}[0-9]{2}$')
      when 'lat' then value = 'null' or private.is_number(value, -90, 90)
      when 'lon' then value = 'null' or private.is_number(value, -180, 180)
      when 'coord_source' then value = 'null' or private.is_one_of(value, 'coord_source')
      when 'coord_precision_m' then value = 'null' or private.is_number(value, 0, 1000000)
      when 'access_notes' then private.is_text(value, 4000)
      when 'beds_total' then value = 'null' or private.is_whole(value, 0, 100000)
      when 'beds_free' then value = 'null' or private.is_whole(value, 0, 100000)
      when 'services' then private.is_texts(value, 50)
      when 'deleted' then jsonb_typeof(value) = 'boolean'
      else false
    end) then
      return key;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.fault_in_site(jsonb) is 'The first of SiteFields that is not as it should be.';

create function private.site_code_is_taken(operation uuid, wanted text, by_other_than uuid)
returns boolean
language sql stable
as $$
  select exists (
    select from public.sites s
    where s.operation_id = operation and s.code = wanted and s.deleted_at is null
      and s.id <> by_other_than
  )
$$;
comment on function private.site_code_is_taken(uuid, text, uuid) is 'Whether another site has this code.';

create function private.apply_site_create(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text;
  found_in uuid;
  site public.sites;
begin
  select s.operation_id into found_in from public.sites s where s.id = m.entity_id;
  if found then
    return private.taken(found_in, m);
  end if;
  fault := case
    when not m.payload ? 'code' then 'code'
    when not m.payload ? 'name_en' then 'name_en'
    when not m.payload ? 'kind' then 'kind'
    when m.payload -> 'deleted' = 'true' then 'deleted'
    else private.fault_in_site(m.payload)
  end;
  if fault is null and (m.payload ->> 'lat' is null) <> (m.payload ->> 'lon' is null) then
    fault := 'lat';
  end if;
  if fault is not null then
    return private.invalid(fault);
  end if;
  site := jsonb_populate_record(null::public.sites, private.without_blanks(m.payload - 'deleted'));
  if private.site_code_is_taken(m.operation_id, site.code, m.entity_id) then
    return private.rejected('already_exists', 'code');
  end if;
  insert into public.sites (
    id, operation_id, code, name_en, name_ar, aliases, kind, status, status_at, adm1_pcode,
    lat, lon, coord_source, coord_precision_m, access_notes, beds_total, beds_free, beds_at,
    services, version, created_at, updated_at
  ) values (
    m.entity_id, m.operation_id, site.code, site.name_en, coalesce(site.name_ar, site.name_en),
    coalesce(site.aliases, '{}'), site.kind, coalesce(site.status, 'reported'), m.happened_at,
    site.adm1_pcode, site.lat, site.lon, site.coord_source, site.coord_precision_m,
    site.access_notes, site.beds_total, site.beds_free,
    case when coalesce(site.beds_total, site.beds_free) is not null then m.happened_at end,
    coalesce(site.services, '{}'), m.version, m.received_at, m.received_at
  )
  returning * into site;
  return private.applied(jsonb_build_array(private.change('sites', to_jsonb(site))));
end
$$;
comment on function private.apply_site_create(private.mutation) is 'Kind site.create.';

create function private.apply_site_update(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := coalesce(
    private.fault_in_changes(m.payload),
    private.fault_in_site(m.payload -> 'set'),
    private.fault_in_site(coalesce(m.payload -> 'base', '{}'))
  );
  wanted jsonb := m.payload -> 'set';
  site public.sites;
  split private.merge;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into site from public.sites s where s.id = m.entity_id;
  if site.operation_id is distinct from m.operation_id then
    return private.missing(site.operation_id, m);
  end if;
  if site.deleted_at is not null and wanted -> 'deleted' is distinct from 'false' then
    return private.conflict('row_deleted');
  end if;
  split := private.split_changes(
    m, to_jsonb(site), site.version,
    to_jsonb(jsonb_populate_record(null::public.sites, private.without_blanks(wanted))),
    to_jsonb(jsonb_populate_record(
      null::public.sites, private.without_blanks(coalesce(m.payload -> 'base', '{}'))
    ))
  );
  -- A status or a number of beds that is the same again was confirmed, and that is news.
  split.fits := split.fits || private.picked(
    to_jsonb(site), wanted - array(select jsonb_object_keys(split.fits || split.clashes)),
    'status', 'beds_total', 'beds_free'
  );
  if split.fits <> '{}' then
    site := jsonb_populate_record(site, split.fits);
    if (site.lat is null) <> (site.lon is null) then
      return private.invalid('lat');
    end if;
    if private.site_code_is_taken(m.operation_id, site.code, m.entity_id)
      and not coalesce(split.fits -> 'deleted' = 'true', false) then
      return private.rejected('already_exists', 'code');
    end if;
    update public.sites s set
      code = site.code,
      name_en = site.name_en,
      name_ar = coalesce(site.name_ar, site.name_en),
      aliases = site.aliases,
      kind = site.kind,
      status = site.status,
      status_at = case when split.fits ? 'status' then m.happened_at else s.status_at end,
      adm1_pcode = site.adm1_pcode,
      lat = site.lat,
      lon = site.lon,
      coord_source = site.coord_source,
      coord_precision_m = site.coord_precision_m,
      access_notes = site.access_notes,
      beds_total = site.beds_total,
      beds_free = site.beds_free,
      beds_at = case when split.fits ?| array['beds_total', 'beds_free'] then m.happened_at
        else s.beds_at end,
      services = site.services,
      deleted_at = private.deleted_at(split.fits, s.deleted_at, m.received_at),
      version = m.version,
      updated_at = m.received_at
    where s.id = m.entity_id
    returning * into site;
  end if;
  return private.verdict_on(split, 'sites', to_jsonb(site));
end
$$;
comment on function private.apply_site_update(private.mutation) is 'Kind site.update, rule C4.';

revoke all on all functions in schema private from public;
