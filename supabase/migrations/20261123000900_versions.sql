-- Every change of a synced row carries a version and is announced, by whatever way it was made.
-- apply_mutations and the functions of admins give versions themselves ("the door is open");
-- for every other writer, as the service key or a migration, the triggers below do it.

create function private.change(entity text, changed jsonb) returns jsonb
language plpgsql stable parallel safe
as $$
begin
  -- Not in SQL: folded into its caller, it would make the row once for each mention.
  return jsonb_build_object(
    'table', entity,
    'id', changed -> 'id',
    'version', changed -> 'version',
    'op', case when changed -> 'deleted_at' = 'null' then 'put' else 'delete' end,
    'row', case when changed -> 'deleted_at' = 'null' then changed end
  );
end
$$;
comment on function private.change(text, jsonb) is 'Rule R1: one row as a change.';

create function private.announce(
  clock public.operation_clocks, changes jsonb, hidden boolean, to_all boolean default true
) returns void
language plpgsql
as $$
declare
  topic text := 'operation:' || clock.operation_id;
begin
  perform realtime.send(
    jsonb_build_object(
      'version', clock.version,
      'epoch', case when to_all then clock.epoch else '' end,
      'partial', hidden,
      'changes', changes
    ),
    'change', topic, true
  );
  if hidden then
    perform realtime.send(
      jsonb_build_object('version', clock.version), 'changed', topic || ':restricted', true
    );
  end if;
end
$$;
comment on function private.announce(public.operation_clocks, jsonb, boolean, boolean) is
  'Rules B2, B3 and B6: tells the clock''s version. `changes` are rows that every member may see, `hidden` says that there were others. With `to_all` false no client may skip the pull: the epoch stays empty.';

create function private.is_open_to_all(entity text, changed jsonb) returns boolean
language sql immutable parallel safe
as $$
  select entity not in ('members', 'checkins')
    and not (entity = 'task_events' and changed ->> 'kind' = 'comment')
$$;
comment on function private.is_open_to_all(text, jsonb) is
  'Whether every member of the operation, observers too, may see this row.';

create function private.stamp_row() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  -- Only operations have no operation_id yet: it is generated after the triggers.
  operation uuid := coalesce(new.operation_id, new.id);
  -- The table, operation and version of the last row of this statement, and how many share it.
  stamp text[] := string_to_array(current_setting('daylight.stamp', true), ' ');
begin
  if tg_op = 'UPDATE' and old.id is distinct from new.id then
    raise exception 'the id of a row never changes' using errcode = '55000';
  end if;
  if tg_op = 'UPDATE' and coalesce(old.operation_id, old.id) <> operation then
    raise exception 'a row never moves to another operation' using errcode = '55000';
  end if;
  if stamp[1] = tg_table_name and stamp[2] = operation::text and stamp[4]::int < 100 then
    new.version := stamp[3]::bigint;
    stamp[4] := (stamp[4]::int + 1)::text;
  else
    insert into public.operation_clocks as clock (operation_id, version)
    values (operation, 1)
    on conflict (operation_id) do update set version = clock.version + 1
    returning clock.version into new.version;
    stamp := array[tg_table_name, operation::text, new.version::text, '1'];
  end if;
  perform set_config('daylight.stamp', array_to_string(stamp, ' '), true);
  if tg_op = 'UPDATE' then
    new.created_at := old.created_at;
  elsif tg_table_name = 'tasks' and to_jsonb(new) -> 'code' = 'null' then
    new := jsonb_populate_record(
      new, jsonb_build_object('code', private.task_code(operation, new.id))
    );
  end if;
  new.updated_at := now();
  return new;
end
$$;
comment on function private.stamp_row() is
  'Gives a row the next version of its operation''s clock; up to 100 rows of a statement share one.';

create function private.announce_rows() returns trigger
language plpgsql security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  clock public.operation_clocks;
  event public.events;
  written record;
begin
  -- No version spans two statements.
  perform set_config('daylight.stamp', '', true);
  for written in
    select (r.image ->> 'operation_id')::uuid as operation_id,
      (r.image ->> 'version')::bigint as version,
      count(*) as amount,
      min(r.image ->> 'id') as id,
      coalesce(
        jsonb_agg(private.change(tg_table_name, r.image)) filter (where r.open_to_all), '[]'
      ) as changes,
      bool_or(not r.open_to_all) as hidden
    from (
      select to_jsonb(rows_written) as image,
        private.is_open_to_all(tg_table_name, to_jsonb(rows_written)) as open_to_all
      from rows_written
    ) r
    group by 1, 2
    order by 1, 2
  loop
    select * into strict clock from public.operation_clocks c
    where c.operation_id = written.operation_id for update;
    event.id := gen_random_uuid();
    event.actor := (select auth.uid());
    event.kind := 'row.' || lower(tg_op);
    event.entity := tg_table_name;
    event.entity_id := case when written.amount = 1 then written.id::uuid end;
    event.version := written.version;
    event.outcome := 'applied';
    event.received_at := clock_timestamp();
    event.payload := jsonb_build_object('rows', written.amount);
    clock := private.write_event(clock, event);
    update public.operation_clocks c set seq = clock.seq, head_hash = clock.head_hash
    where c.operation_id = clock.operation_id;
    clock.version := written.version;
    perform private.announce(
      clock, written.changes, written.hidden, tg_table_name <> 'members'
    );
  end loop;
  return null;
end
$$;
comment on function private.announce_rows() is
  'Logs and announces the rows of a statement that did not come through the door, a version at a time.';

create function private.refuse_delete() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'set deleted_at instead: a row that is gone would stay on every phone'
    using errcode = '55000';
end
$$;
comment on function private.refuse_delete() is 'Deletions are tombstones, or nobody hears of them.';

do $$
declare
  synced text;
begin
  foreach synced in array array[
    'operations', 'organisations', 'members', 'teams', 'sites', 'site_areas', 'area_searches',
    'tasks', 'task_events', 'checkins'
  ] loop
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

-- Every operation has a clock from its first moment, however it was made.
create function private.make_clock() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into public.operation_clocks (operation_id) values (new.id)
  on conflict (operation_id) do nothing;
  return null;
end
$$;
comment on function private.make_clock() is 'The clock of a new operation.';

create trigger make_clock after insert on public.operations
  for each row execute function private.make_clock();

revoke all on all functions in schema private from public;
