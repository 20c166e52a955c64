-- The kinds tracing.claim and tracing.claim_step.

create function private.fault_in_claim(payload jsonb) returns text
language plpgsql stable
as $$
begin
  return case
    when not coalesce(private.is_uuid(payload -> 'request_id'), false) then 'request_id'
    when not coalesce(private.is_uuid(payload -> 'person_id'), false) then 'person_id'
    when not coalesce(private.is_texts(payload -> 'reasons', 20), true) then 'reasons'
    when not private.is_uuids(payload -> 'resolves', 100) then 'resolves'
    else private.unknown_key(payload, 'request_id', 'person_id', 'reasons', 'resolves')
  end;
end
$$;
comment on function private.fault_in_claim(jsonb) is 'The field at fault in a tracing.claim.';

create function private.request_waits(request public.tracing_requests) returns boolean
language sql stable
as $$
  select not private.tracing_has_ended(request.status) and not exists (
    select from public.tracing_claims c
    where c.request_id = request.id and c.status = 'confirmed'
  )
$$;
comment on function private.request_waits(public.tracing_requests) is
  'Whether a claim of this request may go forward: it has not ended, and nobody was handed over to it.';

create function private.apply_tracing_claim(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_claim(m.payload);
  asked_reasons jsonb := coalesce(m.payload -> 'reasons', '[]');
  request public.tracing_requests;
  person public.people;
  claim public.tracing_claims;
  event public.tracing_events;
  decision record;
  against text;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into request from public.tracing_requests r
  where r.id = (m.payload ->> 'request_id')::uuid;
  if request.operation_id is distinct from m.operation_id then
    return private.invalid('request_id');
  end if;
  select * into person from public.people p where p.id = (m.payload ->> 'person_id')::uuid;
  if person.operation_id is distinct from m.operation_id then
    return private.invalid('person_id');
  end if;
  select * into claim from public.tracing_claims c
  where c.id = m.entity_id or c.request_id = request.id and c.person_id = person.id
  order by c.id = m.entity_id desc limit 1;
  if found and (claim.id, claim.request_id, claim.person_id)
    is distinct from (m.entity_id, request.id, person.id) then
    return private.taken(claim.operation_id, m);
  end if;

  event.request_id := request.id;
  event.claim_id := m.entity_id;
  event.person_id := person.id;
  against := case
    when request.deleted_at is not null or person.deleted_at is not null then 'row_deleted'
    -- Two who propose the same agree, unless somebody has decided against it since.
    when claim.id is not null and private.claim_stands(claim.status) then null
    when claim.id is not null or not private.request_waits(request) then 'status_changed'
  end;
  if against is not null then
    return private.conflict_on_tracing(m, event, against, jsonb_build_object(
      'wanted', jsonb_build_object('claim', 'proposed'),
      'seen', '{}'::jsonb,
      'present', jsonb_build_object('status', request.status, 'claim', claim.status),
      'reasons', asked_reasons
    ));
  end if;
  decision := private.decide_tracing_conflicts(m, request);
  if claim.id is not null and not decision.decided then
    return private.applied();
  end if;
  if claim.id is null then
    insert into public.tracing_claims (
      id, operation_id, request_id, person_id, status_at, reasons, proposed_by, version,
      created_at, updated_at
    ) values (
      m.entity_id, m.operation_id, request.id, person.id, m.happened_at,
      array(select jsonb_array_elements_text(asked_reasons)), m.actor, m.version,
      m.received_at, m.received_at
    );
  end if;
  perform private.move_request(
    m, request,
    case when claim.id is null then private.tracing_status_after(request, 'proposed')
      else request.status end,
    null, decision.needs_review
  );
  event.kind := 'claimed';
  perform private.note_on_tracing(m, event, jsonb_build_object(
    'new', jsonb_build_object('claim', coalesce(claim.status, 'proposed')),
    'reasons', asked_reasons
  ));
  return private.applied('[]', true);
end
$$;
comment on function private.apply_tracing_claim(private.mutation) is
  'Kind tracing.claim, rule F1: that a person is the one whom a request looks for. Also of somebody who was handed over: that is how a wrong hand-over comes to light.';

create function private.claim_step_conflict(
  m private.mutation, claim public.tracing_claims, request public.tracing_requests
) returns text
language plpgsql stable
as $$
declare
  wanted text := m.payload ->> 'to';
begin
  return case
    when claim.deleted_at is not null then 'row_deleted'
    when claim.status <> m.payload ->> 'from' then 'status_changed'
    when wanted = 'rejected' and not private.may_reject_claim(m, claim) then 'contested'
    when wanted in ('rejected', 'reversed', 'held') then null
    when not private.request_waits(request) then 'status_changed'
    when wanted = 'confirmed' and private.claim_rivals(claim) <> '{}' then 'contested'
  end;
end
$$;
comment on function private.claim_step_conflict(private.mutation, public.tracing_claims, public.tracing_requests) is
  'Rules F3 and F5: why a step of a claim no longer fits; null when it does.';

create function private.move_claim(m private.mutation, claim public.tracing_claims) returns void
language plpgsql
as $$
declare
  wanted text := m.payload ->> 'to';
begin
  claim.confirmed_first_by := case
    when wanted = 'confirmed_once' then m.actor
    when wanted in ('confirmed', 'reversed') then claim.confirmed_first_by
  end;
  claim.confirmed_first_at := case
    when wanted = 'confirmed_once' then m.happened_at
    when wanted in ('confirmed', 'reversed') then claim.confirmed_first_at
  end;
  claim.confirmed_second_by := case
    when wanted = 'confirmed' then m.actor
    when wanted = 'reversed' then claim.confirmed_second_by
  end;
  claim.confirmed_second_at := case
    when wanted = 'confirmed' then m.happened_at
    when wanted = 'reversed' then claim.confirmed_second_at
  end;
  update public.tracing_claims c set
    status = wanted,
    status_at = m.happened_at,
    status_reason = private.text_of(m.payload -> 'reason'),
    confirmed_first_by = claim.confirmed_first_by,
    confirmed_first_at = claim.confirmed_first_at,
    confirmed_second_by = claim.confirmed_second_by,
    confirmed_second_at = claim.confirmed_second_at,
    version = m.version,
    updated_at = m.received_at
  where c.id = claim.id;
end
$$;
comment on function private.move_claim(private.mutation, public.tracing_claims) is
  'Takes a step that was found to fit, with the accounts that have confirmed by then.';

create function private.agrees_with_claim(m private.mutation, claim public.tracing_claims)
returns boolean
language sql stable
as $$
  select claim.deleted_at is null and claim.status = m.payload ->> 'to'
    -- Two first confirmations are not one: the other account has to be asked again.
    and (claim.status <> 'confirmed_once' or claim.confirmed_first_by = m.actor)
$$;
comment on function private.agrees_with_claim(private.mutation, public.tracing_claims) is
  'Rule F5: whether the claim already stands where its author wanted it.';

create function private.apply_tracing_claim_step(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_tracing_step(m.payload, 'claim_status');
  why text := private.text_of(m.payload -> 'reason');
  wanted text := m.payload ->> 'to';
  claim public.tracing_claims;
  request public.tracing_requests;
  event public.tracing_events;
  step record;
  against text;
  decision record;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into claim from public.tracing_claims c where c.id = m.entity_id;
  if claim.operation_id is distinct from m.operation_id then
    return private.missing(claim.operation_id, m);
  end if;
  select * into step from private.claim_transitions() t
  where t.from_status = m.payload ->> 'from' and t.to_status = wanted;
  if not found then
    return private.rejected('transition_not_allowed');
  elsif step.needs_reason and why is null then
    return private.rejected('reason_required', 'reason');
  elsif wanted = 'confirmed' and claim.status = 'confirmed_once'
    and claim.confirmed_first_by = m.actor then
    return private.rejected('same_account');
  end if;
  select * into request from public.tracing_requests r where r.id = claim.request_id;
  event.request_id := request.id;
  event.claim_id := claim.id;
  event.person_id := claim.person_id;
  against := case when not private.agrees_with_claim(m, claim)
    then private.claim_step_conflict(m, claim, request) end;
  if against is not null then
    return private.conflict_on_tracing(m, event, against, jsonb_strip_nulls(jsonb_build_object(
      'wanted', jsonb_build_object('claim', wanted),
      'seen', jsonb_build_object('claim', m.payload ->> 'from'),
      'present', jsonb_build_object('claim', claim.status, 'status', request.status),
      'rivals', case when against = 'contested' then to_jsonb(private.claim_rivals(claim)) end
    )));
  end if;

  decision := private.decide_tracing_conflicts(m, request);
  if claim.status = wanted and not decision.decided then
    return private.applied();
  end if;
  if claim.status <> wanted then
    perform private.move_claim(m, claim);
  end if;
  perform private.move_request(
    m, request,
    case when claim.status = wanted then request.status
      else private.tracing_status_after(request, wanted) end,
    case when wanted = 'reversed' then why end, decision.needs_review
  );
  event.kind := 'claim_step';
  perform private.note_on_tracing(m, event, jsonb_build_object(
    'old', jsonb_build_object('claim', claim.status),
    'new', jsonb_build_object('claim', wanted)
  ));
  return private.applied('[]', true);
end
$$;
comment on function private.apply_tracing_claim_step(private.mutation) is
  'Kind tracing.claim_step, rules F3 and F5: a hand-over takes two confirmations of different accounts, and can be reversed with a reason.';

revoke all on all functions in schema private from public;
