-- The kinds photo.record, photo.stored and photo.remove. docs/sync-spec.md, rules G1 to G4.

create function private.fault_in_photo(payload jsonb) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_uuid(payload -> 'person_id'), false) then 'person_id'
    when not coalesce(private.is_sha256(payload -> 'sha256'), false) then 'sha256'
    when not coalesce(private.is_whole(payload -> 'size_bytes', 1, 1048576), false)
      then 'size_bytes'
    when not coalesce(private.is_time(payload -> 'taken_at'), false) then 'taken_at'
    when not coalesce(private.is_one_of(payload -> 'consent_by', 'photo_consent_by'), false)
      then 'consent_by'
    when not coalesce(
      payload -> 'person_version' = 'null'
        or private.is_whole(payload -> 'person_version', 0, 9007199254740991),
      true
    ) then 'person_version'
    else private.unknown_key(
      payload, 'person_id', 'sha256', 'size_bytes', 'taken_at', 'consent_by', 'person_version'
    )
  end
$$;
comment on function private.fault_in_photo(jsonb) is
  'The field at fault in a photo.record. Rule G1: none without who agreed.';

create function private.removal_at_birth(m private.mutation, person public.people) returns text
language sql stable
as $$
  select coalesce(
    case
      when person.deleted_at is not null then 'person_removed'
      when private.is_consent_withdrawn(
        person.id, m.actor, m.device_at, (m.payload ->> 'person_version')::numeric
      ) then 'consent_withdrawn'
    end,
    (
      select e.payload ->> 'reason'
      from public.events e
      where e.operation_id = m.operation_id
        and e.entity_id = m.entity_id
        and e.kind = 'photo.remove'
        and e.reason = 'not_found'
      order by e.seq
      limit 1
    )
  )
$$;
comment on function private.removal_at_birth(private.mutation, public.people) is
  'Rule G4: why a photograph is taken away as it comes in; null when it stands. A letter can bring its removal before it.';

