-- Releases: how many came out, where and when. Append-only, so that no two counts can conflict.

create domain private.people_count as integer check (value between -10000 and 10000);
comment on domain private.people_count is
  'A number of people in one entry; of a correction the difference, which may be negative.';

create table public.releases (
  id uuid primary key,
  operation_id uuid not null,
  site_id uuid,
  area_id uuid,
  task_id uuid,
  team_id uuid,
  corrects uuid,
  women private.people_count not null,
  men private.people_count not null,
  girls private.people_count not null,
  boys private.people_count not null,
  unknown private.people_count not null,
  together boolean not null,
  note private.long_text,
  counted_at timestamptz not null,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  foreign key (operation_id, site_id) references public.sites (operation_id, id),
  foreign key (operation_id, site_id, area_id)
    references public.site_areas (operation_id, site_id, id),
  foreign key (operation_id, task_id) references public.tasks (operation_id, id),
  foreign key (operation_id, team_id) references public.teams (operation_id, id),
  unique (operation_id, id),
  foreign key (operation_id, corrects) references public.releases (operation_id, id),
  constraint releases_name_the_site_of_their_area check (area_id is null or site_id is not null),
  constraint releases_count_people check (
    corrects is not null or least(women, men, girls, boys, unknown) >= 0
  ),
  constraint releases_say_something check (
    (women, men, girls, boys, unknown) <> (0, 0, 0, 0, 0)
  ),
  constraint releases_keep_nobody_by_correction check (corrects is null or not together)
);
create index releases_by_version on public.releases (operation_id, version)
  where version > 0;
create index releases_by_site on public.releases (site_id, version);

comment on table public.releases is
  'Append-only: people who came out, by sex and age group as somebody at the door sees them. Every total is the sum of the rows. No names.';
comment on column public.releases.corrects is
  'The row that this one corrects: its counts are the differences to be added, and it counts where that row does.';
comment on column public.releases.together is
  'The people of this row have to stay together, as a mother and her child.';
comment on column public.releases.counted_at is
  'When the phone says they came out, never later than its arrival.';

alter table public.releases enable row level security;

revoke all on public.releases from anon, authenticated, service_role;
grant select on public.releases to authenticated;
grant select, insert, update on public.releases to service_role;

create policy "Every member reads releases" on public.releases
  for select to authenticated
  using (operation_id = any (array(select private.my_operations())));

create trigger stamp_row before insert or update on public.releases for each row
  when (current_setting('daylight.door', true) is distinct from 'open')
  execute function private.stamp_row();
create trigger announce_inserted after insert on public.releases
  referencing new table as rows_written for each statement
  when (current_setting('daylight.door', true) is distinct from 'open')
  execute function private.announce_rows();
create trigger announce_updated after update on public.releases
  referencing new table as rows_written for each statement
  when (current_setting('daylight.door', true) is distinct from 'open')
  execute function private.announce_rows();
create trigger refuse_delete before delete or truncate on public.releases for each statement
  execute function private.refuse_delete();
