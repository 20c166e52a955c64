-- Accounts in operations: who is what, in which team, and when last seen.

create table public.profiles (
  user_id uuid primary key references auth.users (id) on delete cascade,
  display_name private.name not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.profiles is 'One row an account.';
comment on column public.profiles.display_name is
  'What the account was called when it was made; members.display_name is its name in an operation.';

create table public.members (
  id uuid primary key,
  operation_id uuid not null references public.operations (id),
  -- No foreign key: the membership of a deleted account stays, so that the history can name it.
  user_id uuid not null,
  role private.role not null,
  team_id uuid,
  active boolean not null default true,
  display_name private.name not null,
  version bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  unique (operation_id, user_id),
  foreign key (operation_id, team_id) references public.teams (operation_id, id)
);
create index members_by_version on public.members (operation_id, version)
  where version > 0;
create index members_by_user on public.members (user_id);
create index members_by_team on public.members (operation_id, team_id);

comment on table public.members is
  'The role of an account in an operation. Inactive or deleted: sees nothing from the next request on.';
comment on column public.members.display_name is
  'A role ("Coordinator, team 1"), an organisation or a person, as the operation''s admins chose.';

create table public.member_presence (
  operation_id uuid not null,
  user_id uuid not null,
  seen_at timestamptz not null,
  primary key (operation_id, user_id),
  foreign key (operation_id, user_id) references public.members (operation_id, user_id)
);
comment on table public.member_presence is
  'When an account last pulled, to the minute. Not synced.';

alter table public.profiles enable row level security;
alter table public.members enable row level security;
alter table public.member_presence enable row level security;

revoke all on public.profiles, public.members, public.member_presence
  from anon, authenticated, service_role;
grant select on public.profiles, public.members, public.member_presence to authenticated;
grant select, insert, update on public.profiles, public.members to service_role;
grant select on public.member_presence to service_role;

create policy "Everyone reads their own profile" on public.profiles
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "Everyone reads their own active membership" on public.members
  for select to authenticated
  using (
    user_id = (select auth.uid())
    and operation_id = any (array(select private.my_operations()))
  );

create policy "Admins read the members of their operations" on public.members
  for select to authenticated
  using (operation_id = any (array(select private.my_admin_operations())));

create policy "Everyone reads when they were last seen" on public.member_presence
  for select to authenticated
  using (
    user_id = (select auth.uid())
    and operation_id = any (array(select private.my_operations()))
  );

create policy "Admins read when members were last seen" on public.member_presence
  for select to authenticated
  using (operation_id = any (array(select private.my_admin_operations())));

-- A live connection has to end when the account's access ends: whoever holds it listens here.
create function private.notify_access() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  perform pg_notify('daylight_access', coalesce(to_jsonb(new) ->> tg_argv[0], to_jsonb(old) ->> tg_argv[0]));
  return null;
end
$$;
comment on function private.notify_access() is
  'Tells channel daylight_access which account''s access changed; its argument is the column of the account.';

create trigger tell_access_of_new_members after insert on public.members
  for each row execute function private.notify_access('user_id');
create trigger tell_access_of_members after update on public.members
  for each row
  when (
    (old.role, old.team_id, old.active, old.deleted_at)
    is distinct from (new.role, new.team_id, new.active, new.deleted_at)
  )
  execute function private.notify_access('user_id');
create trigger tell_access_of_banned_accounts after update on auth.users
  for each row when (old.banned_until is distinct from new.banned_until)
  execute function private.notify_access('id');

-- A deleted account takes its profile along (on delete cascade); its memberships end here.
create function private.end_memberships() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  update public.members
  set active = false, deleted_at = coalesce(deleted_at, now())
  where user_id = old.id and (active or deleted_at is null);
  perform pg_notify('daylight_access', old.id::text);
  return null;
end
$$;
comment on function private.end_memberships() is 'Ends the memberships of an account that was deleted.';

create trigger end_memberships_of_deleted_accounts after delete on auth.users
  for each row execute function private.end_memberships();

revoke all on all functions in schema private from public;
