-- The reports desk: what somebody says, what it is worth, and what became of it. Claims are for every
-- member. Leads may hold the code of a door or the name of who told, and a row is read whole or not
-- at all: so they are for coordinators and admins alone, and a report never changes its kind.

create function private.my_desk_operations() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select private.my_operations('admin', 'coordinator')
$$;
comment on function private.my_desk_operations() is
  'Operations in which the caller is an active admin or coordinator.';

create table public.reports (
  id uuid primary key,
  operation_id uuid not null references public.operations (id),
  kind private.report_kind not null,
  text private.long_text not null,
  measure private.measure,
  figure_from private.figure,
  figure_to private.figure,
  source private.name,
  reliability private.reliability not null default 'F',
  credibility private.credibility not null default '6',
  link private.web_link,
  site_id uuid,
  area_id uuid,
  adm1_pcode private.adm1_pcode,
  access_code private.name,
  informant private.name,
  status private.report_status not null default 'unverified',
  status_reason private.long_text,
  status_at timestamptz not null default now(),
  superseded_by uuid,
  assigned_team_id uuid,
  assigned_at timestamptz,
  task_id uuid,
  team_id uuid,
  reported_at timestamptz not null default now(),
  needs_review boolean not null default false,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (operation_id, id),
  unique (operation_id, kind, id),
  foreign key (operation_id, site_id) references public.sites (operation_id, id),
  foreign key (operation_id, site_id, area_id)
    references public.site_areas (operation_id, site_id, id),
  foreign key (operation_id, assigned_team_id) references public.teams (operation_id, id),
  foreign key (operation_id, task_id) references public.tasks (operation_id, id),
  foreign key (operation_id, team_id) references public.teams (operation_id, id),
  foreign key (operation_id, kind, superseded_by)
    references public.reports (operation_id, kind, id),
  constraint reports_keep_secrets_in_leads
    check (kind = 'lead' or (access_code is null and informant is null)),
  constraint reports_become_tasks_as_leads check (kind = 'lead' or task_id is null),
  constraint reports_name_the_site_of_their_area check (area_id is null or site_id is not null),
  constraint reports_name_one_place check (adm1_pcode is null or site_id is null),
  constraint reports_count_something check ((measure is null) = (figure_from is null)),
  constraint reports_end_where_they_begin_or_later check (figure_to is null or figure_from <= figure_to),
  constraint reports_are_superseded_by_another
    check ((status = 'superseded') = (superseded_by is not null) and superseded_by <> id),
  constraint reports_age_their_assignment check ((assigned_team_id is null) = (assigned_at is null))
);
create index reports_by_version on public.reports (operation_id, version)
  where version > 0;

comment on table public.reports is
  'Claims, for every member, and leads, for coordinators and admins. Figures that contradict each other stand side by side: none is ever made of two.';
comment on column public.reports.measure is 'What the figure counts; null for a report without one.';
comment on column public.reports.figure_from is 'The figure, or its lower end.';
comment on column public.reports.figure_to is
  'The upper end: the same for an exact count, null for "more than".';
comment on column public.reports.source is
  'Who says so, as every reader of the report may know it. Who told a lead in confidence is its informant.';
comment on column public.reports.adm1_pcode is 'The governorate, where no site is known.';
comment on column public.reports.access_code is 'How to open a door. In leads alone.';
comment on column public.reports.informant is 'Who told, and how to reach them. In leads alone.';
comment on column public.reports.status_at is 'When the phone says that the status was set.';
comment on column public.reports.superseded_by is 'The report of the same kind that says it better.';
comment on column public.reports.task_id is
  'The task that follows the lead. How far the lead is follows from the task''s status and is not stored.';
comment on column public.reports.team_id is 'The author''s team when the report was made.';
comment on column public.reports.reported_at is 'When the phone says that it was reported.';
comment on column public.reports.needs_review is 'A conflict in the history waits for a person''s decision.';

create table public.report_events (
  id uuid primary key,
  operation_id uuid not null,
  report_id uuid not null,
  report_kind private.report_kind not null,
  kind private.report_event_kind not null,
  reason private.conflict_reason,
  why private.long_text,
  actor_id uuid,
  actor_role private.role not null,
  actor_team_id uuid,
  detail jsonb not null,
  device_at timestamptz not null,
  received_at timestamptz not null,
  resolved_by uuid,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  foreign key (operation_id, report_kind, report_id)
    references public.reports (operation_id, kind, id),
  constraint report_events_decided_are_conflicts check (resolved_by is null or reason is not null)
);
create index report_events_by_version on public.report_events (operation_id, version)
  where version > 0;
create index report_events_by_report on public.report_events (report_id, version);

comment on table public.report_events is
  'The history of a report, append-only but for resolved_by, with the same readers.';
comment on column public.report_events.id is 'The id of the mutation.';
comment on column public.report_events.report_kind is 'That of the report, so that both have the same readers.';
comment on column public.report_events.reason is 'Why it is a conflict; null when it was applied.';
comment on column public.report_events.why is 'The reason that its author gave.';
comment on column public.report_events.detail is
  'Fields as they were and became (old, new); of a conflict what was asked for, what its author saw and what stands there (wanted, seen, present).';
comment on column public.report_events.resolved_by is 'The entry by which a person decided the conflict.';
comment on column public.report_events.deleted_at is
  'The history goes from the phones with the report, and comes back with it.';

alter table public.reports enable row level security;
alter table public.report_events enable row level security;

revoke all on public.reports, public.report_events from anon, authenticated, service_role;
grant select on public.reports, public.report_events to authenticated;
grant select, insert, update on public.reports, public.report_events to service_role;

create policy "Every member reads claims" on public.reports
  for select to authenticated
  using (kind = 'claim' and operation_id = any (array(select private.my_operations())));

create policy "Coordinators and admins read leads" on public.reports
  for select to authenticated
  using (kind = 'lead' and operation_id = any (array(select private.my_desk_operations())));

create policy "Every member reads the history of claims" on public.report_events
  for select to authenticated
  using (report_kind = 'claim' and operation_id = any (array(select private.my_operations())));

create policy "Coordinators and admins read the history of leads" on public.report_events
  for select to authenticated
  using (report_kind = 'lead' and operation_id = any (array(select private.my_desk_operations())));

-- A row that came out of somebody's sight would stay on the phone (rule R4).
create function private.keep_report_kind() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'a report never changes its kind' using errcode = '55000';
end
$$;
comment on function private.keep_report_kind() is
  'A claim that became a lead would stay on the phones of all, and a lead that became a claim would show all.';

create trigger keep_report_kind before update on public.reports
  for each row when (old.kind is distinct from new.kind)
  execute function private.keep_report_kind();
create trigger keep_report_kind before update on public.report_events
  for each row when (old.report_kind is distinct from new.report_kind)
  execute function private.keep_report_kind();

revoke all on all functions in schema private from public;
grant execute on function private.my_desk_operations() to authenticated;
