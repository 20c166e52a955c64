-- The phones that sign letters: rule T3 of docs/sync-spec.md.

create table public.devices (
  id uuid primary key,
  -- No foreign key: a letter of an account that was deleted is still known to be its own (rule T4).
  user_id uuid not null,
  public_key text not null check (private.is_point(public_key)),
  created_at timestamptz not null default now()
);
create index devices_by_user on public.devices (user_id, created_at);
comment on table public.devices is
  'The key that each phone of an account signs letters with. A key opens nothing and signs nobody in.';
comment on column public.devices.public_key is 'Raw P-256 public key, in base64.';

alter table public.devices enable row level security;
revoke all on public.devices from anon, authenticated, service_role;
grant select on public.devices to authenticated, service_role;

create policy "Everyone reads their own devices" on public.devices
  for select to authenticated
  using (user_id = (select auth.uid()));

create function private.register_device(device uuid, public_key text) returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  caller uuid := (select auth.uid());
  known public.devices;
begin
  if caller is null then
    raise exception 'not_signed_in' using errcode = '42501';
  end if;
  if device is null or not private.is_point(register_device.public_key) then
    raise exception 'invalid_payload' using errcode = '22023';
  end if;
  -- One registration of an account at a time, so that the bound holds.
  perform pg_advisory_xact_lock(hashtextextended('devices ' || caller, 0));
  insert into public.devices (id, user_id, public_key)
  values (device, caller, register_device.public_key)
  on conflict (id) do nothing;
  select * into strict known from public.devices d where d.id = device;
  if known.user_id <> caller or known.public_key <> register_device.public_key then
    raise exception 'not_allowed' using errcode = '42501';
  end if;
  -- Every sign-in on a cleaned phone is a new device: the oldest make room.
  delete from public.devices d
  where d.user_id = caller and d.id <> device and d.id not in (
    select n.id from public.devices n
    where n.user_id = caller and n.id <> device
    order by n.created_at desc, n.id
    limit 49
  );
end
$$;
comment on function private.register_device(uuid, text) is 'Behind public.register_device.';

create function public.register_device(device uuid, public_key text) returns void
language sql volatile
set search_path = ''
as $$
  select private.register_device(device, public_key)
$$;
comment on function public.register_device(uuid, text) is
  'Makes a phone of the caller known by the key that it signs letters with; again is harmless. An account has at most 50: the oldest make room. Raises 42501 not_allowed for an id that another account or another key has, and 22023 for what is no key.';

revoke all on all functions in schema private from public;
grant execute on function private.register_device(uuid, text) to authenticated;
revoke all on function public.register_device(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.register_device(uuid, text) to authenticated;
