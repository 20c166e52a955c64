-- Families who look for somebody, claims that a person is the one whom they look for, and the history
-- of both. Restricted: observers see counts alone (tracing_counts). That somebody is missing is what a
-- request reports; nothing about it stands with a person.

create domain private.tracing_status as text check (
  value in (
    'open', 'candidate_proposed', 'matched_pending', 'handed_over', 'reversed', 'closed',
    'withdrawn', 'expired'
  )
);
create domain private.claim_status as text check (
  value in (
    'proposed', 'held', 'confirmed_once', 'confirmed', 'rejected', 'reversed'
  )
);
create domain private.seeker_relation as text check (
  value in (
    'parent', 'spouse', 'child', 'sibling', 'relative', 'friend', 'organisation', 'unknown'
  )
);
create domain private.tracing_event_kind as text check (
  value in (
    'requested', 'updated', 'step', 'claimed', 'claim_step', 'conflict'
  )
);
comment on domain private.seeker_relation is 'What whoever seeks is to the one who is sought.';

alter domain private.conflict_reason drop constraint conflict_reason_check;
alter domain private.conflict_reason add constraint conflict_reason_check check (
  value in (
    'status_changed', 'held_by_other_team', 'fields_changed', 'row_deleted', 'contested'
  )
);

create table public.tracing_requests (
  id uuid primary key,
  operation_id uuid not null references public.operations (id),
  given private.name,
  father private.name,
  grandfather private.name,
  family private.name,
  mother private.name,
  kunya private.name,
  also_known_as text[] not null default '{}',
  sex private.person_sex not null default 'unknown',
  age_group private.person_age_group not null default 'unknown',
  birth_year private.birth_year,
  home_adm1_pcode private.adm1_pcode,
  last_site_id uuid,
  seeker_name private.name,
  seeker_relation private.seeker_relation not null default 'unknown',
  seeker_contact private.name,
  share_consent private.share_scope not null default 'none',
  consent_at timestamptz,
  expires_at timestamptz,
  source_record_id text check (char_length(source_record_id) <= 500),
  team_id uuid,
  status private.tracing_status not null default 'open',
  status_at timestamptz not null default now(),
  status_reason text check (char_length(status_reason) <= 500),
  needs_review boolean not null default false,
  changed_at timestamptz not null default now(),
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (operation_id, id),
  foreign key (operation_id, last_site_id) references public.sites (operation_id, id),
  foreign key (operation_id, team_id) references public.teams (operation_id, id)
);
create index tracing_requests_by_version on public.tracing_requests (operation_id, version)
  where version > 0;

comment on table public.tracing_requests is
  'Somebody is sought by somebody. Hidden from observers.';
comment on column public.tracing_requests.given is
  'Of whom is sought, as are the other parts of the name; as typed, in any script.';
comment on column public.tracing_requests.last_site_id is
  'Where whoever seeks last knew the one who is sought to be.';
comment on column public.tracing_requests.seeker_contact is
  'How to reach whoever seeks. It never leaves in an export.';
comment on column public.tracing_requests.share_consent is
  'With whom whoever seeks agreed to have the request shared.';
comment on column public.tracing_requests.expires_at is
  'When the request is no longer to be kept or exported: the expiry of PFIF.';
comment on column public.tracing_requests.source_record_id is
  'The id of the record of PFIF from which the request was made; null for our own.';
comment on column public.tracing_requests.team_id is 'The author''s team when the request was made.';
comment on column public.tracing_requests.status_at is
  'When the status last changed, as far as the phone''s clock can be trusted.';
comment on column public.tracing_requests.needs_review is
  'A conflict about the request or one of its claims waits for a person''s decision.';

