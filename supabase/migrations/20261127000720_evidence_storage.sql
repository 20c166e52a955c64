-- The private bucket of evidence, and who reaches what in it. Names are
-- <operation>/<item>/part-0000 and so on, and <operation>/<item>/working. Nobody but the service key
-- changes or deletes a file: there is no policy for it.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('evidence', 'evidence', false, 1048576, array['application/octet-stream'])
on conflict (id) do update set
  public = excluded.public,
  file_size_limit = excluded.file_size_limit,
  allowed_mime_types = excluded.allowed_mime_types;

create type private.evidence_path as (operation_id uuid, evidence_id uuid, part int);
comment on type private.evidence_path is
  'The name of a file of evidence, read; part is null for the working copy.';

create function private.read_evidence_path(path text) returns private.evidence_path
language plpgsql immutable parallel safe
set search_path = ''
as $$
declare
  uuid_form constant text :=
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
  parts text[] := regexp_match(
    path, '^(' || uuid_form || ')/(' || uuid_form || ')/(working|part-[0-9]{4})$'
  );
begin
  if parts is null then
    return null;
  end if;
  return row(
    parts[1]::uuid, parts[2]::uuid,
    case when parts[3] <> 'working' then right(parts[3], 4)::int end
  )::private.evidence_path;
end
$$;
comment on function private.read_evidence_path(text) is 'Null for any other name.';

create function private.may_store_evidence(path text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
declare
  file private.evidence_path := private.read_evidence_path(path);
begin
  return exists (
    select from public.evidence e
    where e.id = file.evidence_id
      and e.operation_id = file.operation_id
      and e.operation_id in (select private.my_field_operations())
      and e.actor_id = (select auth.uid())
      and e.stored_at is null
      and case
        when file.part is null then e.working_sha256 is not null
        else file.part::bigint * 1048576 < e.size_bytes
      end
  );
end
$$;
comment on function private.may_store_evidence(text) is
  'Rule V2: who recorded the item stores its parts, until they are all there.';

create function private.may_read_evidence(path text) returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
declare
  file private.evidence_path := private.read_evidence_path(path);
begin
  return exists (
    select from public.evidence e
    where e.id = file.evidence_id
      and e.operation_id = file.operation_id
      and e.operation_id in (select private.my_field_operations())
      and (
        file.part is null
        or (e.actor_id = (select auth.uid()) and e.stored_at is null)
        or exists (
          select from public.custody_entries c
          where c.evidence_id = e.id
            and c.actor_id = (select auth.uid())
            and c.action in ('viewed', 'copied', 'exported')
            and c.received_at > now() - interval '15 minutes'
        )
      )
  );
end
$$;
comment on function private.may_read_evidence(text) is
  'Rule V4: working copies are for everyone but observers. An original opens for a quarter of an hour to whoever has an entry in its custody that says so.';

revoke all on all functions in schema private from public;
grant execute on function private.may_store_evidence(text) to authenticated;
grant execute on function private.may_read_evidence(text) to authenticated;

create policy "Everyone but observers finds the bucket of evidence" on storage.buckets
  for select to authenticated
  using (id = 'evidence' and exists (select private.my_field_operations()));

create policy "Who recorded evidence stores its parts" on storage.objects
  for insert to authenticated
  with check (bucket_id = 'evidence' and private.may_store_evidence(name));

create policy "Everyone but observers reads files of evidence, originals by an entry in the custody"
  on storage.objects
  for select to authenticated
  using (bucket_id = 'evidence' and private.may_read_evidence(name));
