-- What the mutations of tracing have in common: reading their fields, the history, conflicts, and who
-- is whose rival. docs/sync-spec.md, section "Tracing".

create function private.fault_in_tracing(fields jsonb) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
begin
  for key, value in select * from jsonb_each(fields) loop
    if not (case key
      when 'given' then private.is_text(value, 200)
      when 'father' then private.is_text(value, 200)
      when 'grandfather' then private.is_text(value, 200)
      when 'family' then private.is_text(value, 200)
      when 'mother' then private.is_text(value, 200)
      when 'kunya' then private.is_text(value, 200)
      when 'also_known_as' then private.is_texts(value, 20)
      when 'sex' then private.is_one_of(value, 'person_sex')
      when 'age_group' then private.is_one_of(value, 'person_age_group')
      when 'birth_year' then value = 'null' or private.is_whole(value, 1900, 2100)
      when 'home_adm1_pcode' then value = 'null'
        or (jsonb_typeof(value) = 'string' and (value #>> '{}') ~ '^[A-Z]{2}[0-9]{2}$')
      when 'last_site_id' then private.is_uuid_or_null(value)
      when 'seeker_name' then private.is_text(value, 200)
      when 'seeker_relation' then private.is_one_of(value, 'seeker_relation')
      when 'seeker_contact' then private.is_text(value, 200)
      when 'share_consent' then private.is_one_of(value, 'share_scope')
      when 'consent_at' then value = 'null' or private.is_time(value)
      when 'expires_at' then value = 'null' or private.is_time(value)
      when 'source_record_id' then private.is_text(value, 500)
      when 'deleted' then jsonb_typeof(value) = 'boolean'
      else false
    end) then
      return key;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.fault_in_tracing(jsonb) is
  'The first of TracingFields that is not as it should be.';

create function private.note_on_tracing(
  m private.mutation, event public.tracing_events, detail jsonb
) returns void
language plpgsql
as $$
begin
  event.id := m.id;
  event.operation_id := m.operation_id;
  event.actor_id := m.actor;
  event.actor_role := m.role;
  event.actor_team_id := m.team_id;
  event.detail := jsonb_strip_nulls(jsonb_build_object('why', private.text_of(m.payload -> 'reason')))
    || detail;
  event.device_at := coalesce(m.device_at, m.received_at);
  event.received_at := m.received_at;
  event.version := m.version;
  event.created_at := m.received_at;
  event.updated_at := m.received_at;
  event.deleted_at := (
    select case when r.deleted_at is not null then m.received_at end
    from public.tracing_requests r where r.id = event.request_id
  );
  insert into public.tracing_events values (event.*);
end
$$;
comment on function private.note_on_tracing(private.mutation, public.tracing_events, jsonb) is
  'Adds a mutation to the history of the request that it is about; `event` says which, and of which sort.';

create function private.conflict_on_tracing(
  m private.mutation, event public.tracing_events, reason text, detail jsonb
) returns private.verdict
language plpgsql
as $$
begin
  update public.tracing_requests r
  set needs_review = true, version = m.version, updated_at = m.received_at
  where r.id = event.request_id;
  event.kind := 'conflict';
  event.reason := reason;
  perform private.note_on_tracing(m, event, detail);
  return row('conflict', reason, null, '[]', true, '{}')::private.verdict;
end
$$;
comment on function private.conflict_on_tracing(private.mutation, public.tracing_events, text, jsonb) is
  'Rule F5: everything stays as it is, the request asks for a decision, and its history has both sides.';

create function private.decide_tracing_conflicts(
  m private.mutation, request public.tracing_requests, out needs_review boolean, out decided boolean
)
language plpgsql
as $$
begin
  update public.tracing_events e
  set resolved_by = m.id, version = m.version, updated_at = m.received_at
  where e.request_id = request.id
    and e.kind = 'conflict'
    and e.resolved_by is null
    and e.id in (
      select r::uuid from jsonb_array_elements_text(coalesce(m.payload -> 'resolves', '[]')) r
    );
  decided := found;
  needs_review := case
    when decided then exists (
      select from public.tracing_events e
      where e.request_id = request.id
        and e.kind = 'conflict'
        and e.resolved_by is null
    )
    else request.needs_review
  end;
end
$$;
comment on function private.decide_tracing_conflicts(private.mutation, public.tracing_requests) is
  'Rule C6 for tracing: marks the conflicts that this mutation resolves, and says whether any is left.';

create function private.records_of_person(person uuid) returns uuid[]
language sql stable
as $$
  with recursive up as (
    select p.id, p.merged_into from public.people p where p.id = person
    union
    select p.id, p.merged_into from public.people p join up on p.id = up.merged_into
  ), down as (
    select up.id from up where up.merged_into is null
    union
    select p.id from public.people p join down on p.merged_into = down.id
  )
  select coalesce(array_agg(down.id), '{}') from down
$$;
comment on function private.records_of_person(uuid) is
  'Rule F4: all records that stand for the same person as this one, itself among them.';

create function private.rivals_for_person(claim public.tracing_claims)
returns setof public.tracing_claims
language sql stable
as $$
  select o.* from public.tracing_claims o
  where o.person_id = any (private.records_of_person(claim.person_id))
    and o.id <> claim.id
    and o.deleted_at is null
    and private.claim_stands(o.status)
$$;
comment on function private.rivals_for_person(public.tracing_claims) is
  'The other claims that stand on the same person.';

create function private.claim_rivals(claim public.tracing_claims) returns uuid[]
language sql stable
as $$
  select coalesce(array_agg(r.id order by r.id), '{}') from (
    select o.id from private.rivals_for_person(claim) o
    union
    select o.id from public.tracing_claims o
    where o.request_id = claim.request_id
      and o.id <> claim.id
      and o.deleted_at is null
      and private.claim_stands(o.status)
      and o.confirmed_first_by is not null
  ) r
$$;
comment on function private.claim_rivals(public.tracing_claims) is
  'Rule F3: what keeps a claim from its second confirmation.';

create function private.may_reject_claim(m private.mutation, claim public.tracing_claims)
returns boolean
language sql stable
as $$
  select m.role = 'admin'
    or not exists (select from private.rivals_for_person(claim))
    or exists (
      select from private.rivals_for_person(claim) o
      where m.actor in (o.confirmed_first_by, o.confirmed_second_by)
    )
$$;
comment on function private.may_reject_claim(private.mutation, public.tracing_claims) is
  'Rule F3: among rivals an admin decides, or who has confirmed another of them.';

create function private.move_request(
  m private.mutation, request public.tracing_requests, status text, why text, needs_review boolean
) returns void
language sql
as $$
  update public.tracing_requests r set
    status = move_request.status,
    status_at = case when r.status = move_request.status then r.status_at else m.happened_at end,
    status_reason = case when r.status = move_request.status then r.status_reason else why end,
    needs_review = move_request.needs_review,
    version = m.version,
    updated_at = m.received_at
  where r.id = request.id
$$;
comment on function private.move_request(private.mutation, public.tracing_requests, text, text, boolean) is
  'Writes where a request stands.';

revoke all on all functions in schema private from public;
