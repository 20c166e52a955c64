-- Rule W12: after an unexpected failure, what the same batch says about the same row waits with it.
-- Otherwise a later step would be in before an earlier one, or be refused for good because the row
-- that it names has not been made yet.

create function private.waits_for_failed(m private.mutation, failed text) returns boolean
language sql immutable parallel safe
as $$
  select exists (
    select from unnest(string_to_array(failed, ' ')) f
    where f = m.entity_id::text or position(f in lower(m.payload::text)) > 0
  )
$$;
comment on function private.waits_for_failed(private.mutation, text) is
  'Whether a mutation is about, or names, one of the rows in a list of ids parted by blanks.';

create or replace function private.apply_carefully(
  m private.mutation, operation_status text, clock public.operation_clocks
) returns private.written
language plpgsql
set search_path = ''
as $$
declare
  -- Rows whose mutations have failed in this transaction.
  failed text := current_setting('daylight.failed', true);
  written private.written;
  state text;
  at_constraint text;
begin
  if failed <> '' and private.waits_for_failed(m, failed) then
    perform set_config('daylight.failed', failed || ' ' || m.entity_id, true);
    return null;
  end if;
  begin
    written := private.record_mutation(m, operation_status, clock);
    perform private.write_down(written.clock, array[written]);
    return written;
  exception when others then
    -- Names of rules only: the message may carry personal data.
    get stacked diagnostics state = returned_sqlstate, at_constraint = constraint_name;
    raise warning 'mutation % (%) failed: % %', m.id, m.kind, state, at_constraint;
  end;
  perform set_config(
    'daylight.failed', concat_ws(' ', nullif(failed, ''), m.entity_id), true
  );
  return null;
end
$$;
comment on function private.apply_carefully(private.mutation, text, public.operation_clocks) is
  'Rules W3, W8 and W12: a mutation in a subtransaction of its own; null when an unexpected failure undid it, or one before it about the same row.';

revoke all on function private.waits_for_failed(private.mutation, text) from public;
