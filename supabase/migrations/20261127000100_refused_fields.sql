-- Rules W1 and W4: the field that was at fault is named to whoever asks again, too. Otherwise a phone
-- whose first answer was lost has a refused record and a form that marks nothing.

-- No foreign key to the log: with one, truncate would be refused by another rule than L2.
create table private.refused_fields (
  event_id uuid primary key,
  field text not null
);
comment on table private.refused_fields is
  'What was at fault in mutations refused as `invalid_payload`, beside the log, whose hashes know nothing of it.';
comment on column private.refused_fields.field is 'A field of the payload.';
alter table private.refused_fields enable row level security;
revoke all on private.refused_fields from public, anon, authenticated, service_role;

create or replace function private.write_down(
  clock public.operation_clocks, written private.written[]
) returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.task_events
  select h.* from unnest(written) w cross join lateral unnest(w.history) h;
  insert into public.events
  select (w.event).* from unnest(written) w;
  insert into private.refused_fields (event_id, field)
  select (w.event).id, w.field from unnest(written) w
  where w.field is not null;
  perform private.put_clock_back(clock);
  perform private.announce(w.clock, w.changes, w.hidden)
  from unnest(written) w
  where (w.event).version is not null;
end
$$;
comment on function private.write_down(public.operation_clocks, private.written[]) is
  'Writes history, events, fields at fault and the clock, and announces the versions (rule B2).';

create or replace function private.first_answer(entry jsonb, known public.events) returns jsonb
language sql stable
set search_path = ''
as $$
  select case
    when known.actor is distinct from (select auth.uid())
      then private.answer(entry -> 'id', 'rejected', 'not_allowed')
    else private.answer(
      entry -> 'id', 'duplicate', known.reason, known.version,
      (select f.field from private.refused_fields f where f.event_id = known.id)
    ) || jsonb_build_object('first_outcome', known.outcome)
  end
$$;
