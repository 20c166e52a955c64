-- The sweep: what is past its date goes by itself, and what a backup brought back goes again.

create index people_by_expiry on public.people (expires_on) where expires_on is not null;
create index tracing_requests_by_expiry on public.tracing_requests (expires_at)
  where expires_at is not null;

create function private.today_in(operation public.operations) returns date
language sql stable
set search_path = ''
as $$
  select (now() at time zone coalesce(
    case when private.is_time_zone(operation.settings ->> 'time_zone')
      then operation.settings ->> 'time_zone' end,
    'Asia/Damascus'
  ))::date
$$;
comment on function private.today_in(public.operations) is 'The day that it is where the operation is.';

create function private.due_to_be_erased()
returns table (operation_id uuid, entity text, id uuid, reason text)
language sql stable
set search_path = ''
as $$
  select p.operation_id, 'people', p.id, 'expired'
  from public.people p join public.operations o on o.id = p.operation_id
  -- A date that was typed wrongly can be put right for a day.
  where p.expires_on < private.today_in(o) and p.updated_at < now() - interval '1 day'
  union all
  select r.operation_id, 'tracing_requests', r.id, 'expired'
  from public.tracing_requests r
  where r.expires_at <= now() and r.updated_at < now() - interval '1 day'
  union all
  select e.operation_id, e.entity, e.id, e.reason::text
  from private.erased e
  where e.event_id is null and (
    exists (select from public.people p where p.operation_id = e.operation_id and p.id = e.id)
    or exists (
      select from public.tracing_requests r
      where r.operation_id = e.operation_id and r.id = e.id
    )
  )
$$;
comment on function private.due_to_be_erased() is
  'Rules X4 and X5: records whose date has passed, and those that were erased before a backup was put back.';

create function private.erase_by_itself(operation uuid, entity text, id uuid, reason text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  m private.mutation;
  clock public.operation_clocks;
  written private.written;
begin
  select * into strict clock from public.operation_clocks c where c.operation_id = operation
  for update;
  m.id := gen_random_uuid();
  m.operation_id := operation;
  m.kind := case entity when 'people' then 'person.erase' else 'tracing.erase' end;
  m.entity_id := id;
  m.payload := jsonb_build_object('reason', reason);
  m.received_at := clock_timestamp();
  m.happened_at := m.received_at;
  m.version := clock.version + 1;
  perform private.erase(m, entity, reason);
  written.event := private.event_of(clock, m, private.applied('[]', true));
  written.history := '{}';
  written.changes := '[]';
  written.hidden := true;
  clock.version := m.version;
  clock.seq := (written.event).seq;
  clock.head_hash := (written.event).hash;
  written.clock := clock;
  perform private.write_down(clock, array[written]);
end
$$;
comment on function private.erase_by_itself(uuid, text, uuid, text) is
  'Erases one record without anybody asking, with an event of its own of which nobody is the actor.';

create function private.erase_expired() returns jsonb
language plpgsql security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  most_at_once constant int := 100;
  due record;
  looked_at int := 0;
  people int := 0;
  requests int := 0;
  failed int := 0;
  state text;
begin
  perform set_config('daylight.door', 'open', true);
  -- In one order, as apply_mutations takes the clocks (rule W7).
  for due in
    select * from private.due_to_be_erased() d order by d.operation_id, d.id limit most_at_once
  loop
    looked_at := looked_at + 1;
    -- It may have gone with the record that stood for it.
    continue when exists (
      select from private.erased e where e.id = due.id and e.event_id is not null
    );
    begin
      perform private.erase_by_itself(due.operation_id, due.entity, due.id, due.reason);
      people := people + (due.entity = 'people')::int;
      requests := requests + (due.entity <> 'people')::int;
    exception when others then
      -- One record that cannot be erased keeps no other. The message may carry personal data.
      get stacked diagnostics state = returned_sqlstate;
      raise warning 'erasing % failed: %', due.id, state;
      failed := failed + 1;
    end;
  end loop;
  perform set_config('daylight.door', '', true);
  -- What was refused or laid down, and stands in no record, is proof of nothing for long.
  delete from private.sealed_payloads s
  where s.about <> '{}' and s.sealed_at < now() - interval '30 days'
    and not exists (select from public.people p where p.id = any (s.about))
    and not exists (select from public.tracing_requests r where r.id = any (s.about));
  return jsonb_build_object(
    'people', people, 'requests', requests, 'failed', failed,
    'more', looked_at = most_at_once and failed < looked_at
  );
end
$$;
comment on function private.erase_expired() is 'Behind public.erase_expired.';

create function public.erase_expired() returns jsonb
language sql volatile
set search_path = ''
as $$
  select private.erase_expired()
$$;
comment on function public.erase_expired() is
  'Rules X4 and X5: erases, in every operation, what is past its date; at most 100 records a call. Answers {people, requests, failed, more}. For the service key alone.';

revoke all on all functions in schema private from public;
grant execute on function private.erase_expired() to service_role;
revoke all on function public.erase_expired() from public, anon, authenticated, service_role;
grant execute on function public.erase_expired() to service_role;
