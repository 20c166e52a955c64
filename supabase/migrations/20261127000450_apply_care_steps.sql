-- The kinds care.step and care.link: a case from door to door, and who the person is.

create function private.is_facility_of(operation uuid, site uuid) returns boolean
language sql stable
as $$
  select exists (
    select from public.sites s
    where s.id = site and s.operation_id = operation and s.deleted_at is null
      and s.kind in ('hospital', 'clinic')
  )
$$;
comment on function private.is_facility_of(uuid, uuid) is
  'Whether this is a hospital or clinic of the operation.';

create function private.brought_by(care uuid) returns uuid
language sql stable
as $$
  select e.actor_id from public.care_events e
  where e.case_id = care and e.kind = 'step' and e.outcome = 'applied'
    and e.to_status = 'in_transport'
  order by e.version desc limit 1
$$;
comment on function private.brought_by(uuid) is 'The account that last set out with the person.';

create function private.fault_in_step(payload jsonb) returns text
language plpgsql stable
as $$
begin
  return case
    when not coalesce(private.is_one_of(payload -> 'from', 'handoff_status'), false) then 'from'
    when not coalesce(private.is_one_of(payload -> 'to', 'handoff_status'), false) then 'to'
    when not private.is_text(payload -> 'reason', 500) then 'reason'
    when not private.is_uuid_or_null(payload -> 'facility_id') then 'facility_id'
    when not private.is_uuids(payload -> 'resolves', 100) then 'resolves'
    else private.unknown_key(payload, 'from', 'to', 'reason', 'facility_id', 'resolves')
  end;
end
$$;
comment on function private.fault_in_step(jsonb) is 'The field at fault in a care.step.';

create function private.decide_care_conflicts(
  m private.mutation, care public.care_cases, out needs_review boolean, out decided int
)
language plpgsql
as $$
begin
  needs_review := care.needs_review;
  decided := 0;
  if not (m.payload ? 'resolves') or jsonb_array_length(m.payload -> 'resolves') = 0 then
    return;
  end if;
  update public.care_events e
  set resolved_at = m.received_at, version = m.version, updated_at = m.received_at
  where e.case_id = care.id
    and e.outcome = 'conflict'
    and e.resolved_at is null
    and e.id in (select r::uuid from jsonb_array_elements_text(m.payload -> 'resolves') r);
  get diagnostics decided = row_count;
  if decided > 0 then
    needs_review := exists (
      select from public.care_events e
      where e.case_id = care.id and e.outcome = 'conflict' and e.resolved_at is null
    );
  end if;
end
$$;
comment on function private.decide_care_conflicts(private.mutation, public.care_cases) is
  'Rule C6 for care: marks the conflicts that this mutation resolves, and says whether any is left.';

create function private.conflict_on_care(
  m private.mutation, care public.care_cases, event public.care_events, reason text
) returns private.verdict
language plpgsql
as $$
begin
  event.conflict_reason := reason;
  event.before_status := care.handoff;
  event.before_facility_id := care.facility_id;
  event.before_person_id := care.person_id;
  perform private.write_care_event(m, care, event);
  update public.care_cases c
  set needs_review = true, version = m.version, updated_at = m.received_at
  where c.id = care.id;
  return private.hidden_conflict(reason);
end
$$;
comment on function private.conflict_on_care(private.mutation, public.care_cases, public.care_events, text) is
  'Rule C1 for care: the case stays as it is, asks for a decision, and its history has both sides.';

create function private.step_refusal(
  m private.mutation, care public.care_cases, said public.care_events
) returns private.verdict
language plpgsql stable
as $$
declare
  step record;
begin
  if said.from_status = said.to_status then
    -- No step: it keeps things as they are, to decide a conflict.
    return null;
  end if;
  select * into step from public.handoff_steps() s
  where s.from_status = said.from_status and s.to_status = said.to_status;
  return case
    when not found then private.rejected('transition_not_allowed')
    when step.said_by = 'facility' and m.role <> 'medic' then private.rejected('not_allowed')
    when step.said_by = 'facility' and said.from_status <> 'received'
      and m.actor = private.brought_by(care.id) then private.rejected('own_work')
    when step.needs_reason and said.reason is null
      then private.rejected('reason_required', 'reason')
    when step.facility is not null and said.facility_id is null
      then private.invalid('facility_id')
    when step.facility is not null
      and not private.is_facility_of(m.operation_id, said.facility_id)
      then private.invalid('facility_id')
    when step.facility = 'another' and care.handoff = said.from_status
      and care.facility_id = said.facility_id then private.invalid('facility_id')
  end;
end
$$;
comment on function private.step_refusal(private.mutation, public.care_cases, public.care_events) is
  'Rules M2 and M3: why the step that the author saw before them is refused, whatever has become of the case; null when it may be taken.';

