-- Evidence: photographs and files with the hash that was taken on the phone before anything else,
-- and the custody of each, from hand to hand. Restricted: observers see counts alone
-- (evidence_counts). No field asks what was done to anyone, and none has room for a story.

create domain private.evidence_method as text check (value in ('camera', 'file'));
create domain private.custody_action as text check (
  value in (
    'collected', 'stored', 'checked', 'mismatch', 'viewed', 'handed_over', 'returned', 'copied',
    'sealed', 'exported'
  )
);
comment on domain private.evidence_method is
  'How it came onto the phone: taken with its camera, or chosen from its files.';
comment on domain private.custody_action is
  'What was done with an item. "collected", "stored", "checked" and "mismatch" are written with the item itself, the others are said by a person.';

create table public.evidence (
  id uuid primary key,
  operation_id uuid not null references public.operations (id),
  sha256 private.sha256_hex not null,
  size_bytes bigint not null check (size_bytes between 1 and 104857600),
  media_type text not null check (media_type ~ '^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,90}$'),
  original_name private.short_text,
  method private.evidence_method not null,
  source private.short_text,
  collected_at timestamptz not null,
  site_id uuid,
  area_id uuid,
  task_id uuid,
  lat private.latitude,
  lon private.longitude,
  accuracy_m double precision check (accuracy_m between 0 and 1000000),
  working_sha256 private.sha256_hex,
  working_bytes integer check (working_bytes between 1 and 1048576),
  actor_id uuid not null,
  team_id uuid,
  stored_at timestamptz,
  checked_at timestamptz,
  checked_sha256 private.sha256_hex,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (operation_id, id),
  foreign key (operation_id, site_id) references public.sites (operation_id, id),
  foreign key (operation_id, site_id, area_id)
    references public.site_areas (operation_id, site_id, id),
  foreign key (operation_id, task_id) references public.tasks (operation_id, id),
  foreign key (operation_id, team_id) references public.teams (operation_id, id),
  constraint evidence_names_the_site_of_its_area check (area_id is null or site_id is not null),
  constraint evidence_has_whole_positions check ((lat is null) = (lon is null)),
  constraint evidence_has_whole_working_copies
    check ((working_sha256 is null) = (working_bytes is null)),
  constraint evidence_is_checked_once_stored check (checked_at is null or stored_at is not null),
  constraint evidence_checks_have_a_hash check ((checked_at is null) = (checked_sha256 is null)),
  constraint evidence_is_never_deleted check (deleted_at is null)
);
create index evidence_by_version on public.evidence (operation_id, version)
  where version > 0;

comment on table public.evidence is
  'A photograph or file as it was collected. Nothing of it ever changes but what is known of its storage. Hidden from observers.';
comment on column public.evidence.sha256 is
  'Of the original bytes, taken on the phone when they came, before anything was done with them.';
comment on column public.evidence.original_name is 'The file''s name where it came from.';
comment on column public.evidence.source is
  'Where it was found or who handed it over, in a few words. No account of what was done to anyone.';
comment on column public.evidence.collected_at is 'When the phone says that it was collected.';
comment on column public.evidence.working_sha256 is
  'Of the smaller picture that is shown in the original''s place, itself no evidence.';
comment on column public.evidence.actor_id is 'The account that collected it.';
comment on column public.evidence.stored_at is 'When all its bytes were in Storage.';
comment on column public.evidence.checked_sha256 is
  'What the server last found for the stored bytes. Another one than sha256 is a mismatch.';

create table public.custody_entries (
  id uuid primary key,
  operation_id uuid not null,
  evidence_id uuid not null,
  seq integer not null check (seq > 0),
  action private.custody_action not null,
  from_party private.short_text,
  to_party private.short_text,
  reason private.short_text,
  actor_id uuid,
  actor_role private.role,
  actor_team_id uuid,
  device_at timestamptz,
  received_at timestamptz not null,
  prev_hash private.sha256_hex not null,
  hash private.sha256_hex not null,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (evidence_id, seq),
  foreign key (operation_id, evidence_id) references public.evidence (operation_id, id),
  constraint custody_entries_are_never_deleted check (deleted_at is null)
);
create index custody_entries_by_version on public.custody_entries (operation_id, version)
  where version > 0;

