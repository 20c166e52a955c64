-- Organisations and the teams that they send.

create function private.rounded_degrees(degrees double precision) returns double precision
language sql immutable parallel safe
as $$
  select round(degrees * 20) / 20
$$;
comment on function private.rounded_degrees(double precision) is
  'To 0.05 degrees, about five kilometres: where a team is, as far as observers may know.';
revoke all on function private.rounded_degrees(double precision) from public;

create table public.organisations (
  id uuid primary key,
  operation_id uuid not null references public.operations (id),
  code private.name not null,
  name_en private.name not null,
  name_ar private.name not null,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (operation_id, id)
);
create index organisations_by_version on public.organisations (operation_id, version)
  where version > 0;
create unique index organisations_code on public.organisations (operation_id, code)
  where deleted_at is null;

comment on table public.organisations is 'Who sends teams and reads the figures (the "who" of a 3W).';

create table public.teams (
  id uuid primary key,
  operation_id uuid not null references public.operations (id),
  code private.name not null,
  name_en private.name not null,
  name_ar private.name not null,
  specialty private.specialty not null,
  organisation_id uuid,
  status private.team_status not null default 'available',
  status_at timestamptz,
  last_checkin_at timestamptz,
  checkin_due_at timestamptz,
  last_lat private.latitude,
  last_lon private.longitude,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (operation_id, id),
  foreign key (operation_id, organisation_id) references public.organisations (operation_id, id),
  constraint teams_position_is_rounded check (
    (last_lat is null) = (last_lon is null)
    and (last_lat is null or last_lat = round(last_lat * 20) / 20)
    and (last_lon is null or last_lon = round(last_lon * 20) / 20)
  )
);
create index teams_by_version on public.teams (operation_id, version)
  where version > 0;
create unique index teams_code on public.teams (operation_id, code) where deleted_at is null;

comment on table public.teams is 'A team in the field, with its last word.';
comment on column public.teams.status_at is 'When the status was last confirmed.';
comment on column public.teams.checkin_due_at is
  '"Expected back at" of the last check-in; null when the team said that it is out.';
comment on column public.teams.last_lat is
  'From the last check-in with a position, rounded to 0.05 degrees: what an observer may see.';

alter table public.organisations enable row level security;
alter table public.teams enable row level security;

revoke all on public.organisations, public.teams from anon, authenticated, service_role;
grant select on public.organisations, public.teams to authenticated;
grant select, insert, update on public.organisations, public.teams to service_role;

create policy "Members read the organisations of their operations" on public.organisations
  for select to authenticated
  using (operation_id = any (array(select private.my_operations())));

create policy "Members read the teams of their operations" on public.teams
  for select to authenticated
  using (operation_id = any (array(select private.my_operations())));
