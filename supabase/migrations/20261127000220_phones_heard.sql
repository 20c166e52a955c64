-- Totals are right while phones are offline, as long as they say which have not been heard.

create function private.phones_heard(operation uuid)
returns table (team_id uuid, seen_at timestamptz)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  if operation is null or operation not in (select private.my_operations()) then
    raise exception 'not_a_member' using errcode = '42501';
  end if;
  return query
    select m.team_id, date_trunc('minute', p.seen_at)
    from public.members m
    left join public.member_presence p
      on p.operation_id = m.operation_id and p.user_id = m.user_id
    where m.operation_id = operation and m.deleted_at is null and m.active
      and m.role in ('coordinator', 'medic')
    order by 2 nulls first, 1;
end
$$;
comment on function private.phones_heard(uuid) is 'Behind public.phones_heard.';

create function public.phones_heard(operation uuid)
returns table (team_id uuid, seen_at timestamptz)
language sql stable
set search_path = ''
as $$
  select * from private.phones_heard(operation)
$$;
comment on function public.phones_heard(uuid) is
  'When the server last heard of each active coordinator and medic, to the minute and without saying whose phone it is; null for never. For members: raises 42501 not_a_member for anyone else.';

revoke all on all functions in schema private from public;
grant execute on function private.phones_heard(uuid) to authenticated;
revoke all on function public.phones_heard(uuid) from public, anon, authenticated, service_role;
grant execute on function public.phones_heard(uuid) to authenticated;
