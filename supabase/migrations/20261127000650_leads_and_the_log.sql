-- What was said of a lead is kept out of the log as a clinical record is: whoever reads the log, or
-- their own part of it years later in another role, finds a hash there.

create function private.is_sealed(kind text, row_id uuid, payload jsonb) returns boolean
language sql stable
as $$
  select private.is_clinical(kind)
    or private.is_of_a_lead(kind, row_id, payload)
$$;
comment on function private.is_sealed(text, uuid, jsonb) is
  'Whether a payload of this kind about this row is kept out of the log.';

create or replace function private.sealed(m private.mutation) returns private.mutation
language plpgsql
set search_path = ''
as $$
declare
  discarded boolean := m.kind = 'record.discard'
    and jsonb_typeof(m.payload) = 'object'
    -- No row is asked for: of what was discarded it is not sure that there ever was one.
    and coalesce(private.is_sealed(m.payload ->> 'kind', null, m.payload -> 'payload'), false);
  salt uuid;
  payload jsonb := m.payload;
begin
  if not (discarded or private.is_sealed(m.kind, m.entity_id, m.payload)) then
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

revoke all on all functions in schema private from public;
