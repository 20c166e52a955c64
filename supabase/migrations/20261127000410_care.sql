-- Care cases. Row level security is by row, so that what coordinators may not see of a case of their
-- own team stands in tables of its own.

create function private.my_coordinated_teams() returns setof uuid
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return query
    select m.team_id
    from public.members m
    where m.user_id = (select auth.uid())
      and m.team_id is not null
      and m.operation_id in (select private.my_operations('coordinator'));
end
$$;
comment on function private.my_coordinated_teams() is
  'Teams of which the caller is an active coordinator.';

create function private.my_medical_operations() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select private.my_operations('medic')
$$;
comment on function private.my_medical_operations() is
  'Operations in which the caller is an active medic.';

create table public.care_cases (
  id uuid primary key,
  operation_id uuid not null references public.operations (id),
  -- No foreign key: the case may be here before the person is.
  person_id uuid,
  site_id uuid,
  area_id uuid,
  task_id uuid,
  team_id uuid,
  category private.triage_category,
  category_at timestamptz,
  handoff private.handoff_status not null default 'registered',
  handoff_at timestamptz not null default now(),
  handoff_happened_at timestamptz not null default now(),
  handoff_reason private.short_text,
  facility_id uuid,
  needs_review boolean not null default false,
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
  foreign key (operation_id, facility_id) references public.sites (operation_id, id),
  constraint care_cases_name_the_site_of_their_area check (area_id is null or site_id is not null),
  constraint care_cases_age_their_category check ((category is null) = (category_at is null))
);
create index care_cases_by_version on public.care_cases (operation_id, version)
  where version > 0;

comment on table public.care_cases is
  'A person in care, and how far on the way to a facility. For medics, and for the coordinators of its team; nothing clinical but the triage category stands here.';
comment on column public.care_cases.team_id is
  'The team that opened the case. It never changes: a phone of another team would keep the row.';
comment on column public.care_cases.category_at is 'When the phone says that the present category was given.';
comment on column public.care_cases.handoff_at is
  'When the server heard of the status: the time limits run from here, whatever a phone''s clock says.';
comment on column public.care_cases.handoff_happened_at is 'When the phone says that it happened.';
comment on column public.care_cases.facility_id is 'The hospital or clinic where the case is or is going.';
comment on column public.care_cases.needs_review is
  'A conflict in care_events waits for a person''s decision.';

create table public.care_events (
  id uuid primary key,
  operation_id uuid not null,
  case_id uuid not null,
  team_id uuid,
  kind private.care_event_kind not null,
  from_status private.handoff_status,
  to_status private.handoff_status,
  reason private.short_text,
  facility_id uuid,
  person_id uuid,
  outcome text not null check (outcome in ('applied', 'conflict')),
  conflict_reason private.conflict_reason,
  before_status private.handoff_status,
  before_facility_id uuid,
  before_person_id uuid,
  actor_id uuid,
  actor_role private.role not null,
  actor_team_id uuid,
  happened_at timestamptz not null,
  received_at timestamptz not null,
  resolved_at timestamptz,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  foreign key (operation_id, case_id) references public.care_cases (operation_id, id),
  constraint care_events_conflicts_have_reasons
    check ((outcome = 'conflict') = (conflict_reason is not null)),
  constraint care_events_decided_are_conflicts check (resolved_at is null or outcome = 'conflict')
);
create index care_events_by_version on public.care_events (operation_id, version)
  where version > 0;
create index care_events_by_case on public.care_events (case_id, version);

comment on table public.care_events is
  'The hand-off of a care case step by step, append-only but for resolved_at: who said what, and what stood there. Readers are those of the case.';
comment on column public.care_events.id is 'The id of the mutation.';
comment on column public.care_events.team_id is 'That of the case, so that both have the same readers.';
comment on column public.care_events.from_status is 'What the author saw; null for an opening or a link.';
comment on column public.care_events.person_id is 'For an opening or a link: the person of the case from here on.';
comment on column public.care_events.before_status is
  'What stood there before; in a conflict, what stands there instead.';
comment on column public.care_events.resolved_at is 'When a person decided the conflict.';

