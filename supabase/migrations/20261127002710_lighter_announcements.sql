-- A changed row was copied six times on its way from the table to the message that tells of it: now
-- its history comes in beside it at once, and realtime.send finds the id that it would copy the whole
-- message for. An entry of a task's history is made in one expression instead of seventeen.

create or replace function private.announce(
  clock public.operation_clocks, changes jsonb, hidden boolean, to_all boolean default true
) returns void
language plpgsql
as $$
declare
  topic text := 'operation:' || clock.operation_id;
begin
  perform realtime.send(
    jsonb_build_object(
      'id', gen_random_uuid(),
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

drop function private.history_changes(public.task_events[]);
create function private.with_history(changes jsonb, history public.task_events[]) returns jsonb
language plpgsql stable
as $$
declare
  entry public.task_events;
begin
  foreach entry in array history loop
    if entry.kind <> 'comment' then
      changes := changes || private.change('task_events', to_jsonb(entry));
    end if;
  end loop;
  return changes;
end
$$;
comment on function private.with_history(jsonb, public.task_events[]) is
  'Changes, and behind them the entries of a task''s history that every member may see.';
revoke all on function private.with_history(jsonb, public.task_events[]) from public;

create or replace function private.history(
  m private.mutation, kind text, reason text, before jsonb,
  payload jsonb default null, id uuid default null
) returns public.task_events[]
language plpgsql stable
as $$
begin
  return array[row(
    coalesce(id, m.id), m.operation_id, m.entity_id, kind,
    case when reason is null then 'applied' else 'conflict' end, reason,
    m.actor, m.role, m.team_id, coalesce(payload, m.payload), before,
    coalesce(m.device_at, m.received_at), m.received_at, null,
    m.version, m.received_at, m.received_at, null
  )::public.task_events];
end
$$;
