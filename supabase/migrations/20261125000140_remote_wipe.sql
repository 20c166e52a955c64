-- An admin wipes the phones of an account from afar: rule Q4 of docs/sync-spec.md.

alter table public.members add column wipe_count integer not null default 0
  check (wipe_count >= 0);
comment on column public.members.wipe_count is
  'How often an admin has asked for the account''s phones to be wiped: a phone that has seen a lower number wipes itself.';

create function private.request_wipe(operation uuid, member_user uuid) returns jsonb
language plpgsql security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  clock public.operation_clocks;
  member public.members;
begin
  select * into clock from public.operation_clocks c
  where c.operation_id = operation and c.operation_id in (select private.my_operations())
  for update;
  -- Asked after the lock, so that whoever was demoted a moment ago is refused.
  if clock.operation_id is null or operation not in (select private.my_admin_operations()) then
    raise exception 'not_allowed' using errcode = '42501';
  end if;
  clock.version := clock.version + 1;
  perform set_config('daylight.door', 'open', true);
  update public.members m
  set wipe_count = m.wipe_count + 1, version = clock.version, updated_at = now()
  where m.operation_id = operation and m.user_id = member_user and m.deleted_at is null
  returning * into member;
  perform set_config('daylight.door', '', true);
  if member.id is null then
    raise exception 'not_found' using errcode = '22023';
  end if;
  clock := private.record_admin_event(
    clock, 'member.wipe', 'members', member.id,
    jsonb_build_object('user_id', member_user, 'wipe_count', member.wipe_count)
  );
  perform private.announce(clock, '[]', true, false);
  return jsonb_build_object('version', clock.version, 'wipe_count', member.wipe_count);
end
$$;
comment on function private.request_wipe(uuid, uuid) is 'Behind public.request_wipe.';

create function public.request_wipe(operation uuid, member_user uuid) returns jsonb
language sql volatile
set search_path = ''
as $$
  select private.request_wipe(operation, member_user)
$$;
comment on function public.request_wipe(uuid, uuid) is
  'Asks the phones of a member to wipe themselves as soon as they hear of it (rule Q4). For admins: raises 42501 not_allowed for anyone else, and 22023 for an account that is no member. Answers {version, wipe_count}.';

revoke all on all functions in schema private from public;
grant execute on function private.request_wipe(uuid, uuid) to authenticated;
revoke all on function public.request_wipe(uuid, uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.request_wipe(uuid, uuid) to authenticated;
