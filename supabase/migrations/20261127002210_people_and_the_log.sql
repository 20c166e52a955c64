-- What is said of people and of whoever is sought is kept out of the log as a clinical record is: the
-- log is never changed, and what stands in it could never be erased. Rule X1.

alter table private.sealed_payloads
  add column about uuid[] not null default '{}',
  add column sealed_at timestamptz not null default now();
comment on column private.sealed_payloads.about is
  'People and tracing requests that the payload tells something of: it goes with each of them.';
create index sealed_payloads_by_subject on private.sealed_payloads using gin (about);

create function private.fault_in_erase(payload jsonb) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_one_of(payload -> 'reason', 'erasure_reason'), false)
      or payload ->> 'reason' = 'expired' then 'reason'
    else private.unknown_key(payload, 'reason')
  end
$$;
comment on function private.fault_in_erase(jsonb) is
  'The field at fault in a person.erase or tracing.erase. That a date has passed, nobody has to say.';

create or replace function private.is_sealed(kind text, row_id uuid, payload jsonb) returns boolean
language sql stable
as $$
  select private.is_clinical(kind)
    or kind like 'report.%' and private.is_of_a_lead(kind, row_id, payload)
    or kind like 'person.%' and kind <> 'person.erase'
    or kind like 'tracing.%' and kind <> 'tracing.erase'
    -- Why somebody was erased is a word of a closed list, and stays readable.
    or kind in ('person.erase', 'tracing.erase') and (
      jsonb_typeof(payload) <> 'object' or private.fault_in_erase(payload) is not null
    )
$$;

create or replace function private.sealed(m private.mutation) returns private.mutation
language plpgsql
set search_path = ''
as $$
declare
  discarded boolean := m.kind = 'record.discard'
    and jsonb_typeof(m.payload) = 'object'
    -- No row is asked for: of what was discarded it is not sure that there ever was one.
    and coalesce(private.is_sealed(m.payload ->> 'kind', null, m.payload -> 'payload'), false);
  said private.mutation := m;
  about uuid[];
  salt uuid;
  payload jsonb := m.payload;
begin
  if not (discarded or private.is_sealed(m.kind, m.entity_id, m.payload)) then
    return m;
  end if;
  if discarded then
    said.kind := payload ->> 'kind';
    said.entity_id := case when private.is_uuid(payload -> 'entity_id')
      then (payload ->> 'entity_id')::uuid end;
    said.payload := payload -> 'payload';
  end if;
  about := array_remove(private.subjects_of(said), null);
  salt := gen_random_uuid();
  -- Of what was erased nothing comes back, not even what was refused for it.
  if not exists (select from private.erased e where e.id = any (about)) then
    insert into private.sealed_payloads (event_id, salt, payload, about)
    values (m.id, salt, payload, about);
  end if;
  m.payload := jsonb_build_object('sealed', encode(
    sha256(convert_to(salt || e'\n' || payload, 'UTF8')), 'hex'
  ));
  if discarded then
    m.payload := m.payload
      || jsonb_build_object('record_id', payload -> 'record_id', 'kind', payload -> 'kind');
  end if;
  return m;
end
$$;
comment on function private.sealed(private.mutation) is
  'The mutation as the log may have it. What is left out is in private.sealed_payloads, unless it is about somebody who was erased.';

-- The planner keeps common values of every column, which would outlive the rows. None of these is
-- ever looked up by.
do $$
declare
  named record;
begin
  for named in
    select t.name, c.attname
    from unnest(array[
      'public.people', 'public.person_events', 'public.tracing_requests', 'public.tracing_claims',
      'public.tracing_events', 'private.sealed_payloads'
    ]) t (name)
    join pg_catalog.pg_attribute c on c.attrelid = t.name::regclass and c.attnum > 0
    where not c.attisdropped and c.attname = any (array[
      'given', 'father', 'grandfather', 'family', 'mother', 'kunya', 'also_known_as',
      'seeker_name', 'seeker_contact', 'source_record_id', 'status_reason', 'reasons',
      'detail', 'payload'
    ])
  loop
    execute format('alter table %s alter column %I set statistics 0', named.name, named.attname);
    -- What was collected before; older versions of Postgres have no such function.
    if to_regprocedure('pg_catalog.pg_clear_attribute_stats(text,text,text,boolean)') is not null then
      execute format(
        'select pg_catalog.pg_clear_attribute_stats(%L, %L, %L, false)',
        split_part(named.name, '.', 1), split_part(named.name, '.', 2), named.attname
      );
    end if;
  end loop;
end
$$;

revoke all on all functions in schema private from public;
