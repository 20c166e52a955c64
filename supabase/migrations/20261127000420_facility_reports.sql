-- What hospitals and clinics can take: beds by kind, services, open or full, each with its age.

create table public.facility_reports (
  id uuid primary key,
  operation_id uuid not null,
  site_id uuid not null,
  bed_kind private.bed_kind,
  beds_total private.amount,
  beds_free private.amount,
  status private.facility_status not null,
  services text[],
  reported_at timestamptz not null,
  actor_id uuid,
  actor_team_id uuid,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  foreign key (operation_id, site_id) references public.sites (operation_id, id),
  constraint facility_reports_beds_have_a_kind
    check (bed_kind is not null or (beds_total is null and beds_free is null)),
  constraint facility_reports_free_beds_are_beds check (beds_free <= beds_total)
);
create index facility_reports_by_version on public.facility_reports (operation_id, version)
  where version > 0;
create index facility_reports_by_site on public.facility_reports (site_id, version);

comment on table public.facility_reports is
  'Append-only: what a hospital or clinic says that it can take. The newest for each kind of bed is what stands.';
comment on column public.facility_reports.id is 'The id of the mutation.';
comment on column public.facility_reports.bed_kind is
  'What beds and status are about; null: the facility as a whole.';
comment on column public.facility_reports.services is 'Null: the report says nothing of services.';
comment on column public.facility_reports.reported_at is 'When the phone says that it was reported.';

alter table public.facility_reports enable row level security;

revoke all on public.facility_reports from anon, authenticated, service_role;
grant select on public.facility_reports to authenticated;
grant select, insert, update on public.facility_reports to service_role;

create policy "Members read the reports of facilities of their operations" on public.facility_reports
  for select to authenticated
  using (operation_id = any (array(select private.my_operations())));
