-- What the server needs for accounts and the Auth API does not offer: an account by its address, the
-- end of its sessions, and a line in the log for what leaves no row behind.

create function private.find_account(address text)
returns table (user_id uuid, confirmed boolean)
language sql stable security definer
set search_path = ''
as $$
  select u.id, u.email_confirmed_at is not null
  from auth.users u
  where u.email = lower(address) and u.deleted_at is null
$$;
comment on function private.find_account(text) is 'Behind public.find_account.';

create function public.find_account(address text)
returns table (user_id uuid, confirmed boolean)
language sql stable
set search_path = ''
as $$
  select * from private.find_account(address)
$$;
comment on function public.find_account(text) is
  'The account that signs in with this address, and whether its owner has ever come in. No row for none. For the service key alone.';

create function private.end_sessions(account uuid) returns void
language sql volatile security definer
set search_path = ''
as $$
  delete from auth.sessions s where s.user_id = account
$$;
comment on function private.end_sessions(uuid) is 'Behind public.end_sessions.';

create function public.end_sessions(account uuid) returns void
language sql volatile
set search_path = ''
as $$
  select private.end_sessions(account)
$$;
comment on function public.end_sessions(uuid) is
  'Ends every session of an account: none can be refreshed from now on. For the service key alone.';

create function private.note_account_action(operation uuid, member_user uuid, action text)
returns void
language plpgsql security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  clock public.operation_clocks;
  member public.members;
  event public.events;
begin
  select * into clock from public.operation_clocks c
  where c.operation_id = operation and c.operation_id in (select private.my_operations())
  for update;
  -- Asked after the lock, so that whoever was demoted a moment ago is refused.
  if clock.operation_id is null or operation not in (select private.my_admin_operations()) then
    raise exception 'not_allowed' using errcode = '42501';
  end if;
  select * into member from public.members m
  where m.operation_id = operation and m.user_id = member_user and m.deleted_at is null;
  if member.id is null or action is null or action not in ('reset', 'sign_out') then
    raise exception 'invalid_payload' using errcode = '22023';
  end if;
  event.id := gen_random_uuid();
  event.actor := (select auth.uid());
  event.kind := 'member.' || action;
  event.entity := 'members';
  event.entity_id := member.id;
  event.outcome := 'applied';
  event.received_at := clock_timestamp();
  event.payload := jsonb_build_object('user_id', member_user);
  perform private.put_clock_back(private.write_event(clock, event));
end
$$;
comment on function private.note_account_action(uuid, uuid, text) is 'Behind public.note_account_action.';

create function public.note_account_action(operation uuid, member_user uuid, action text)
returns void
language sql volatile
set search_path = ''
as $$
  select private.note_account_action(operation, member_user, action)
$$;
comment on function public.note_account_action(uuid, uuid, text) is
  'Logs that an admin resets an account or signs it out everywhere (action reset or sign_out), before the server does so. For admins: raises 42501 not_allowed for anyone else, and 22023 for an account that is no member.';

revoke all on all functions in schema private from public;
grant execute on function private.find_account(text), private.end_sessions(uuid) to service_role;
grant execute on function private.note_account_action(uuid, uuid, text) to authenticated;
revoke all on function
  public.find_account(text),
  public.end_sessions(uuid),
  public.note_account_action(uuid, uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.find_account(text), public.end_sessions(uuid) to service_role;
grant execute on function public.note_account_action(uuid, uuid, text) to authenticated;

-- The log is read by kind, by what was refused and by day without walking through a million events.
create index events_by_kind on public.events (operation_id, kind, seq);
create index events_not_applied on public.events (operation_id, outcome, seq)
  where outcome <> 'applied';
create index events_by_time on public.events (operation_id, received_at);
