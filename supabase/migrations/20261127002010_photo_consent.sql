-- What ends photographs: consent that is taken back, a person's record that is taken away.
-- docs/sync-spec.md, rules G3 and G4.

create function private.take_away_photos_of(
  person uuid, reason text, version bigint, at timestamptz
) returns void
language sql
as $$
  update public.person_photos f
  set removal = reason, deleted_at = at, version = take_away_photos_of.version, updated_at = at
  where f.person_id = person and f.deleted_at is null
$$;
comment on function private.take_away_photos_of(uuid, text, bigint, timestamptz) is
  'Takes away every photograph of one record, for a word of private.photo_removal.';

create function private.take_away_photos(m private.mutation, person uuid, reason text)
returns void
language sql
as $$
  select private.take_away_photos_of(person, reason, m.version, m.received_at)
$$;
comment on function private.take_away_photos(private.mutation, uuid, text) is
  'The same within a mutation, whatever becomes of the record itself.';

create function private.end_photos() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if old.deleted_at is null and new.deleted_at is not null then
    perform private.take_away_photos_of(new.id, 'person_removed', new.version, new.updated_at);
  elsif old.photo_consent and not new.photo_consent then
    perform private.take_away_photos_of(
      same.id, 'consent_withdrawn', new.version, new.updated_at
    ) from unnest(private.records_of_person(new.id)) same (id);
  end if;
  return null;
end
$$;
comment on function private.end_photos() is
  'Rules G3, G4: whatever way a person''s record takes back consent or goes, its photographs go in the same transaction, and those of all records of the same person with a consent that is taken back.';
create trigger end_photos after update of photo_consent, deleted_at on public.people
  for each row execute function private.end_photos();

create function private.is_consent_withdrawn(
  person uuid, author uuid, said_at timestamptz, seen numeric
) returns boolean
language sql stable
as $$
  select exists (
    select from public.person_events e
    where e.person_id = any (private.records_of_person(person))
      and e.kind = 'updated'
      and e.detail #> '{new,photo_consent}' = 'false'
      and case
        when e.actor_id = author then coalesce(e.device_at > said_at, false)
        else e.version > coalesce(seen, 0)
      end
  )
$$;
comment on function private.is_consent_withdrawn(uuid, uuid, timestamptz, numeric) is
  'Rule G3: whether consent was taken back by somebody of whom the author of a photograph had not heard, or by that same author later. What the author saw is a version.';

create function private.end_photos_of_merged() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  update public.person_photos f
  set removal = 'consent_withdrawn', deleted_at = new.updated_at, version = new.version,
    updated_at = new.updated_at
  from public.events e
  where f.person_id = any (private.records_of_person(new.id))
    and f.deleted_at is null
    and e.operation_id = f.operation_id
    and e.entity_id = f.id
    and e.kind = 'photo.record'
    -- That which made the row: said once more, it changed nothing.
    and e.version is not null
    and private.is_consent_withdrawn(
      f.person_id, e.actor, e.device_at, (e.payload ->> 'person_version')::numeric
    );
  return null;
end
$$;
comment on function private.end_photos_of_merged() is
  'Rule G3: two records are found to be of one person, who had taken consent back on one of them. It ends the photographs of the other whose authors had not heard of it, as if the records had been one from the start.';
create trigger end_photos_of_merged after update of merged_into on public.people
  for each row when (new.merged_into is not null and new.merged_into is distinct from old.merged_into)
  execute function private.end_photos_of_merged();

create function private.set_photo_consent(m private.mutation, person uuid, agreed boolean)
returns void
language plpgsql
as $$
declare
  before boolean;
begin
  select p.photo_consent into before from public.people p where p.id = person;
  if before and agreed then
    return;
  end if;
  -- The record that the history is about is the person's, not the photograph's.
  m.entity_id := person;
  perform private.note_on_person(m, 'updated', jsonb_build_object(
    'old', jsonb_build_object('photo_consent', before),
    'new', jsonb_build_object('photo_consent', agreed)
  ));
  update public.people p
  set photo_consent = agreed, changed_at = m.happened_at, version = m.version,
    updated_at = m.received_at
  where p.id = person;
end
$$;
comment on function private.set_photo_consent(private.mutation, uuid, boolean) is
  'Writes what was said of photographs into the person''s record and its history; that it was taken back, even where it was already.';

revoke all on all functions in schema private from public;
