-- What erasing does to rows. A row stays as a tombstone with nothing in it, so that every phone hears
-- that it has to go.

create function private.records_merged_into(person uuid) returns uuid[]
language sql stable
set search_path = ''
as $$
  with recursive down as (
    select person as id
    union
    select p.id from public.people p join down on p.merged_into = down.id
  )
  select array_agg(down.id) from down
$$;
comment on function private.records_merged_into(uuid) is
  'A record and those that it stands for: they are of the same person, and are erased together.';

create function private.empty_people(m private.mutation, gone uuid[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.people p set
    given = null, father = null, grandfather = null, family = null, mother = null, kunya = null,
    also_known_as = '{}', sex = 'unknown', age_group = 'unknown', birth_year = null,
    languages = '{}', home_adm1_pcode = null, found_site_id = null, found_area_id = null,
    found_task_id = null, found_at = null, team_id = null, condition = 'unknown',
    group_id = null, photo_consent = false, share_consent = 'none', consent_at = null,
    expires_on = null, merged_into = null, needs_review = false, changed_at = m.happened_at,
    deleted_at = m.received_at, version = m.version, updated_at = m.received_at
  where p.id = any (gone);
  update public.person_events e set
    detail = '{}',
    resolved_by = case when e.kind = 'conflict' then coalesce(e.resolved_by, m.id) end,
    deleted_at = m.received_at, version = m.version, updated_at = m.received_at
  where e.person_id = any (gone);
  -- Why another record was taken for the same person, or was not any more.
  update public.person_events e set
    detail = e.detail - 'reasons' - 'reason', version = m.version, updated_at = m.received_at
  where e.id in (select s.event_id from private.sealed_payloads s where s.about && gone)
    and not e.person_id = any (gone) and e.detail ?| array['reasons', 'reason'];
end
$$;
comment on function private.empty_people(private.mutation, uuid[]) is
  'Rule X2: leaves of people''s records and their history what a phone needs to drop them.';

create function private.let_go_of_care(m private.mutation, gone uuid[]) returns void
language sql
set search_path = ''
as $$
  update public.care_cases c
  set person_id = null, version = m.version, updated_at = m.received_at
  where c.operation_id = m.operation_id and c.person_id = any (gone);
  update public.care_events e set
    person_id = case when not e.person_id = any (gone) then e.person_id end,
    before_person_id = case when not e.before_person_id = any (gone) then e.before_person_id end,
    version = m.version, updated_at = m.received_at
  where e.operation_id = m.operation_id
    and (e.person_id = any (gone) or e.before_person_id = any (gone))
$$;
comment on function private.let_go_of_care(private.mutation, uuid[]) is
  'Rule X2: care goes on, of nobody by name.';
-- Found by the person alone.
create index care_cases_by_person on public.care_cases (person_id) where person_id is not null;
create index care_events_by_person on public.care_events (person_id) where person_id is not null;
create index care_events_by_person_before on public.care_events (before_person_id)
  where before_person_id is not null;

create function private.empty_claims(m private.mutation, gone uuid[]) returns void
language plpgsql
set search_path = ''
as $$
declare
  lost uuid[] := array(
    select c.id from public.tracing_claims c
    where c.request_id = any (gone) or c.person_id = any (gone)
  );
  handed_over uuid[] := array(
    select c.request_id from public.tracing_claims c
    where c.id = any (lost) and c.status = 'confirmed'
  );
  -- Requests that stay, which said something of whom they sought; a conflict needs no claim.
  staying uuid[] := array(
    select c.request_id from public.tracing_claims c where c.id = any (lost)
    union
    select e.request_id from public.tracing_events e
    where e.person_id = any (gone)
      and e.id in (select s.event_id from private.sealed_payloads s where s.about && gone)
    except
    select e.id from private.erased e where e.entity = 'tracing_requests'
    except
    select unnest(gone)
  );
begin
  update public.tracing_claims c set
    status = case when private.claim_stands(c.status) then 'rejected' else c.status end,
    confirmed_first_by = case when c.status = 'reversed' then c.confirmed_first_by end,
    confirmed_first_at = case when c.status = 'reversed' then c.confirmed_first_at end,
    confirmed_second_by = case when c.status = 'reversed' then c.confirmed_second_by end,
    confirmed_second_at = case when c.status = 'reversed' then c.confirmed_second_at end,
    status_reason = null, reasons = '{}',
    deleted_at = m.received_at, version = m.version, updated_at = m.received_at
  where c.id = any (lost);
  update public.tracing_events e set
    detail = '{}',
    resolved_by = case when e.kind = 'conflict' then coalesce(e.resolved_by, m.id) end,
    deleted_at = m.received_at, version = m.version, updated_at = m.received_at
  where e.request_id = any (gone)
    or e.request_id = any (staying) and (e.claim_id = any (lost) or e.person_id = any (gone));
  update public.tracing_requests r set
    status = now_at.status,
    status_at = case when now_at.status = r.status then r.status_at else m.happened_at end,
    status_reason = case when private.tracing_has_ended(r.status) then r.status_reason end,
    needs_review = r.needs_review and exists (
      select from public.tracing_events e
      where e.request_id = r.id and e.kind = 'conflict' and e.resolved_by is null
    ),
    version = m.version, updated_at = m.received_at
  from (
    select s.id, case
      -- They had found each other: nobody looks any more.
      when s.status = 'handed_over' and s.id = any (handed_over) then 'closed'
      when s.status = 'reversed' or private.tracing_has_ended(s.status) then s.status
      else private.tracing_status_by_claims(s.id)
    end as status
    from public.tracing_requests s where s.id = any (staying)
  ) now_at
  where r.id = now_at.id;
  -- Rule F2: what a closed request still claimed goes with its closing.
  update public.tracing_claims c set
    status = 'rejected', status_at = m.happened_at, status_reason = null,
    confirmed_first_by = null, confirmed_first_at = null,
    version = m.version, updated_at = m.received_at
  from public.tracing_requests r
  where r.id = any (staying) and r.status = 'closed'
    and c.request_id = r.id and private.claim_is_open(c.status);
end
$$;
comment on function private.empty_claims(private.mutation, uuid[]) is
  'Rule X2: the claims on people, or of requests, that are erased go with them; a request that stays stands where its other claims put it.';

create or replace function private.hide_tracing(m private.mutation, hidden boolean) returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.tracing_claims c
  set deleted_at = case when hidden then m.received_at end,
    version = m.version, updated_at = m.received_at
  where c.request_id = m.entity_id and (c.deleted_at is null) = hidden
    and (hidden or not exists (select from private.erased g where g.id = c.person_id));
  update public.tracing_events e
  set deleted_at = case when hidden then m.received_at end,
    version = m.version, updated_at = m.received_at
  where e.request_id = m.entity_id and (e.deleted_at is null) = hidden
    and (hidden or not exists (select from private.erased g where g.id = e.person_id));
end
$$;
comment on function private.hide_tracing(private.mutation, boolean) is
  'Rule F6: takes claims and history away with their request, or brings them back, but for what went with whom was erased.';

create function private.empty_request(m private.mutation) returns void
language sql
set search_path = ''
as $$
  update public.tracing_requests r set
    given = null, father = null, grandfather = null, family = null, mother = null, kunya = null,
    also_known_as = '{}', sex = 'unknown', age_group = 'unknown', birth_year = null,
    home_adm1_pcode = null, last_site_id = null, seeker_name = null,
    seeker_relation = 'unknown', seeker_contact = null, share_consent = 'none',
    consent_at = null, expires_at = null, source_record_id = null, team_id = null,
    status = 'withdrawn', status_at = m.happened_at, status_reason = null,
    needs_review = false, changed_at = m.happened_at, deleted_at = m.received_at,
    version = m.version, updated_at = m.received_at
  where r.id = m.entity_id
$$;
comment on function private.empty_request(private.mutation) is
  'Rule X2: leaves of a tracing request what a phone needs to drop it.';

create function private.erase(m private.mutation, entity text, reason text) returns uuid[]
language plpgsql
set search_path = ''
as $$
declare
  gone uuid[] := case entity
    when 'people' then private.records_merged_into(m.entity_id)
    else array[m.entity_id]
  end;
begin
  if entity = 'people' then
    perform private.empty_people(m, gone);
    perform private.let_go_of_care(m, gone);
  else
    perform private.empty_request(m);
  end if;
  perform private.empty_claims(m, gone);
  delete from private.sealed_payloads s where s.about && gone;
  insert into private.erased (id, operation_id, entity, reason, erased_at, event_id)
  select g.id, m.operation_id, erase.entity, erase.reason, m.received_at, m.id
  from unnest(gone) g (id)
  on conflict (id) do update set event_id = excluded.event_id;
  return gone;
end
$$;
comment on function private.erase(private.mutation, text, text) is
  'Rule X2: erases the record that a mutation is about, and those that it stands for; answers the ids of all. The caller holds the clock, and writes the event.';

revoke all on all functions in schema private from public;