comment on table public.custody_entries is
  'Append-only: in whose hands an item was, and who looked at it. The entries of an item are a chain of hashes that begins with the hash of the item. Hidden from observers.';
comment on column public.custody_entries.id is
  'The id of its event in the log, so that each of the two can be held against the other.';
comment on column public.custody_entries.seq is 'Without gaps, from 1, an item.';
comment on column public.custody_entries.from_party is
  'The person or role that gave it away; null for the account that says so.';
comment on column public.custody_entries.to_party is 'The person or role that has it from here on.';
comment on column public.custody_entries.actor_id is
  'The account that says so; null for the server itself.';
comment on column public.custody_entries.device_at is 'When the phone says that it happened.';
comment on column public.custody_entries.prev_hash is
  'The hash of the entry before; of the first, the sha256 of the item.';

alter table public.evidence enable row level security;
alter table public.custody_entries enable row level security;

-- The service key neither: what it wrote past the door would be in no chain.
revoke all on public.evidence, public.custody_entries from anon, authenticated, service_role;
grant select on public.evidence, public.custody_entries to authenticated, service_role;

create policy "Everyone but observers reads evidence" on public.evidence
  for select to authenticated
  using (operation_id = any (array(select private.my_field_operations())));

create policy "Everyone but observers reads the custody of evidence" on public.custody_entries
  for select to authenticated
  using (operation_id = any (array(select private.my_field_operations())));

create function private.keep_evidence() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  storage_fields text[] := array[
    'stored_at', 'checked_at', 'checked_sha256', 'version', 'updated_at'
  ];
begin
  if to_jsonb(old) - storage_fields is distinct from to_jsonb(new) - storage_fields then
    raise exception 'evidence never changes' using errcode = '42501';
  end if;
  return new;
end
$$;
comment on function private.keep_evidence() is
  'Rule V1: nothing of an item changes but what is known of its storage, whoever asks.';
create trigger keep_evidence before update on public.evidence
  for each row execute function private.keep_evidence();

create function private.keep_custody() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'custody entries are never changed or deleted' using errcode = '42501';
end
$$;
comment on function private.keep_custody() is 'Rule V3.';
create trigger keep_custody before update or delete or truncate on public.custody_entries
  for each statement execute function private.keep_custody();

create function private.netstring(value text) returns text
language sql immutable parallel safe
as $$
  select coalesce(octet_length(convert_to(value, 'UTF8')) || ':' || value, '-')
$$;
comment on function private.netstring(text) is
  'A text with its length in bytes before it, so that no text can pass for two; "-" for none.';

create function private.custody_hash(entry public.custody_entries) returns text
language plpgsql stable parallel safe
as $$
begin
  return encode(sha256(convert_to(concat_ws(
    e'\n',
    private.netstring(entry.prev_hash),
    private.netstring(entry.id::text),
    private.netstring(entry.operation_id::text),
    private.netstring(entry.evidence_id::text),
    private.netstring(entry.seq::text),
    private.netstring(entry.action),
    private.netstring(entry.from_party),
    private.netstring(entry.to_party),
    private.netstring(entry.reason),
    private.netstring(entry.actor_id::text),
    private.netstring(entry.actor_role),
    private.netstring(entry.actor_team_id::text),
    private.netstring(private.log_time(entry.device_at)),
    private.netstring(private.log_time(entry.received_at))
  ), 'UTF8')), 'hex');
end
$$;
comment on function private.custody_hash(public.custody_entries) is 'Rule V3.';

revoke all on all functions in schema private from public;
