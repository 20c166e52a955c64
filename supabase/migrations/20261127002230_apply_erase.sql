-- The kinds person.erase and tracing.erase, and what becomes of mutations about what was erased.

create function private.apply_erase(
  m private.mutation, found_in uuid, entity text
) returns private.verdict
language plpgsql
set search_path = ''
as $$
declare
  fault text := private.fault_in_erase(m.payload);
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  if found_in is distinct from m.operation_id then
    return private.missing(found_in, m);
  end if;
  -- Two who erase the same agree.
  if exists (
    select from private.erased e where e.id = m.entity_id and e.event_id is not null
  ) then
    return private.applied();
  end if;
  perform private.erase(m, entity, m.payload ->> 'reason');
  return private.applied('[]', true);
end
$$;
comment on function private.apply_erase(private.mutation, uuid, text) is
  'Rule X2. Whatever has become of the record since its author looked: it never conflicts.';

create function private.apply_person_erase(m private.mutation) returns private.verdict
language sql
set search_path = ''
as $$
  select private.apply_erase(
    m, (select p.operation_id from public.people p where p.id = m.entity_id), 'people'
  )
$$;
comment on function private.apply_person_erase(private.mutation) is
  'Kind person.erase: for good, with every record that this one stands for.';

create function private.apply_tracing_erase(m private.mutation) returns private.verdict
language sql
set search_path = ''
as $$
  select private.apply_erase(
    m, (select r.operation_id from public.tracing_requests r where r.id = m.entity_id),
    'tracing_requests'
  )
$$;
comment on function private.apply_tracing_erase(private.mutation) is
  'Kind tracing.erase: for good, with its claims.';

select private.add_kind('person.erase', 'people');
select private.add_kind('tracing.erase', 'tracing_requests');

create function private.is_erased_in(operation uuid, person jsonb) returns boolean
language sql stable
set search_path = ''
as $$
  select coalesce(private.is_uuid(person), false) and exists (
    select from private.erased e
    where e.operation_id = operation and e.id = (person #>> '{}')::uuid
  )
$$;
comment on function private.is_erased_in(uuid, jsonb) is 'Whether a record of this id was erased.';

create function private.without_erased(m private.mutation) returns private.mutation
language plpgsql stable
set search_path = ''
as $$
begin
  if m.kind = 'care.open' and private.is_erased_in(m.operation_id, m.payload -> 'person_id') then
    m.payload := m.payload - 'person_id';
  elsif m.kind = 'care.link'
    and private.is_erased_in(m.operation_id, m.payload -> 'from_person_id') then
    m.payload := m.payload || '{"from_person_id": null}';
  end if;
  return m;
end
$$;
comment on function private.without_erased(private.mutation) is
  'Rule X3: nobody is left without care for a link that is gone.';

create or replace function private.judge(m private.mutation, operation_status text) returns private.verdict
language plpgsql
as $$
declare
  erases boolean := m.kind in ('person.erase', 'tracing.erase');
  refusal text := case
    -- The right to be forgotten does not end with the operation.
    when erases then case when m.role is distinct from 'admin' then 'not_allowed' end
    else private.may_be_asked(m.kind, m.role, operation_status)
  end;
begin
  if refusal is not null then
    return private.rejected(refusal);
  end if;
  if jsonb_typeof(m.payload) <> 'object' then
    return private.invalid('payload');
  end if;
  -- What was erased concerns people, tracing and care alone: nothing else asks the ledger.
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
comment on function private.judge(private.mutation, text) is
  'Applies a mutation, or says why not. Rules P1 and X3 come before those of its kind.';

revoke all on all functions in schema private from public;
