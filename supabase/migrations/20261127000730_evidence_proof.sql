-- What the server itself says of evidence: whether the stored bytes are those that were collected,
-- what goes into an export package, and how many items there are.

create function private.record_evidence_check(item uuid, found_sha256 text) returns jsonb
language plpgsql security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  clock public.operation_clocks;
  evidence public.evidence;
  entry public.custody_entries;
  event public.events;
begin
  select c.* into clock
  from public.operation_clocks c
  join public.evidence e on e.operation_id = c.operation_id
  where e.id = item
  for update of c;
  select * into evidence from public.evidence e where e.id = item;
  if evidence.stored_at is null or not coalesce(private.is_sha256(to_jsonb(found_sha256)), false) then
    raise exception 'invalid_payload' using errcode = '22023';
  end if;
  clock.version := clock.version + 1;
  event.id := gen_random_uuid();
  event.kind := 'evidence.check';
  event.entity := 'evidence';
  event.entity_id := item;
  event.version := clock.version;
  event.outcome := 'applied';
  event.received_at := clock_timestamp();
  event.payload := jsonb_build_object(
    'sha256', found_sha256, 'matches', found_sha256 = evidence.sha256
  );
  perform set_config('daylight.door', 'open', true);
  update public.evidence e
  set checked_at = event.received_at, checked_sha256 = found_sha256,
    version = clock.version, updated_at = event.received_at
  where e.id = item;
  entry.id := event.id;
  entry.operation_id := clock.operation_id;
  entry.evidence_id := item;
  entry.action := case when found_sha256 = evidence.sha256 then 'checked' else 'mismatch' end;
  entry.received_at := event.received_at;
  entry.version := clock.version;
  perform private.add_custody(entry);
  perform set_config('daylight.door', '', true);
  clock := private.write_event(clock, event);
  perform private.put_clock_back(clock);
  perform private.announce(clock, '[]', true);
  return event.payload;
end
$$;
comment on function private.record_evidence_check(uuid, text) is
  'Behind public.record_evidence_check.';

create function public.record_evidence_check(item uuid, found_sha256 text) returns jsonb
language sql volatile
set search_path = ''
as $$
  select private.record_evidence_check(item, found_sha256)
$$;
comment on function public.record_evidence_check(uuid, text) is
  'Rule V2: notes what the stored bytes of an item hash to, in its custody and in the log; answers {sha256, matches}. For the service key alone. Raises 22023 for an item that is not stored, or what is no SHA-256.';

create function private.export_evidence(operation uuid, items uuid[]) returns jsonb
language plpgsql stable security definer
set search_path = '' set timezone = 'UTC'
as $$
begin
  perform private.require_admin(operation);
  return (
    select jsonb_build_object(
      'operation_id', c.operation_id,
      'exported_at', private.log_time(now()),
      'log', jsonb_build_object('count', c.seq, 'head_hash', c.head_hash),
      'items', coalesce((
        select jsonb_agg(
          to_jsonb(e) - array['version', 'updated_at', 'deleted_at']
            || jsonb_build_object(
              'collected_at', private.log_time(e.collected_at),
              'created_at', private.log_time(e.created_at),
              'stored_at', private.log_time(e.stored_at),
              'checked_at', private.log_time(e.checked_at)
            )
          order by e.created_at, e.id
        )
        from public.evidence e
        where e.operation_id = operation and e.id = any (items)
      ), '[]'),
      'custody', coalesce((
        select jsonb_agg(
          to_jsonb(t) - array['version', 'created_at', 'updated_at', 'deleted_at']
            || jsonb_build_object(
              'device_at', private.log_time(t.device_at),
              'received_at', private.log_time(t.received_at)
            )
          order by t.evidence_id, t.seq
        )
        from public.custody_entries t
        where t.operation_id = operation and t.evidence_id = any (items)
      ), '[]'),
      'events', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'prev_hash', v.prev_hash, 'id', v.id, 'operation_id', v.operation_id, 'seq', v.seq,
            'actor', v.actor, 'kind', v.kind, 'entity', v.entity, 'entity_id', v.entity_id,
            'version', v.version, 'outcome', v.outcome, 'reason', v.reason,
            'device_at', private.log_time(v.device_at),
            'received_at', private.log_time(v.received_at),
            'payload', v.payload::text, 'hash', v.hash
          )
          order by v.seq
        )
        from public.events v
        where v.operation_id = operation and v.entity = 'evidence' and v.entity_id = any (items)
      ), '[]')
    )
    from public.operation_clocks c where c.operation_id = operation
  );
end
$$;
comment on function private.export_evidence(uuid, uuid[]) is 'Behind public.export_evidence.';

create function public.export_evidence(operation uuid, items uuid[]) returns jsonb
language sql stable
set search_path = ''
as $$
  select private.export_evidence(operation, items)
$$;
comment on function public.export_evidence(uuid, uuid[]) is
  'Rule V5: what a package says of these items: {operation_id, exported_at, log, items, custody, events}, times as they are hashed. For admins: raises 42501 not_allowed for anyone else.';

create function private.evidence_counts(operation uuid) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  if operation is null or operation not in (select private.my_operations()) then
    raise exception 'not_a_member' using errcode = '42501';
  end if;
  return (
    select jsonb_build_object(
      'total', count(*), 'stored', count(*) filter (where e.stored_at is not null)
    )
    from public.evidence e where e.operation_id = operation
  );
end
$$;
comment on function private.evidence_counts(uuid) is 'Behind public.evidence_counts.';

create function public.evidence_counts(operation uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select private.evidence_counts(operation)
$$;
comment on function public.evidence_counts(uuid) is
  'How many items of evidence an operation has: {total, stored}. For every member, observers too: raises 42501 not_a_member for anyone else.';

revoke all on all functions in schema private from public;
grant execute on function private.record_evidence_check(uuid, text) to service_role;
grant execute on function private.export_evidence(uuid, uuid[]) to authenticated;
grant execute on function private.evidence_counts(uuid) to authenticated;
revoke all on function
  public.record_evidence_check(uuid, text),
  public.export_evidence(uuid, uuid[]),
  public.evidence_counts(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.record_evidence_check(uuid, text) to service_role;
grant execute on function public.export_evidence(uuid, uuid[]), public.evidence_counts(uuid)
  to authenticated;
