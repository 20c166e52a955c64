-- Photographs of people: who agreed, and the fingerprint of the picture. The picture itself is in a
-- private bucket of Storage and nowhere else, so that a consent that is taken back ends it.

select private.add_words('photo_consent_by', 'person', 'guardian');
select private.add_words(
  'photo_removal',
  'consent_withdrawn', 'replaced', 'wrong_person', 'unclear', 'person_removed', 'expired'
);
select private.add_words(
  'photo_reason', 'consent_withdrawn', 'replaced', 'wrong_person', 'unclear'
);
select private.add_words('conflict_reason', 'consent_withdrawn');

create domain private.photo_consent_by as text check (value in ('person', 'guardian'));
create domain private.photo_removal as text check (
  value in (
    'consent_withdrawn', 'replaced', 'wrong_person', 'unclear', 'person_removed', 'expired'
  )
);
comment on domain private.photo_consent_by is
  'Who agreed to a photograph: the person, or the parent or guardian who speaks for a child.';
comment on domain private.photo_removal is
  'Why a photograph was taken away. "person_removed" and "expired" follow from the person''s record, the others are said by a person.';

create table public.person_photos (
  id uuid primary key,
  operation_id uuid not null references public.operations (id),
  person_id uuid not null,
  sha256 private.sha256_hex not null,
  size_bytes integer not null check (size_bytes between 1 and 1048576),
  consent_by private.photo_consent_by not null,
  taken_at timestamptz not null,
  actor_id uuid not null,
  team_id uuid,
  stored_at timestamptz,
  removal private.photo_removal,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (operation_id, id),
  foreign key (operation_id, person_id) references public.people (operation_id, id),
  foreign key (operation_id, team_id) references public.teams (operation_id, id),
  constraint person_photos_are_taken_away_for_a_reason
    check ((removal is null) = (deleted_at is null))
);
create index person_photos_by_version on public.person_photos (operation_id, version)
  where version > 0;
create index person_photos_by_person on public.person_photos (person_id);

comment on table public.person_photos is
  'A photograph of somebody who was found, taken with consent. The picture is in the bucket person-photos. Hidden from observers.';
comment on column public.person_photos.sha256 is
  'Of the picture as it is stored: made smaller on the phone, and without what the camera wrote into it.';
comment on column public.person_photos.taken_at is 'When the phone says that it was taken.';
comment on column public.person_photos.actor_id is 'The account that took it.';
comment on column public.person_photos.stored_at is 'When Storage had it.';
comment on column public.person_photos.deleted_at is
  'When it was taken away: nobody reads the picture from then on, and it never comes back.';

alter table public.person_photos enable row level security;

-- The service key neither: what it wrote past the door would have nobody's consent.
revoke all on public.person_photos from anon, authenticated, service_role;
grant select on public.person_photos to authenticated, service_role;

create policy "Everyone but observers reads photographs of people" on public.person_photos
  for select to authenticated
  using (operation_id = any (array(select private.my_field_operations())));

create function private.keep_person_photo() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  may_change text[] := array['stored_at', 'removal', 'deleted_at', 'version', 'updated_at'];
begin
  if to_jsonb(old) - may_change is distinct from to_jsonb(new) - may_change
    or old.deleted_at is not null and new.deleted_at is null then
    raise exception 'a photograph never changes or comes back' using errcode = '42501';
  end if;
  return new;
end
$$;
comment on function private.keep_person_photo() is
  'Rules G1, G4: nothing of a photograph changes but whether it is stored, and that it is taken away, for good.';
create trigger keep_person_photo before update on public.person_photos
  for each row execute function private.keep_person_photo();

select private.add_synced_table('person_photos', true);

revoke all on all functions in schema private from public;