create table public.triage_entries (
  id uuid primary key,
  operation_id uuid not null,
  case_id uuid not null,
  category private.triage_category not null,
  method private.triage_method not null,
  path jsonb not null default '[]',
  triaged_at timestamptz not null,
  actor_id uuid,
  actor_team_id uuid,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  foreign key (operation_id, case_id) references public.care_cases (operation_id, id),
  constraint triage_entries_path_is_a_list check (jsonb_typeof(path) = 'array'),
  constraint triage_entries_expectant_is_a_persons_word
    check (category <> 'expectant' or method = 'direct')
);
create index triage_entries_by_version on public.triage_entries (operation_id, version)
  where version > 0;
create index triage_entries_by_case on public.triage_entries (case_id, version);

comment on table public.triage_entries is
  'Append-only: each look at a person in care, and what was answered on the way to the category. For medics.';
comment on column public.triage_entries.id is 'The id of the mutation.';
comment on column public.triage_entries.path is
  'The answers of START or JumpSTART in their order: [{question, answer}]; none for a direct choice.';

create table public.care_observations (
  id uuid primary key,
  operation_id uuid not null,
  case_id uuid not null,
  signs private.care_sign[] not null default '{}',
  needs private.care_need[] not null default '{}',
  weight_kg double precision check (weight_kg between 0.3 and 400),
  height_cm double precision check (height_cm between 20 and 260),
  breaths_per_min integer check (breaths_per_min between 0 and 150),
  pulse_per_min integer check (pulse_per_min between 0 and 350),
  weight_loss_percent double precision check (weight_loss_percent between 0 and 90),
  days_of_little_intake integer check (days_of_little_intake between 0 and 365),
  low_electrolytes boolean,
  alcohol_or_drugs boolean,
  note private.short_text,
  observed_at timestamptz not null,
  actor_id uuid,
  actor_team_id uuid,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  foreign key (operation_id, case_id) references public.care_cases (operation_id, id)
);
create index care_observations_by_version on public.care_observations (operation_id, version)
  where version > 0;
create index care_observations_by_case on public.care_observations (case_id, version);

comment on table public.care_observations is
  'Append-only: signs, needs and measurements of a person in care. For medics. Null: nobody asked or measured.';
comment on column public.care_observations.id is 'The id of the mutation.';
comment on column public.care_observations.weight_loss_percent is
  'Lost without intent within the last 3 to 6 months. This and the next three are what NICE CG32 asks; the risk is never stored.';
comment on column public.care_observations.note is
  'For the hand-over between clinicians. No account of what was done to the person.';

alter table public.care_cases enable row level security;
alter table public.care_events enable row level security;
alter table public.triage_entries enable row level security;
alter table public.care_observations enable row level security;

revoke all on public.care_cases, public.care_events, public.triage_entries, public.care_observations
  from anon, authenticated, service_role;
grant select on
  public.care_cases, public.care_events, public.triage_entries, public.care_observations
  to authenticated;
grant select, insert, update on
  public.care_cases, public.care_events, public.triage_entries, public.care_observations
  to service_role;

create policy "Medics read the care cases of their operations" on public.care_cases
  for select to authenticated
  using (operation_id = any (array(select private.my_medical_operations())));

create policy "Coordinators read the care cases of their own team" on public.care_cases
  for select to authenticated
  using (team_id = any (array(select private.my_coordinated_teams())));

create policy "Medics read the hand-offs of their operations" on public.care_events
  for select to authenticated
  using (operation_id = any (array(select private.my_medical_operations())));

create policy "Coordinators read the hand-offs of their own team's cases" on public.care_events
  for select to authenticated
  using (team_id = any (array(select private.my_coordinated_teams())));

create policy "Medics read the triage of their operations" on public.triage_entries
  for select to authenticated
  using (operation_id = any (array(select private.my_medical_operations())));

create policy "Medics read the observations of their operations" on public.care_observations
  for select to authenticated
  using (operation_id = any (array(select private.my_medical_operations())));

-- What a caller may see of a row may end by the caller's role or team alone: that, and nothing else,
-- makes a phone start over (rule R4).
create function private.keep_team() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'a care case never changes its team' using errcode = '55000';
end
$$;
comment on function private.keep_team() is
  'A row that left a coordinator''s sight would stay on the phone.';

create trigger keep_team before update on public.care_cases
  for each row when (old.team_id is distinct from new.team_id)
  execute function private.keep_team();
create trigger keep_team before update on public.care_events
  for each row when (old.team_id is distinct from new.team_id)
  execute function private.keep_team();

revoke all on all functions in schema private from public;
grant execute on function private.my_coordinated_teams() to authenticated;
grant execute on function private.my_medical_operations() to authenticated;
