-- What admins read beside the synced tables: accounts with their last sign of life, and the log.

create function private.require_admin(operation uuid) returns void
language plpgsql stable security definer
set search_path = ''
as $$
begin
  if operation is null or operation not in (select private.my_admin_operations()) then
    raise exception 'not_allowed' using errcode = '42501';
  end if;
end
$$;
comment on function private.require_admin(uuid) is 'Raises 42501 not_allowed for whoever is not an admin of the operation.';

create function private.list_accounts(operation uuid)
returns table (
  user_id uuid, email text, display_name text, role text, team_id uuid, active boolean,
  seen_at timestamptz, last_sign_in_at timestamptz, created_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_admin(operation);
  return query
    select m.user_id, u.email::text, m.display_name::text, m.role::text, m.team_id,
      m.active and coalesce(u.banned_until < now(), true),
      p.seen_at, u.last_sign_in_at::timestamptz, m.created_at
    from public.members m
    left join public.member_presence p
      on p.operation_id = m.operation_id and p.user_id = m.user_id
    left join auth.users u on u.id = m.user_id
    where m.operation_id = operation and m.deleted_at is null
    order by m.display_name, m.user_id;
end
$$;
comment on function private.list_accounts(uuid) is 'Behind public.list_accounts.';

create function public.list_accounts(operation uuid)
returns table (
  user_id uuid, email text, display_name text, role text, team_id uuid, active boolean,
  seen_at timestamptz, last_sign_in_at timestamptz, created_at timestamptz
)
language sql stable
set search_path = ''
as $$
  select * from private.list_accounts(operation)
$$;
comment on function public.list_accounts(uuid) is
  'The accounts of an operation with when they were last seen. For its admins: raises 42501 not_allowed for anyone else. Active is false for a banned account too.';

create function private.export_events(operation uuid, after_seq bigint, page int)
returns setof jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_admin(operation);
  if coalesce(after_seq, 0) <= 0 then
    return query
      select jsonb_build_object(
        'daylight_log', 1,
        'operation_id', c.operation_id,
        'exported_at', private.log_time(now()),
        'count', c.seq,
        'head_hash', c.head_hash
      )
      from public.operation_clocks c where c.operation_id = operation;
  end if;
  return query
    select jsonb_build_object(
      'prev_hash', e.prev_hash, 'id', e.id, 'operation_id', e.operation_id, 'seq', e.seq,
      'actor', e.actor, 'kind', e.kind, 'entity', e.entity, 'entity_id', e.entity_id,
      'version', e.version, 'outcome', e.outcome, 'reason', e.reason,
      'device_at', private.log_time(e.device_at), 'received_at', private.log_time(e.received_at),
      'payload', e.payload::text, 'hash', e.hash
    )
    from public.events e
    where e.operation_id = operation and e.seq > coalesce(after_seq, 0)
    order by e.seq
    limit least(greatest(coalesce(page, 1000), 1), 5000);
end
$$;
comment on function private.export_events(uuid, bigint, int) is 'Behind public.export_events.';

create function public.export_events(operation uuid, after_seq bigint default 0, page int default 1000)
returns setof jsonb
language sql stable
set search_path = ''
as $$
  select private.export_events(operation, after_seq, page)
$$;
comment on function public.export_events(uuid, bigint, int) is
  'Rule L3: lines of an exported log. After 0 the header comes first; its count says at which seq the export ends, for events go on being added. For admins: raises 42501 not_allowed for anyone else.';

revoke all on all functions in schema private from public;
grant execute on function private.list_accounts(uuid) to authenticated;
grant execute on function private.export_events(uuid, bigint, int) to authenticated;
revoke all on function public.list_accounts(uuid), public.export_events(uuid, bigint, int)
  from public, anon, authenticated, service_role;
grant execute on function public.list_accounts(uuid), public.export_events(uuid, bigint, int)
  to authenticated;
