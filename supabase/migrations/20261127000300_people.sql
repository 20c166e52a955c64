-- People who came out of detention, and the history of their records. Restricted: observers see counts
-- alone (people_counts). No field asks what was done to anyone, and none has room for a story.

create domain private.person_sex as text check (value in ('female', 'male', 'unknown'));
create domain private.person_age_group as text check (
  value in (
    'infant', 'child', 'adolescent', 'adult', 'elderly', 'unknown'
  )
);
create domain private.person_condition as text check (
  value in (
    'stable', 'injured', 'critical', 'unresponsive', 'deceased', 'unknown'
  )
);
create domain private.share_scope as text check (value in ('none', 'family', 'partners', 'public'));
create domain private.person_event_kind as text check (
  value in (
    'created', 'updated', 'merged', 'unmerged', 'conflict'
  )
);
create domain private.birth_year as integer check (value between 1900 and 2100);
create domain private.languages as text[] check (
  array_to_string(value, ' ') ~ '^([a-z]{2,3}( [a-z]{2,3})*)?$'
);
comment on domain private.person_age_group is 'The age groups of HXL, as somebody at the door sees them.';
comment on domain private.person_condition is 'How a person looks to whoever meets them: a word, no finding.';
comment on domain private.share_scope is 'With whom a person agreed to have their record shared.';
comment on domain private.languages is 'Codes of ISO 639 with two or three letters: "ar", "kmr".';

create table public.people (
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
  languages private.languages not null default '{}',
  home_adm1_pcode private.adm1_pcode,
  found_site_id uuid,
  found_area_id uuid,
  found_task_id uuid,
  found_at timestamptz,
  team_id uuid,
  condition private.person_condition not null default 'unknown',
  group_id uuid,
  photo_consent boolean not null default false,
  share_consent private.share_scope not null default 'none',
  consent_at timestamptz,
  expires_on date,
  merged_into uuid,
  needs_review boolean not null default false,
  changed_at timestamptz not null default now(),
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (operation_id, id),
  foreign key (operation_id, found_site_id) references public.sites (operation_id, id),
  foreign key (operation_id, found_site_id, found_area_id)
    references public.site_areas (operation_id, site_id, id),
  foreign key (operation_id, found_task_id) references public.tasks (operation_id, id),
  foreign key (operation_id, team_id) references public.teams (operation_id, id),
  foreign key (operation_id, merged_into) references public.people (operation_id, id),
  constraint people_name_the_site_of_their_area
    check (found_area_id is null or found_site_id is not null),
  constraint people_are_not_merged_into_themselves check (merged_into <> id)
);
create index people_by_version on public.people (operation_id, version)
  where version > 0;

comment on table public.people is
  'Somebody who was found. A record without a name is normal. Hidden from observers.';
comment on column public.people.given is
  'As typed, in any script, as are the other parts of the name; null where nobody knows it.';
comment on column public.people.father is 'The father''s given name.';
comment on column public.people.grandfather is 'The given name of the father''s father.';
comment on column public.people.mother is
  'The mother''s given name, with her family''s where known: it tells namesakes apart.';
comment on column public.people.kunya is 'Name after the eldest child: what friends call a person.';
comment on column public.people.also_known_as is 'Other names and spellings.';
comment on column public.people.home_adm1_pcode is 'The governorate of home, and nothing nearer.';
comment on column public.people.team_id is 'The author''s team when the record was made.';
comment on column public.people.group_id is
  'People who have the same one must stay together: a family, a mother with her child.';
comment on column public.people.photo_consent is 'The person, or whoever speaks for a child, agreed to a photograph.';
comment on column public.people.share_consent is 'What the person agreed to have shared, and with whom.';
comment on column public.people.consent_at is 'When the person last said so.';
comment on column public.people.expires_on is 'The day after which the record is no longer to be kept.';
comment on column public.people.merged_into is
  'The record that stands for the same person. A person decides that, and can take it back.';
comment on column public.people.needs_review is 'A conflict in the history waits for a person''s decision.';
comment on column public.people.changed_at is
  'When the record last changed, as far as the phone''s clock can be trusted.';

create table public.person_events (
  id uuid primary key,
  operation_id uuid not null,
  person_id uuid not null,
  kind private.person_event_kind not null,
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
  foreign key (operation_id, person_id) references public.people (operation_id, id),
  constraint person_events_conflicts_have_reasons
    check ((kind = 'conflict') = (reason is not null)),
  constraint person_events_decided_are_conflicts
    check (resolved_by is null or kind = 'conflict')
);
create index person_events_by_version on public.person_events (operation_id, version)
  where version > 0;
create index person_events_by_person on public.person_events (person_id, version);

comment on table public.person_events is
  'The history of a person''s record: append-only but for resolved_by. Hidden from observers.';
comment on column public.person_events.id is 'The id of the mutation.';
comment on column public.person_events.detail is
  'Fields as they were and became (old, new); of a conflict what was asked for, what its author saw and what stands there (wanted, seen, present). Merging adds its reasons, taking back its reason.';
comment on column public.person_events.resolved_by is 'The entry by which a person decided the conflict.';
comment on column public.person_events.deleted_at is
  'The history goes from the phones with the person''s record, and comes back with it.';

alter table public.people enable row level security;
alter table public.person_events enable row level security;

revoke all on public.people, public.person_events from anon, authenticated, service_role;
grant select on public.people, public.person_events to authenticated;
grant select, insert, update on public.people, public.person_events to service_role;

create policy "Everyone but observers reads people" on public.people
  for select to authenticated
  using (operation_id = any (array(select private.my_field_operations())));

create policy "Everyone but observers reads the history of people" on public.person_events
  for select to authenticated
  using (operation_id = any (array(select private.my_field_operations())));

do $$
declare
  synced text;
begin
  foreach synced in array array['people', 'person_events'] loop
    execute format(
      'create trigger stamp_row before insert or update on public.%I for each row
       when (current_setting(''daylight.door'', true) is distinct from ''open'')
       execute function private.stamp_row()', synced);
    execute format(
      'create trigger announce_inserted after insert on public.%I
       referencing new table as rows_written for each statement
       when (current_setting(''daylight.door'', true) is distinct from ''open'')
       execute function private.announce_rows()', synced);
    execute format(
      'create trigger announce_updated after update on public.%I
       referencing new table as rows_written for each statement
       when (current_setting(''daylight.door'', true) is distinct from ''open'')
       execute function private.announce_rows()', synced);
    execute format(
      'create trigger refuse_delete before delete or truncate on public.%I for each statement
       execute function private.refuse_delete()', synced);
  end loop;
end
$$;
