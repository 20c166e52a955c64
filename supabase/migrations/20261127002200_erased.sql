-- Records of people and tracing requests that were erased for good: what is left of them is that they
-- were. docs/sync-spec.md, section "Erasing"; docs/decisions/0019-erasing.md says why it is built so.

create domain private.erasure_reason as text check (
  value in (
    'request_of_the_person', 'request_of_the_family', 'kept_too_long', 'recorded_by_mistake',
    'expired'
  )
);
select private.add_words(
  'erasure_reason', 'request_of_the_person', 'request_of_the_family', 'kept_too_long',
  'recorded_by_mistake', 'expired'
);
comment on domain private.erasure_reason is
  'Why a record was erased. Nobody asks for `expired`: its date has passed.';

-- No foreign keys: it is older than the rows of a backup that was put back.
create table private.erased (
  id uuid primary key,
  operation_id uuid not null,
  entity text not null check (entity in ('people', 'tracing_requests')),
  reason private.erasure_reason not null,
  erased_at timestamptz not null,
  event_id uuid
);
comment on table private.erased is
  'The ledger of what was erased. No personal data: it is kept beside the backups, and read in again after one of them was put back.';
comment on column private.erased.id is 'The id that the record had. Nothing is ever recorded under it again.';
comment on column private.erased.event_id is
  'The event of the log that erased it; null where that is still to be done, after a restore.';
create index erased_to_do on private.erased (operation_id) where event_id is null;
alter table private.erased enable row level security;
revoke all on private.erased from public, anon, authenticated, service_role;

create function private.subjects_of(m private.mutation) returns uuid[]
language plpgsql stable
set search_path = ''
as $$
declare
  subjects uuid[] := array[m.entity_id];
begin
  if m.kind not like 'person.%' and m.kind not like 'tracing.%' then
    return '{}';
  end if;
  subjects := subjects || array(
    select (m.payload ->> k.field)::uuid
    from unnest(array['into', 'from', 'request_id', 'person_id']) k (field)
    where private.is_uuid(m.payload -> k.field)
  );
  if m.kind = 'tracing.claim_step' then
    subjects := subjects || array(
      select unnest(array[c.request_id, c.person_id])
      from public.tracing_claims c where c.id = m.entity_id
    );
  elsif m.kind = 'person.unmerge' then
    -- Where its author did not name what it was taken from, its own entry does.
    subjects := subjects || array(
      select (e.detail #>> '{old,merged_into}')::uuid
      from public.person_events e
      where e.id = m.id and e.detail #>> '{old,merged_into}' is not null
    );
  end if;
  return subjects;
end
$$;
comment on function private.subjects_of(private.mutation) is
  'The people and tracing requests that a mutation tells something of, by their ids; of a claim, both. None for what is about neither.';

create function private.is_about_erased(m private.mutation) returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select from private.erased e
    where e.operation_id = m.operation_id and e.id = any (private.subjects_of(m))
  )
$$;
comment on function private.is_about_erased(private.mutation) is
  'Rule X3: whether a mutation is about a record of its operation that was erased.';

revoke all on all functions in schema private from public;
