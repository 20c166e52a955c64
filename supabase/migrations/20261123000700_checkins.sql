-- Check-ins: the only source of a team's position, and the promise to be out by a time.

create table public.checkins (
  id uuid primary key,
  operation_id uuid not null,
  team_id uuid not null,
  site_id uuid,
  lat private.latitude,
  lon private.longitude,
  accuracy_m private.metres,
  note private.long_text,
  expected_back_at timestamptz,
  checked_in_at timestamptz not null,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  foreign key (operation_id, team_id) references public.teams (operation_id, id),
  foreign key (operation_id, site_id) references public.sites (operation_id, id),
  constraint checkins_position_is_whole check ((lat is null) = (lon is null))
);
create index checkins_by_version on public.checkins (operation_id, version)
  where version > 0;
create index checkins_by_team on public.checkins (team_id, version);

comment on table public.checkins is
  'Append-only: a team says where it is. Teams are never tracked. Hidden from observers.';
comment on column public.checkins.expected_back_at is
  'Before a team enters a building with no signal it says when it will be out.';
comment on column public.checkins.checked_in_at is 'When the phone says it happened, never later than its arrival.';

alter table public.checkins enable row level security;

revoke all on public.checkins from anon, authenticated, service_role;
grant select on public.checkins to authenticated;
grant select, insert, update on public.checkins to service_role;

create policy "Everyone but observers reads check-ins" on public.checkins
  for select to authenticated
  using (operation_id = any (array(select private.my_field_operations())));
