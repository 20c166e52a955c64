-- Tasks and their history.

create function public.task_transitions()
returns table (from_status text, to_status text, needs_reason boolean)
language sql immutable parallel safe
set search_path = ''
as $$
  values
    ('open', 'en_route', false),
    ('open', 'in_progress', false),
    ('open', 'cancelled', true),
    ('en_route', 'in_progress', false),
    ('en_route', 'blocked', true),
    ('en_route', 'cancelled', true),
    ('in_progress', 'done', false),
    ('in_progress', 'blocked', true),
    ('in_progress', 'cancelled', true),
    ('blocked', 'in_progress', false),
    ('blocked', 'cancelled', true),
    ('done', 'verified', false),
    ('done', 'in_progress', false),
    ('done', 'cancelled', true),
    ('cancelled', 'open', false)
$$;
comment on function public.task_transitions() is
  'The life of a task, the same table as src/lib/domain/transitions.ts; a test holds the two equal.';
revoke all on function public.task_transitions() from public, anon, authenticated, service_role;
grant execute on function public.task_transitions() to authenticated, service_role;

create table public.tasks (
  id uuid primary key,
  operation_id uuid not null references public.operations (id),
  code private.task_code not null,
  kind private.task_kind not null,
  title private.long_text,
  details private.long_text,
  site_id uuid,
  area_id uuid,
  priority private.priority not null default 'normal',
  status private.task_status not null default 'open',
  status_at timestamptz not null default now(),
  status_reason private.long_text,
  due_at timestamptz,
  people_expected private.amount,
  needs_review boolean not null default false,
  team_id uuid,
  holding private.holding,
  held_at timestamptz,
  done_team_id uuid,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (operation_id, id),
  foreign key (operation_id, site_id) references public.sites (operation_id, id),
  foreign key (operation_id, site_id, area_id)
    references public.site_areas (operation_id, site_id, id),
  foreign key (operation_id, team_id) references public.teams (operation_id, id),
  foreign key (operation_id, done_team_id) references public.teams (operation_id, id),
  constraint tasks_name_the_site_of_their_area check (area_id is null or site_id is not null)
);
create index tasks_by_version on public.tasks (operation_id, version)
  where version > 0;
create unique index tasks_code on public.tasks (code, operation_id);

comment on table public.tasks is 'A release, search, medical or other task at a site.';
comment on column public.tasks.code is 'Short and stable, from the id, for the radio: "T-4F2A".';
comment on column public.tasks.status_at is 'When the status was set, as far as the phone''s clock can be trusted.';
comment on column public.tasks.needs_review is 'A conflict in the history waits for a person''s decision.';
comment on column public.tasks.team_id is 'The team that holds the task; a separate axis from its status.';
comment on column public.tasks.done_team_id is
  'The team that held the task when it was last done: it does not verify its own work.';

alter table public.area_searches
  add foreign key (operation_id, task_id) references public.tasks (operation_id, id);

create table public.task_events (
  id uuid primary key,
  operation_id uuid not null,
  task_id uuid not null,
  kind private.task_event_kind not null,
  outcome text not null check (outcome in ('applied', 'conflict')),
  reason private.conflict_reason,
  actor_id uuid,
  actor_role private.role not null,
  actor_team_id uuid,
  payload jsonb not null,
  before jsonb not null default '{}',
  device_at timestamptz not null,
  received_at timestamptz not null,
  resolved_at timestamptz,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  foreign key (operation_id, task_id) references public.tasks (operation_id, id),
  constraint task_events_conflicts_have_reasons check ((outcome = 'conflict') = (reason is not null)),
  constraint task_events_decided_are_conflicts check (resolved_at is null or outcome = 'conflict')
);
create index task_events_by_version on public.task_events (operation_id, version)
  where version > 0;
create index task_events_by_task on public.task_events (task_id, version);

comment on table public.task_events is
  'The history of a task: append-only but for resolved_at. Comments are hidden from observers.';
comment on column public.task_events.id is
  'The id of the mutation; another for the second entry of a mutation that was applied in part.';
comment on column public.task_events.payload is 'What was asked for: the mutation''s payload.';
comment on column public.task_events.before is
  'What stood there before, by field; in a conflict, what stands there instead.';
comment on column public.task_events.resolved_at is 'When a person decided the conflict.';

alter table public.tasks enable row level security;
alter table public.task_events enable row level security;

revoke all on public.tasks, public.task_events from anon, authenticated, service_role;
grant select on public.tasks, public.task_events to authenticated;
grant select, insert, update on public.tasks, public.task_events to service_role;

create policy "Members read the tasks of their operations" on public.tasks
  for select to authenticated
  using (operation_id = any (array(select private.my_operations())));

create policy "Members read the history of tasks but for comments" on public.task_events
  for select to authenticated
  using (kind <> 'comment' and operation_id = any (array(select private.my_operations())));

create policy "Everyone but observers reads comments" on public.task_events
  for select to authenticated
  using (kind = 'comment' and operation_id = any (array(select private.my_field_operations())));

create function private.task_code(operation uuid, task uuid) returns text
language plpgsql stable
as $$
declare
  digits text := upper(replace(task::text, '-', ''));
  drawn text;
begin
  for length in 4..32 loop
    drawn := 'T-' || left(digits, length);
    exit when not exists (
      select from public.tasks t where t.operation_id = operation and t.code = drawn
    );
  end loop;
  return drawn;
end
$$;
comment on function private.task_code(uuid, uuid) is
  'The shortest beginning of the id, four digits or more, that no other task of the operation has.';

revoke all on all functions in schema private from public;