create function private.names_facility(said public.care_events) returns boolean
language sql stable
as $$
  select coalesce((
    select s.facility is not null from public.handoff_steps() s
    where s.from_status = said.from_status and s.to_status = said.to_status
  ), false)
$$;
comment on function private.names_facility(public.care_events) is
  'Whether the facility of a step is where the case is to go. Otherwise it is the one that its author saw.';

create function private.apply_care_step(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_step(m.payload);
  care public.care_cases;
  said public.care_events;
  refusal private.verdict;
  elsewhere boolean;
  review boolean;
  decided int;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into care from public.care_cases c where c.id = m.entity_id;
  if care.operation_id is distinct from m.operation_id then
    return private.missing(care.operation_id, m);
  end if;
  if not private.may_care(m, care.team_id) then
    return private.rejected('not_allowed');
  end if;
  said.kind := 'step';
  said.from_status := m.payload ->> 'from';
  said.to_status := m.payload ->> 'to';
  said.reason := private.text_of(m.payload -> 'reason');
  said.facility_id := (m.payload ->> 'facility_id')::uuid;
  refusal := private.step_refusal(m, care, said);
  if refusal.outcome is not null then
    return refusal;
  end if;

  elsewhere := said.facility_id is not null and said.facility_id is distinct from care.facility_id;
  if care.deleted_at is not null then
    return private.conflict_on_care(m, care, said, 'row_deleted');
  elsif care.handoff <> said.to_status and care.handoff <> said.from_status then
    return private.conflict_on_care(m, care, said, 'status_changed');
  elsif elsewhere and (care.handoff = said.to_status or not private.names_facility(said)) then
    return private.conflict_on_care(m, care, said, 'fields_changed');
  end if;

  select d.needs_review, d.decided into review, decided
  from private.decide_care_conflicts(m, care) d;
  if care.handoff = said.to_status and decided = 0 then
    return private.applied();
  end if;
  said.before_status := care.handoff;
  said.before_facility_id := care.facility_id;
  perform private.write_care_event(m, care, said);
  update public.care_cases c set
    handoff = said.to_status,
    handoff_at = case when c.handoff = said.to_status then c.handoff_at else m.received_at end,
    handoff_happened_at = case when c.handoff = said.to_status then c.handoff_happened_at
      else m.happened_at end,
    handoff_reason = case when c.handoff = said.to_status then c.handoff_reason
      else said.reason end,
    facility_id = coalesce(said.facility_id, c.facility_id),
    needs_review = review,
    version = m.version,
    updated_at = m.received_at
  where c.id = care.id;
  return private.applied('[]', true);
end
$$;
comment on function private.apply_care_step(private.mutation) is
  'Kind care.step, rules M1, M2 and M3.';

create function private.apply_care_link(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := case
    when not m.payload ? 'person_id' or not private.is_uuid_or_null(m.payload -> 'person_id')
      then 'person_id'
    when not private.is_uuid_or_null(m.payload -> 'from_person_id') then 'from_person_id'
    when not private.is_uuids(m.payload -> 'resolves', 100) then 'resolves'
    else private.unknown_key(m.payload, 'person_id', 'from_person_id', 'resolves')
  end;
  seen uuid;
  care public.care_cases;
  said public.care_events;
  review boolean;
  decided int;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into care from public.care_cases c where c.id = m.entity_id;
  if care.operation_id is distinct from m.operation_id then
    return private.missing(care.operation_id, m);
  end if;
  if not private.may_care(m, care.team_id) then
    return private.rejected('not_allowed');
  end if;
  said.kind := 'link';
  said.person_id := (m.payload ->> 'person_id')::uuid;
  seen := (m.payload ->> 'from_person_id')::uuid;
  if care.deleted_at is not null then
    return private.conflict_on_care(m, care, said, 'row_deleted');
  elsif care.person_id is distinct from said.person_id and care.person_id is distinct from seen then
    return private.conflict_on_care(m, care, said, 'fields_changed');
  end if;
  select d.needs_review, d.decided into review, decided
  from private.decide_care_conflicts(m, care) d;
  if care.person_id is not distinct from said.person_id and decided = 0 then
    return private.applied();
  end if;
  said.before_person_id := care.person_id;
  perform private.write_care_event(m, care, said);
  update public.care_cases c set
    person_id = said.person_id,
    needs_review = review,
    version = m.version,
    updated_at = m.received_at
  where c.id = care.id;
  return private.applied('[]', true);
end
$$;
comment on function private.apply_care_link(private.mutation) is
  'Kind care.link, rule M3: who a person is never changes by itself; null takes a wrong link back.';

revoke all on all functions in schema private from public;
