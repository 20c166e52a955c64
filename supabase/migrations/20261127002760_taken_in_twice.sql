-- A file of another organisation that two people take in, each on a phone that has not heard of the
-- other's: both ask for the same rows, and agree. docs/sync-spec.md, rule F8.

create function private.is_taken_in(m private.mutation) returns boolean
language sql stable
as $$
  select case m.kind
    when 'tracing.request' then exists (
      select from public.tracing_requests r
      where r.id = m.entity_id and r.source_record_id = m.payload ->> 'source_record_id'
    )
    -- A person's record keeps no id of another organisation: its own is made of it (UUID version 8),
    -- and what was said of the person is the same.
    when 'person.create' then substr(m.entity_id::text, 15, 1) = '8' and exists (
      select from public.person_events e
      where e.person_id = m.entity_id
        and e.kind = 'created'
        and e.detail -> 'new' = private.without_blanks(m.payload)
    )
    else false
  end
$$;
comment on function private.is_taken_in(private.mutation) is
  'Rule F8: whether a record of another organisation is here already, as it is asked for.';

create or replace function private.taken(found_in uuid, m private.mutation) returns private.verdict
language sql stable
as $$
  select case
    when found_in = m.operation_id and private.is_taken_in(m) then private.applied()
    when found_in = m.operation_id then private.rejected('already_exists')
    when found_in is not null then private.rejected('wrong_operation')
  end
$$;
comment on function private.taken(uuid, private.mutation) is
  'The answer for the id of a new row that exists already; null when all is well.';

revoke all on all functions in schema private from public;
