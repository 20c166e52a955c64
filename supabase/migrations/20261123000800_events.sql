-- The log of everything: a chain of hashes an operation, to which rows are only ever added.

create table public.events (
  id uuid primary key,
  operation_id uuid not null references public.operations (id),
  seq bigint not null,
  actor uuid,
  kind text not null,
  entity text,
  entity_id uuid,
  version bigint,
  outcome private.outcome not null,
  reason text,
  device_at timestamptz,
  received_at timestamptz not null,
  payload jsonb not null,
  prev_hash private.sha256_hex not null,
  hash private.sha256_hex not null,
  unique (operation_id, seq)
);
create index events_by_actor on public.events (operation_id, actor, seq);
create index events_by_entity on public.events (operation_id, entity_id, seq);

comment on table public.events is
  'The permanent record of every mutation and its outcome. docs/sync-spec.md, section "The log".';
comment on column public.events.id is 'The mutation''s id, made by the client: the key of idempotence.';
comment on column public.events.seq is 'Without gaps, from 1, an operation.';
comment on column public.events.actor is 'The account; null for a write by the service key.';
comment on column public.events.entity is 'The table of the row that was meant.';
comment on column public.events.version is 'The version of the rows that it changed; null when it changed none.';
comment on column public.events.device_at is 'The phone''s clock, for the record: nothing is ordered by it.';
comment on column public.events.hash is 'SHA-256 over the fields and the hash of the event before.';

alter table public.events enable row level security;

revoke all on public.events from anon, authenticated, service_role;
grant select on public.events to authenticated, service_role;

create policy "Admins read the log of their operations" on public.events
  for select to authenticated
  using (operation_id = any (array(select private.my_admin_operations())));

create policy "Coordinators and medics read their own events" on public.events
  for select to authenticated
  using (
    actor = (select auth.uid())
    and operation_id = any (array(select private.my_field_operations()))
  );

create function private.refuse_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'events are never changed or deleted' using errcode = '42501';
end
$$;
comment on function private.refuse_change() is 'Rule L2.';

create trigger events_stay before update or delete or truncate on public.events
  for each statement execute function private.refuse_change();

create function private.log_time(moment timestamptz) returns text
language sql stable parallel safe
as $$
  select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;
comment on function private.log_time(timestamptz) is 'A time as it is hashed and exported.';

create function private.event_hash(event public.events) returns text
language plpgsql stable parallel safe
as $$
begin
  return encode(sha256(convert_to(concat(
    event.prev_hash, e'\n', event.id, e'\n', event.operation_id, e'\n', event.seq, e'\n',
    event.actor, e'\n', event.kind, e'\n', event.entity, e'\n', event.entity_id, e'\n',
    event.version, e'\n', event.outcome, e'\n', event.reason, e'\n',
    private.log_time(event.device_at), e'\n', private.log_time(event.received_at), e'\n',
    event.payload
  ), 'UTF8')), 'hex');
end
$$;
comment on function private.event_hash(public.events) is 'Rule L1.';

create function private.write_event(clock public.operation_clocks, event public.events)
returns public.operation_clocks
language plpgsql
as $$
begin
  event.operation_id := clock.operation_id;
  event.seq := clock.seq + 1;
  event.prev_hash := clock.head_hash;
  event.hash := private.event_hash(event);
  insert into public.events values (event.*);
  clock.seq := event.seq;
  clock.head_hash := event.hash;
  return clock;
end
$$;
comment on function private.write_event(public.operation_clocks, public.events) is
  'Adds an event at the end of the chain and returns the clock as it then stands. The caller holds the clock''s row lock and writes the clock back.';

revoke all on all functions in schema private from public;
