-- Sites, the tree of areas inside them, and who searched what with which result.

create table public.sites (
  id uuid primary key,
  operation_id uuid not null references public.operations (id),
  code private.name not null,
  name_en private.name not null,
  name_ar private.name not null,
  aliases text[] not null default '{}',
  kind private.site_kind not null,
  status private.site_status not null default 'reported',
  status_at timestamptz,
  adm1_pcode private.adm1_pcode,
  lat private.latitude,
  lon private.longitude,
  coord_source private.coord_source,
  coord_precision_m private.metres,
  access_notes private.long_text,
  beds_total private.amount,
  beds_free private.amount,
  beds_at timestamptz,
  services text[] not null default '{}',
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (operation_id, id),
  constraint sites_position_is_whole check ((lat is null) = (lon is null))
);
create index sites_by_version on public.sites (operation_id, version)
  where version > 0;
create unique index sites_code on public.sites (operation_id, code) where deleted_at is null;

comment on table public.sites is 'A prison, a hospital, a shelter: a place where the operation works.';
comment on column public.sites.coord_source is
  'How the position is known: approximate and town are drawn as areas, never as points.';
comment on column public.sites.status_at is 'When the status was last confirmed.';
comment on column public.sites.beds_at is 'When the beds were last confirmed.';

create table public.site_areas (
  id uuid primary key,
  operation_id uuid not null,
  site_id uuid not null,
  parent_id uuid,
  level private.area_level not null,
  name_en private.name not null,
  name_ar private.name not null,
  access private.area_access not null default 'unknown',
  sort integer not null default 0,
  note private.long_text,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  -- The site is in the key, so that a task, a search or a parent cannot name an area elsewhere.
  unique (operation_id, site_id, id),
  foreign key (operation_id, site_id) references public.sites (operation_id, id),
  foreign key (operation_id, site_id, parent_id)
    references public.site_areas (operation_id, site_id, id),
  constraint site_areas_are_not_in_themselves check (parent_id <> id)
);
create index site_areas_by_version on public.site_areas (operation_id, version)
  where version > 0;

comment on table public.site_areas is 'The tree of a site: building, level, wing, room.';

create table public.area_searches (
  id uuid primary key,
  operation_id uuid not null,
  area_id uuid not null,
  site_id uuid not null,
  team_id uuid,
  task_id uuid,
  method private.search_method not null,
  result private.search_result not null,
  note private.long_text,
  searched_at timestamptz not null,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  foreign key (operation_id, site_id, area_id)
    references public.site_areas (operation_id, site_id, id),
  foreign key (operation_id, team_id) references public.teams (operation_id, id)
);
create index area_searches_by_version on public.area_searches (operation_id, version)
  where version > 0;
create index area_searches_by_area on public.area_searches (area_id, version);

comment on table public.area_searches is
  'Append-only: one search of one area. A negative result counts as much as a positive one.';

alter table public.sites enable row level security;
alter table public.site_areas enable row level security;
alter table public.area_searches enable row level security;

revoke all on public.sites, public.site_areas, public.area_searches
  from anon, authenticated, service_role;
grant select on public.sites, public.site_areas, public.area_searches to authenticated;
grant select, insert, update on public.sites, public.site_areas, public.area_searches
  to service_role;

create policy "Members read the sites of their operations" on public.sites
  for select to authenticated
  using (operation_id = any (array(select private.my_operations())));

create policy "Members read the areas of their operations" on public.site_areas
  for select to authenticated
  using (operation_id = any (array(select private.my_operations())));

create policy "Members read the searches of their operations" on public.area_searches
  for select to authenticated
  using (operation_id = any (array(select private.my_operations())));
