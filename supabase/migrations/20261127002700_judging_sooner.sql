-- What was erased concerns records of people, tracing and care alone: the other kinds are judged
-- without asking the ledger.

create or replace function private.judge(m private.mutation, operation_status text) returns private.verdict
language plpgsql
as $$
declare
  erases boolean := m.kind in ('person.erase', 'tracing.erase');
  refusal text := coalesce(
    private.would_stand_twice(m),
    case
      -- The right to be forgotten does not end with the operation.
      when erases then case when m.role is distinct from 'admin' then 'not_allowed' end
      else private.may_be_asked(m.kind, m.role, operation_status)
    end
  );
begin
  if refusal is not null then
    return private.rejected(refusal);
  end if;
  if jsonb_typeof(m.payload) <> 'object' then
    return private.invalid('payload');
  end if;
  if m.kind not like 'person.%' and m.kind not like 'tracing.%' and m.kind not like 'care.%' then
    return private.dispatch(m);
  end if;
  if not erases and private.is_about_erased(m)
    or m.kind = 'care.link' and private.is_erased_in(m.operation_id, m.payload -> 'person_id') then
    return private.rejected('erased');
  end if;
  return private.dispatch(private.without_erased(m));
end
$$;

revoke all on all functions in schema private from public;