create table public.tracing_claims (
  id uuid primary key,
  operation_id uuid not null,
  request_id uuid not null,
  person_id uuid not null,
  status private.claim_status not null default 'proposed',
  status_at timestamptz not null default now(),
  status_reason text check (char_length(status_reason) <= 500),
  reasons text[] not null default '{}',
  proposed_by uuid,
  confirmed_first_by uuid,
  confirmed_first_at timestamptz,
  confirmed_second_by uuid,
  confirmed_second_at timestamptz,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (request_id, person_id),
  foreign key (operation_id, request_id) references public.tracing_requests (operation_id, id),
  foreign key (operation_id, person_id) references public.people (operation_id, id),
  constraint tracing_claims_are_confirmed_by_two_accounts
    check (confirmed_second_by <> confirmed_first_by),
  constraint tracing_claims_have_the_confirmations_of_their_status check (
    case status
      when 'confirmed_once' then confirmed_first_by is not null and confirmed_second_by is null
      when 'confirmed' then confirmed_first_by is not null and confirmed_second_by is not null
      when 'reversed' then confirmed_first_by is not null and confirmed_second_by is not null
      else confirmed_first_by is null and confirmed_second_by is null
    end
  )
);
create index tracing_claims_by_version on public.tracing_claims (operation_id, version)
  where version > 0;
create index tracing_claims_by_person on public.tracing_claims (person_id);
create unique index tracing_requests_have_one_hand_over on public.tracing_claims (request_id)
  where status = 'confirmed';
create unique index people_are_handed_over_once on public.tracing_claims (person_id)
  where status = 'confirmed';

comment on table public.tracing_claims is
  'That a person is the one whom a request looks for. Claims stand side by side. Hidden from observers.';
comment on column public.tracing_claims.reasons is
  'What spoke for it when it was proposed, in few words each.';
comment on column public.tracing_claims.confirmed_first_by is
  'The account that confirmed the hand-over first. Both are kept after a reversal.';
comment on column public.tracing_claims.confirmed_second_by is
  'Another account, which confirmed it second: then the person is handed over.';

create table public.tracing_events (
  id uuid primary key,
  operation_id uuid not null,
  request_id uuid not null,
  claim_id uuid,
  person_id uuid,
  kind private.tracing_event_kind not null,
  reason private.conflict_reason,
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
  foreign key (operation_id, request_id) references public.tracing_requests (operation_id, id),
  constraint tracing_events_conflicts_have_reasons
    check ((kind = 'conflict') = (reason is not null)),
  constraint tracing_events_decided_are_conflicts
    check (resolved_by is null or kind = 'conflict')
);
create index tracing_events_by_version on public.tracing_events (operation_id, version)
  where version > 0;
create index tracing_events_by_request on public.tracing_events (request_id, version);

comment on table public.tracing_events is
  'The history of requests and their claims: append-only but for resolved_by. Hidden from observers.';
comment on column public.tracing_events.id is 'The id of the mutation.';
comment on column public.tracing_events.claim_id is
  'The claim that it is about. A conflict may name one that was never made.';
comment on column public.tracing_events.detail is
  'As for person_events: old and new, or wanted, seen and present; `why` is the reason that was given.';
comment on column public.tracing_events.resolved_by is
  'The entry by which a person decided the conflict.';

-- Claims on all records of a person are found by it.
create index people_by_merged_into on public.people (merged_into) where merged_into is not null;

alter table public.tracing_requests enable row level security;
alter table public.tracing_claims enable row level security;
alter table public.tracing_events enable row level security;

revoke all on public.tracing_requests, public.tracing_claims, public.tracing_events
  from anon, authenticated, service_role;
grant select on public.tracing_requests, public.tracing_claims, public.tracing_events
  to authenticated;
grant select, insert, update
  on public.tracing_requests, public.tracing_claims, public.tracing_events to service_role;

create policy "Everyone but observers reads tracing requests" on public.tracing_requests
  for select to authenticated
  using (operation_id = any (array(select private.my_field_operations())));

create policy "Everyone but observers reads claims" on public.tracing_claims
  for select to authenticated
  using (operation_id = any (array(select private.my_field_operations())));

create policy "Everyone but observers reads the history of tracing" on public.tracing_events
  for select to authenticated
  using (operation_id = any (array(select private.my_field_operations())));
