-- The kind tracing.step: a request is ended, or taken up again.

create function private.fault_in_tracing_step(payload jsonb, list text) returns text
language plpgsql stable
as $$
begin
  return case
    when not coalesce(private.is_one_of(payload -> 'from', list), false) then 'from'
    when not coalesce(private.is_one_of(payload -> 'to', list), false) then 'to'
    when not coalesce(private.is_text(payload -> 'reason', 500), true) then 'reason'
    when not private.is_uuids(payload -> 'resolves', 100) then 'resolves'
    else private.unknown_key(payload, 'from', 'to', 'reason', 'resolves')
  end;
end
$$;
comment on function private.fault_in_tracing_step(jsonb, text) is
  'The field at fault in a tracing.step or tracing.claim_step; `list` has the statuses.';

create function private.request_step_refusal(
  m private.mutation, request public.tracing_requests
) returns private.verdict
language plpgsql stable
as $$
declare
  seen text := m.payload ->> 'from';
  wanted text := m.payload ->> 'to';
  step record;
begin
  select * into step from private.tracing_transitions() t
  where t.from_status = seen and t.to_status = wanted;
  return case
    when not found
      or wanted not in ('closed', 'withdrawn', 'expired', 'open')
      or wanted = 'open' and not (seen = 'reversed' or private.tracing_has_ended(seen))
      -- Only time lets a request expire.
      or wanted = 'expired' and coalesce(request.expires_at > m.received_at, true)
      -- A hand-over is reversed first.
      or wanted = 'open' and exists (
        select from public.tracing_claims c
        where c.request_id = request.id and c.status = 'confirmed'
      ) then private.rejected('transition_not_allowed')
    when step.needs_reason and private.text_of(m.payload -> 'reason') is null
      then private.rejected('reason_required', 'reason')
  end;
end
$$;
comment on function private.request_step_refusal(private.mutation, public.tracing_requests) is
  'Rule F2: why a step of a request is refused whatever has become of it; null when it may be taken.';

create function private.apply_tracing_step(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_tracing_step(m.payload, 'tracing_status');
  why text := private.text_of(m.payload -> 'reason');
  wanted text := m.payload ->> 'to';
  request public.tracing_requests;
  event public.tracing_events;
  refusal private.verdict;
  decision record;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into request from public.tracing_requests r where r.id = m.entity_id;
  if request.operation_id is distinct from m.operation_id then
    return private.missing(request.operation_id, m);
  end if;
  refusal := private.request_step_refusal(m, request);
  if refusal.outcome is not null then
    return refusal;
  end if;
  event.request_id := request.id;
  if request.deleted_at is not null or request.status not in (m.payload ->> 'from', wanted) then
    return private.conflict_on_tracing(
      m, event,
      case when request.deleted_at is null then 'status_changed' else 'row_deleted' end,
      jsonb_build_object(
        'wanted', jsonb_build_object('status', wanted),
        'seen', jsonb_build_object('status', m.payload ->> 'from'),
        'present', jsonb_build_object('status', request.status)
      )
    );
  end if;
  decision := private.decide_tracing_conflicts(m, request);
  if request.status = wanted and not decision.decided then
    return private.applied();
  end if;
  if wanted <> 'open' and request.status <> wanted then
    -- What the request still claimed goes with it: nobody stays contested by who no longer asks.
    update public.tracing_claims c set
      status = 'rejected',
      status_at = m.happened_at,
      status_reason = why,
      confirmed_first_by = null,
      confirmed_first_at = null,
      version = m.version,
      updated_at = m.received_at
    where c.request_id = request.id and private.claim_is_open(c.status);
  end if;
  perform private.move_request(m, request, case
    when wanted = 'open' and request.status <> 'open'
      then private.tracing_status_by_claims(request.id)
    else wanted
  end, why, decision.needs_review);
  event.kind := 'step';
  perform private.note_on_tracing(m, event, jsonb_build_object(
    'old', jsonb_build_object('status', request.status),
    'new', jsonb_build_object('status', wanted)
  ));
  return private.applied('[]', true);
end
$$;
comment on function private.apply_tracing_step(private.mutation) is
  'Kind tracing.step, rule F2: closed, withdrawn, expired or taken up again.';

revoke all on all functions in schema private from public;
