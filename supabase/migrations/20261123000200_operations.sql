-- Operations and their clocks. An operation is the unit of everything: nothing reads, links or
-- locks across two of them.

create table public.operations (
  id uuid primary key,
  operation_id uuid not null generated always as (id) stored,
  name_en private.name not null,
  name_ar private.name not null,
  status private.operation_status not null default 'active',
  starts_on date,
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index operations_by_version on public.operations (operation_id, version)
  where version > 0;

comment on table public.operations is 'One emergency: the unit of membership, of the log and of the clock.';
comment on column public.operations.operation_id is 'The same as id, so that every synced table is read alike.';
comment on column public.operations.status is 'A closed operation refuses every mutation but operation.update by an admin.';
comment on column public.operations.settings is 'tile_url, tile_attribution, checkin_grace_minutes, lock_after_hours, time_zone.';
comment on column public.operations.version is 'The operation''s clock when this row last changed.';

create table public.operation_clocks (
  operation_id uuid primary key
    references public.operations (id) deferrable initially deferred,
  version bigint not null default 0,
  seq bigint not null default 0,
  head_hash text not null default repeat('0', 64),
  epoch text not null default left(replace(gen_random_uuid()::text, '-', ''), 12)
);

comment on table public.operation_clocks is
  'The clock of an operation. Its row lock, held to the commit, puts all writes of the operation in one order.';
comment on column public.operation_clocks.version is 'The last version given to a change of rows.';
comment on column public.operation_clocks.seq is 'The number of the last event in the log.';
comment on column public.operation_clocks.head_hash is 'The hash of the last event; 64 zeros before the first.';
comment on column public.operation_clocks.epoch is 'Changes when the database is restored from a backup: clients then start over.';

create function private.renew_epochs() returns void
language sql security definer
set search_path = ''
as $$
  update public.operation_clocks
  set epoch = left(replace(gen_random_uuid()::text, '-', ''), 12)
$$;
comment on function private.renew_epochs() is
  'Run after a restore from backup: versions may repeat, so every client has to start over.';

alter table public.operations enable row level security;
alter table public.operation_clocks enable row level security;

revoke all on public.operations, public.operation_clocks from anon, authenticated, service_role;
grant select on public.operations to authenticated;
grant select, insert, update on public.operations to service_role;
grant select on public.operation_clocks to service_role;

create policy "Members read their operations" on public.operations
  for select to authenticated
  using (operation_id = any (array(select private.my_operations())));

revoke all on all functions in schema private from public;
