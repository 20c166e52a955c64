-- The private bucket of photographs of people, and who reaches what in it: rule G2. Names are
-- <operation>/<photograph>/part-0000. There is no policy by which anybody changes or deletes a file:
-- Storage deletes only what the caller can read, and what was taken away is to be read by nobody. The
-- app's server deletes it with the service key.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values (
  'person-photos', 'person-photos', false, 1048576, array['application/octet-stream']
)
on conflict (id) do update set
  public = excluded.public,
  file_size_limit = excluded.file_size_limit,
  allowed_mime_types = excluded.allowed_mime_types;

create function private.photo_at(path text) returns public.person_photos
language plpgsql stable security definer
set search_path = ''
as $$
declare
  uuid_form constant text :=
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
  ids text[] := regexp_match(path, '^(' || uuid_form || ')/(' || uuid_form || ')/part-0000$');
  photo public.person_photos;
begin
  select f.* into photo
  from public.person_photos f
  where f.id = ids[2]::uuid
    and f.operation_id = ids[1]::uuid
    and f.operation_id in (select private.my_field_operations())
    and f.deleted_at is null;
  return photo;
end
$$;
comment on function private.photo_at(text) is
  'The photograph of this name that stands and that the caller may see; null for any other name.';

create function private.may_store_photo(path text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
declare
  photo public.person_photos := private.photo_at(path);
begin
  return coalesce(photo.actor_id = (select auth.uid()) and photo.stored_at is null, false);
end
$$;
comment on function private.may_store_photo(text) is
  'Rule G2: who took it stores it, once, unless it was taken away.';

create function private.may_read_photo(path text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
declare
  photo public.person_photos := private.photo_at(path);
begin
  return photo.id is not null
    and (photo.stored_at is not null or photo.actor_id = (select auth.uid()));
end
$$;
comment on function private.may_read_photo(text) is
  'Rule G2: everyone but observers, from when all of it is stored, and until it is taken away.';

create function private.photos_to_clear(operation uuid) returns text[]
language sql stable security definer
set search_path = ''
as $$
  select coalesce(array_agg(o.name order by o.name), '{}')
  from storage.objects o
  where o.bucket_id = 'person-photos'
    and o.name like operation || '/%'
    and not exists (
      select from public.person_photos f
      where f.operation_id = operation
        and f.deleted_at is null
        and private.photo_path(f) = o.name
    )
$$;
comment on function private.photos_to_clear(uuid) is 'Behind public.photos_to_clear.';

create function public.photos_to_clear(operation uuid) returns text[]
language sql stable
set search_path = ''
as $$
  select private.photos_to_clear(operation)
$$;
comment on function public.photos_to_clear(uuid) is
  'Rule G5: names in the bucket person-photos of what no photograph that stands has any more. For the service key alone, which deletes them.';

revoke all on all functions in schema private from public;
grant execute on function private.may_store_photo(text) to authenticated;
grant execute on function private.may_read_photo(text) to authenticated;
grant execute on function private.photos_to_clear(uuid) to service_role;
revoke all on function public.photos_to_clear(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.photos_to_clear(uuid) to service_role;

create policy "Everyone but observers finds the bucket of photographs" on storage.buckets
  for select to authenticated
  using (id = 'person-photos' and exists (select private.my_field_operations()));

create policy "Who took a photograph of a person stores it" on storage.objects
  for insert to authenticated
  with check (bucket_id = 'person-photos' and private.may_store_photo(name));

create policy "Everyone but observers reads photographs of people until they are taken away"
  on storage.objects
  for select to authenticated
  using (bucket_id = 'person-photos' and private.may_read_photo(name));
