-- What makes an operation and its members.

create function private.check_settings(settings jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  fault text := private.fault_in_settings(settings);
begin
  if fault is not null then
    raise exception 'invalid_payload: %', fault using errcode = '22023';
  end if;
end
$$;
comment on function private.check_settings(jsonb) is 'Raises 22023 for settings that are not as they should be.';

create function private.record_admin_event(
  clock public.operation_clocks, kind text, entity text, entity_id uuid, payload jsonb
) returns public.operation_clocks
language plpgsql
set search_path = ''
as $$
declare
  event public.events;
begin
  event.id := gen_random_uuid();
  event.actor := (select auth.uid());
  event.kind := record_admin_event.kind;
  event.entity := record_admin_event.entity;
  event.entity_id := record_admin_event.entity_id;
  event.version := clock.version;
  event.outcome := 'applied';
  event.received_at := clock_timestamp();
  event.payload := record_admin_event.payload;
  clock := private.write_event(clock, event);
  perform private.put_clock_back(clock);
  return clock;
end
$$;
comment on function private.record_admin_event(public.operation_clocks, text, text, uuid, jsonb) is
  'Logs a change that an administrative function has made at the clock''s version.';

create function private.create_operation(name_en text, name_ar text, settings jsonb)
returns uuid
language plpgsql security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  operation public.operations;
  clock public.operation_clocks;
begin
  if jsonb_typeof(settings) = 'string' and pg_input_is_valid(settings #>> '{}', 'jsonb') then
    settings := (settings #>> '{}')::jsonb;
  end if;
  settings := coalesce(settings, '{}');
  perform private.check_settings(settings);
  perform set_config('daylight.door', 'open', true);
  insert into public.operations (id, name_en, name_ar, settings, version)
  values (
    gen_random_uuid(), create_operation.name_en,
    coalesce(create_operation.name_ar, create_operation.name_en), create_operation.settings, 1
  )
  returning * into operation;
  perform set_config('daylight.door', '', true);
  select * into strict clock from public.operation_clocks c where c.operation_id = operation.id;
  clock.version := 1;
  perform private.record_admin_event(
    clock, 'operation.create', 'operations', operation.id,
    jsonb_build_object('name_en', operation.name_en, 'name_ar', operation.name_ar)
  );
  return operation.id;
end
$$;
comment on function private.create_operation(text, text, jsonb) is 'Behind public.create_operation.';

create function public.create_operation(name_en text, name_ar text, settings jsonb default '{}')
returns uuid
language sql volatile
set search_path = ''
as $$
  select private.create_operation(name_en, name_ar, settings)
$$;
comment on function public.create_operation(text, text, jsonb) is
  'Makes an operation with its clock and the first event of its log; returns its id. For the service key alone. Raises 22023 for settings that are not as they should be.';

create function private.fault_in_member(
  operation uuid, member_user uuid, role text, team uuid, active boolean, display_name text
) returns text
language sql stable
set search_path = ''
as $$
  select case
    when member_user is null or not exists (select from auth.users u where u.id = member_user)
      then 'member_user'
    when role is null or role <> all (private.words('role')) then 'role'
    when team is not null and not private.is_team_of(operation, team) then 'team'
    when active is null then 'active'
    when display_name is null or char_length(display_name) > 200
      or private.is_blank(display_name) then 'display_name'
  end
$$;
comment on function private.fault_in_member(uuid, uuid, text, uuid, boolean, text) is
  'The argument at fault; null when all is well.';

create function private.is_last_admin(operation uuid, member_user uuid) returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select from public.members m
    where m.operation_id = operation and m.user_id = member_user
      and m.role = 'admin' and m.active and m.deleted_at is null
  ) and not exists (
    select from public.members m
    where m.operation_id = operation and m.user_id <> member_user
      and m.role = 'admin' and m.active and m.deleted_at is null
  )
$$;
comment on function private.is_last_admin(uuid, uuid) is
  'Whether nobody would administer the operation without this account.';

create function private.set_member(
  operation uuid, member_user uuid, role text, team uuid, active boolean, display_name text
) returns jsonb
language plpgsql security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  clock public.operation_clocks;
  fault text;
  before public.members;
  member public.members;
begin
  select * into clock from public.operation_clocks c
  where c.operation_id = operation and c.operation_id in (select private.my_operations())
  for update;
  -- Asked after the lock, so that whoever was demoted a moment ago is refused.
  if clock.operation_id is null or operation not in (select private.my_admin_operations()) then
    raise exception 'not_allowed' using errcode = '42501';
  end if;
  fault := private.fault_in_member(operation, member_user, role, team, active, display_name);
  if fault is not null then
    return jsonb_build_object('outcome', 'rejected', 'reason', 'invalid_payload', 'field', fault);
  end if;
  if (role <> 'admin' or not active) and private.is_last_admin(operation, member_user) then
    return jsonb_build_object('outcome', 'rejected', 'reason', 'last_admin');
  end if;
  select * into before from public.members m
  where m.operation_id = operation and m.user_id = member_user;

  clock.version := clock.version + 1;
  perform set_config('daylight.door', 'open', true);
  insert into public.profiles (user_id, display_name)
  values (member_user, set_member.display_name)
  on conflict (user_id) do nothing;
  insert into public.members as m (
    id, operation_id, user_id, role, team_id, active, display_name, version
  ) values (
    gen_random_uuid(), operation, member_user, set_member.role, team, set_member.active,
    set_member.display_name, clock.version
  )
  on conflict (operation_id, user_id) do update set
    role = excluded.role,
    team_id = excluded.team_id,
    active = excluded.active,
    display_name = excluded.display_name,
    version = excluded.version,
    updated_at = now(),
    deleted_at = null
  returning * into member;
  perform set_config('daylight.door', '', true);

  -- The log is for ever: it has the account and its rights, not its name.
  clock := private.record_admin_event(
    clock, 'member.set', 'members', member.id,
    jsonb_build_object(
      'user_id', member_user, 'role', role, 'team_id', team, 'active', active,
      'renamed', before.display_name is distinct from display_name
    )
  );
  perform private.announce(clock, '[]', true, false);
  return jsonb_build_object(
    'outcome', 'applied', 'reason', null, 'version', clock.version, 'member', to_jsonb(member)
  );
end
$$;
comment on function private.set_member(uuid, uuid, text, uuid, boolean, text) is 'Behind public.set_member.';

create function public.set_member(
  operation uuid, member_user uuid, role text, team uuid, active boolean, display_name text
) returns jsonb
language sql volatile
set search_path = ''
as $$
  select private.set_member(operation, member_user, role, team, active, display_name)
$$;
comment on function public.set_member(uuid, uuid, text, uuid, boolean, text) is
  'Gives an account a role, a team and a name in an operation, or takes them (active false). For its admins: raises 42501 not_allowed for anyone else. Answers {outcome, reason, field, version, member}; reasons invalid_payload and last_admin.';

revoke all on all functions in schema private from public;
grant execute on function private.create_operation(text, text, jsonb) to service_role;
grant execute on function private.set_member(uuid, uuid, text, uuid, boolean, text)
  to authenticated;
revoke all on function
  public.create_operation(text, text, jsonb),
  public.set_member(uuid, uuid, text, uuid, boolean, text)
  from public, anon, authenticated, service_role;
grant execute on function public.create_operation(text, text, jsonb) to service_role;
grant execute on function public.set_member(uuid, uuid, text, uuid, boolean, text)
  to authenticated;