create function private.apply_photo_record(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_photo(m.payload);
  known public.person_photos;
  person public.people;
  photo public.person_photos;
  conflict text;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into known from public.person_photos f where f.id = m.entity_id;
  if known.operation_id = m.operation_id and known.deleted_at is not null then
    return private.conflict('row_deleted');
  elsif known.operation_id = m.operation_id and known.actor_id = m.actor
    and known.sha256 = m.payload ->> 'sha256'
    and known.person_id = (m.payload ->> 'person_id')::uuid then
    return private.applied();
  elsif known.id is not null then
    return private.taken(known.operation_id, m);
  end if;
  select * into person from public.people p where p.id = (m.payload ->> 'person_id')::uuid;
  if person.operation_id is distinct from m.operation_id then
    return private.invalid('person_id');
  end if;
  photo := jsonb_populate_record(null::public.person_photos, m.payload);
  photo.id := m.entity_id;
  photo.operation_id := m.operation_id;
  photo.actor_id := m.actor;
  photo.team_id := m.team_id;
  photo.removal := private.removal_at_birth(m, person);
  photo.deleted_at := case when photo.removal is not null then m.received_at end;
  photo.version := m.version;
  photo.created_at := m.received_at;
  photo.updated_at := m.received_at;
  insert into public.person_photos values (photo.*);
  conflict := case
    when photo.removal = 'person_removed' then 'row_deleted'
    when photo.removal = 'consent_withdrawn' then 'consent_withdrawn'
  end;
  -- What ended it was said later, or by somebody of whom its author had not heard: it stays said.
  if conflict is null then
    perform private.set_photo_consent(m, person.id, true);
  end if;
  return case
    when conflict is null then private.applied('[]', true)
    else row('conflict', conflict, null, '[]', true, '{}')::private.verdict
  end;
end
$$;
comment on function private.apply_photo_record(private.mutation) is
  'Kind photo.record: the photograph, and that somebody agreed to it (rule G1). One that comes after what ends it is kept as taken away (rules G3, G4).';

create function private.photo_path(photo public.person_photos) returns text
language sql immutable parallel safe
as $$
  select photo.operation_id || '/' || photo.id || '/part-0000'
$$;
comment on function private.photo_path(public.person_photos) is
  'Rule G2: the name in Storage. A photograph has one part.';

create function private.apply_photo_stored(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.unknown_key(m.payload, variadic '{}');
  photo public.person_photos;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into photo from public.person_photos f where f.id = m.entity_id;
  if photo.operation_id is distinct from m.operation_id then
    return private.missing(photo.operation_id, m);
  elsif photo.actor_id <> m.actor then
    return private.rejected('not_allowed');
  elsif photo.stored_at is not null or photo.deleted_at is not null then
    return private.applied();
  elsif not exists (
    select from storage.objects o
    where o.bucket_id = 'person-photos'
      and o.name = private.photo_path(photo)
      and (o.metadata ->> 'size')::bigint = photo.size_bytes
  ) then
    return private.rejected('not_stored');
  end if;
  update public.person_photos f
  set stored_at = m.received_at, version = m.version, updated_at = m.received_at
  where f.id = photo.id;
  return private.applied('[]', true);
end
$$;
comment on function private.apply_photo_stored(private.mutation) is
  'Kind photo.stored, rule G2: believed only when Storage has it. One that was taken away meanwhile is left at that.';

create function private.fault_in_photo_remove(payload jsonb) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_one_of(payload -> 'reason', 'photo_reason'), false) then 'reason'
    else private.unknown_key(payload, 'reason')
  end
$$;
comment on function private.fault_in_photo_remove(jsonb) is 'The field at fault in a photo.remove.';

create function private.apply_photo_remove(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_photo_remove(m.payload);
  photo public.person_photos;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into photo from public.person_photos f where f.id = m.entity_id;
  if photo.operation_id is distinct from m.operation_id then
    return private.missing(photo.operation_id, m);
  end if;
  if m.payload ->> 'reason' = 'consent_withdrawn' then
    perform private.set_photo_consent(m, photo.person_id, false);
    perform private.take_away_photos(m, same.id, 'consent_withdrawn')
    from unnest(private.records_of_person(photo.person_id)) same (id);
    return private.applied('[]', true);
  elsif photo.deleted_at is not null then
    return private.applied();
  end if;
  update public.person_photos f
  set removal = m.payload ->> 'reason', deleted_at = m.received_at, version = m.version,
    updated_at = m.received_at
  where f.id = photo.id;
  return private.applied('[]', true);
end
$$;
comment on function private.apply_photo_remove(private.mutation) is
  'Kind photo.remove, rules G3 and G4: never a conflict, whoever took the photograph. Consent that is taken back takes every photograph of the person with it.';

select private.add_kind('photo.record', 'person_photos');
select private.add_kind('photo.stored', 'person_photos');
select private.add_kind('photo.remove', 'person_photos');

create or replace function private.may_be_asked(kind text, role text, operation_status text) returns text
language sql immutable parallel safe
as $$
  select case
    -- Changes no row: whoever has a record may lay it down, whatever has become of them since.
    when kind = 'record.discard' then null
    when operation_status = 'closed' and not (kind = 'operation.update' and role = 'admin')
      -- What was collected is looked after for years, and consent can be taken back for as long.
      and kind not in ('evidence.stored', 'custody.record', 'photo.stored', 'photo.remove')
      then 'operation_closed'
    when role = 'observer' then 'not_allowed'
    when role <> 'admin' and kind in (
      'site.create', 'site.update', 'area.update', 'team.create', 'team.update', 'operation.update'
    ) then 'not_allowed'
    when role = 'admin' and kind like 'care.%' then 'not_allowed'
    when role <> 'medic' and kind = 'care.observe' then 'not_allowed'
    when role not in ('admin', 'coordinator') and kind like 'report.%' then 'not_allowed'
  end
$$;
comment on function private.may_be_asked(text, text, text) is
  'Rules W9, P1, P2, P5, M1, K8, D2, V3, G4: why the author may not ask for this kind at all; null when it depends on the row.';

revoke all on all functions in schema private from public;
