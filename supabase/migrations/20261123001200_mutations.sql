-- What passes between the door and the rules of each kind.

create type private.mutation as (
  id uuid,
  operation_id uuid,
  kind text,
  entity_id uuid,
  base_version bigint,
  payload jsonb,
  device_at timestamptz,
  received_at timestamptz,
  happened_at timestamptz,
  -- The version that changed rows shall carry.
  version bigint,
  actor uuid,
  role text,
  team_id uuid
);
comment on type private.mutation is 'A mutation that was read, with its author in the operation.';

create type private.verdict as (
  outcome text,
  reason text,
  field text,
  -- The changed rows that every member may see (rule R1), and whether there were others.
  changes jsonb,
  hidden boolean,
  -- What to add to the history of the task; the batch writes it.
  history public.task_events[]
);
comment on type private.verdict is
  'What became of a mutation. A rejection has written nothing; no changes and nothing hidden draws no version.';

create function private.rejected(reason text, field text default null) returns private.verdict
language sql stable parallel safe
as $$
  select row('rejected', reason, field, '[]', false, '{}')::private.verdict
$$;
comment on function private.rejected(text, text) is 'Refused for good; nothing was written.';

create function private.invalid(field text) returns private.verdict
language sql stable parallel safe
as $$
  select row('rejected', 'invalid_payload', field, '[]', false, '{}')::private.verdict
$$;
comment on function private.invalid(text) is 'Refused for a field of the payload.';

create function private.applied(
  changes jsonb default '[]', hidden boolean default false, history public.task_events[] default '{}'
) returns private.verdict
language sql stable parallel safe
as $$
  select row('applied', null, null, changes, hidden, history)::private.verdict
$$;
comment on function private.applied(jsonb, boolean, public.task_events[]) is 'Done, with the rows that changed.';

create function private.conflict(
  reason text, changes jsonb default '[]', history public.task_events[] default '{}'
) returns private.verdict
language sql stable parallel safe
as $$
  select row('conflict', reason, null, changes, false, history)::private.verdict
$$;
comment on function private.conflict(text, jsonb, public.task_events[]) is 'No longer fits: kept for a person to decide.';

create function private.is_field(m private.mutation) returns boolean
language sql immutable parallel safe
as $$
  select m.role in ('coordinator', 'medic')
$$;
comment on function private.is_field(private.mutation) is 'Whether the author works in the field.';

create function private.is_own(m private.mutation, team uuid) returns boolean
language sql immutable parallel safe
as $$
  select coalesce(m.role in ('coordinator', 'medic') and m.team_id = team, false)
$$;
comment on function private.is_own(private.mutation, uuid) is 'Whether this is the field author''s own team.';

create function private.may_be_asked(kind text, role text, operation_status text) returns text
language sql immutable parallel safe
as $$
  select case
    when operation_status = 'closed' and not (kind = 'operation.update' and role = 'admin')
      then 'operation_closed'
    when role = 'observer' then 'not_allowed'
    when role <> 'admin' and kind in (
      'site.create', 'site.update', 'area.update', 'team.create', 'team.update', 'operation.update'
    ) then 'not_allowed'
  end
$$;
comment on function private.may_be_asked(text, text, text) is
  'Rules W9, P1, P2, P5: why the author may not ask for this kind at all; null when it depends on the row.';

create function private.missing(found_in uuid, m private.mutation) returns private.verdict
language sql stable parallel safe
as $$
  select case
    when found_in is null then private.rejected('not_found')
    when found_in <> m.operation_id then private.rejected('wrong_operation')
  end
$$;
comment on function private.missing(uuid, private.mutation) is
  'Rule W5: the refusal for a row that was found in this operation or nowhere; null when all is well.';

create function private.taken(found_in uuid, m private.mutation) returns private.verdict
language sql stable parallel safe
as $$
  select case
    when found_in = m.operation_id then private.rejected('already_exists')
    when found_in is not null then private.rejected('wrong_operation')
  end
$$;
comment on function private.taken(uuid, private.mutation) is
  'The refusal for the id of a new row that exists already; null when all is well.';

-- Rule C4 for sites, areas, teams and operations, which only admins change: what fits is set, what
-- does not is answered as a conflict and stays in the log of events.

create function private.split_changes(
  m private.mutation, present jsonb, row_version bigint, wanted jsonb, seen jsonb
) returns private.merge
language sql stable parallel safe
as $$
  select private.merged(
    present || jsonb_build_object('deleted', present -> 'deleted_at' <> 'null'),
    private.same_form(private.without_blanks(m.payload -> 'set'), wanted),
    private.same_form(private.without_blanks(coalesce(m.payload -> 'base', '{}')), seen),
    coalesce(row_version = m.base_version, false)
  )
$$;
comment on function private.split_changes(private.mutation, jsonb, bigint, jsonb, jsonb) is
  'Which of the fields may be set. `wanted` and `seen` are set and base as rows of the table.';

create function private.deleted_at(fits jsonb, present timestamptz, received_at timestamptz)
returns timestamptz
language sql immutable parallel safe
as $$
  select case fits -> 'deleted' when 'true' then received_at when 'false' then null else present end
$$;
comment on function private.deleted_at(jsonb, timestamptz, timestamptz) is
  'The tombstone that the field `deleted` sets or takes away.';

create function private.verdict_on(split private.merge, entity text, changed jsonb)
returns private.verdict
language sql stable parallel safe
as $$
  select row(
    case when split.clashes = '{}' then 'applied' else 'conflict' end,
    case when split.clashes <> '{}' then 'fields_changed' end,
    null,
    case when split.fits = '{}' then '[]'
      else jsonb_build_array(private.change(entity, changed)) end,
    false,
    '{}'
  )::private.verdict
$$;
comment on function private.verdict_on(private.merge, text, jsonb) is
  'Applied when every field fitted, a conflict otherwise.';

revoke all on all functions in schema private from public;
