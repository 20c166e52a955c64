-- Admins read and export the whole log, and may see no care case. So the log has of a record of care
-- who, when, about which case and with what outcome, and in place of the payload a hash that binds
-- it: SHA-256 over a random salt and the payload's text. The payload itself lies beside the log,
-- where no role of the API reads it; whoever may look there can prove that it was not changed since.

create table private.sealed_payloads (
  event_id uuid primary key,
  salt uuid not null,
  payload jsonb not null
);
comment on table private.sealed_payloads is
  'Payloads that the log has only as a hash. No foreign key to the log, as for refused_fields.';
comment on column private.sealed_payloads.salt is
  'Without it, the few words that a triage can consist of could be found by trying them.';
alter table private.sealed_payloads enable row level security;
revoke all on private.sealed_payloads from public, anon, authenticated, service_role;

create function private.is_clinical(kind text) returns boolean
language sql immutable parallel safe
as $$
  select kind like 'care.%'
$$;
comment on function private.is_clinical(text) is
  'Whether payloads of this kind are kept out of the log; an unknown kind of care, too.';

create function private.sealed(m private.mutation) returns private.mutation
language plpgsql
set search_path = ''
as $$
declare
  discarded boolean := m.kind = 'record.discard'
    and jsonb_typeof(m.payload) = 'object'
    and coalesce(private.is_clinical(m.payload ->> 'kind'), false);
  salt uuid;
  payload jsonb := m.payload;
begin
  if not (private.is_clinical(m.kind) or discarded) then
    return m;
  end if;
  salt := gen_random_uuid();
  insert into private.sealed_payloads (event_id, salt, payload) values (m.id, salt, payload);
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
  'The mutation as the log may have it. What is left out is in private.sealed_payloads.';

create or replace function private.record_mutation(
  m private.mutation, operation_status text, clock public.operation_clocks
) returns private.written
language plpgsql
set search_path = ''
as $$
declare
  verdict private.verdict := private.judge(m, operation_status);
  written private.written;
begin
  written.event := private.event_of(clock, private.sealed(m), verdict);
  clock.version := coalesce((written.event).version, clock.version);
  clock.seq := (written.event).seq;
  clock.head_hash := (written.event).hash;
  written.clock := clock;
  written.history := verdict.history;
  written.changes := verdict.changes || private.history_changes(verdict.history);
  written.hidden := verdict.hidden;
  written.field := verdict.field;
  written.gives_up := m.gives_up;
  return written;
end
$$;

create or replace function private.record_late_letter(author uuid, entry jsonb) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  m private.mutation := private.read_mutation(entry);
  clock public.operation_clocks;
  known public.events;
  written private.written;
begin
  -- Who never belonged to the operation writes nothing into its log (rule W5).
  if not exists (
    select from public.members b
    where b.operation_id = m.operation_id and b.user_id = author
  ) then
    return private.answer(entry -> 'id', 'rejected', 'not_a_member');
  end if;
  select * into strict clock from public.operation_clocks c
  where c.operation_id = m.operation_id for update;
  select * into known from public.events e where e.id = m.id;
  if found then
    return private.first_answer(entry, known);
  end if;
  m.actor := author;
  m.received_at := clock_timestamp();
  written.event := private.event_of(clock, private.sealed(m), private.rejected('not_a_member'));
  written.gives_up := m.gives_up;
  clock.seq := (written.event).seq;
  clock.head_hash := (written.event).hash;
  perform private.write_down(clock, array[written]);
  return private.answer(entry -> 'id', 'rejected', 'not_a_member');
end
$$;

revoke all on all functions in schema private from public;
