-- The lives of a tracing request and of a claim, as src/lib/domain/people/tracing-transitions.ts has
-- them. tests/db/tracing-transitions.test.ts holds the two equal.

create function private.tracing_transitions()
returns table (from_status text, to_status text, needs_reason boolean)
language sql immutable parallel safe
as $$
  values
    ('open', 'candidate_proposed', false),
    ('open', 'closed', true),
    ('open', 'withdrawn', true),
    ('open', 'expired', false),
    ('candidate_proposed', 'open', false),
    ('candidate_proposed', 'matched_pending', false),
    ('candidate_proposed', 'closed', true),
    ('candidate_proposed', 'withdrawn', true),
    ('candidate_proposed', 'expired', false),
    ('matched_pending', 'open', false),
    ('matched_pending', 'candidate_proposed', false),
    ('matched_pending', 'handed_over', false),
    ('matched_pending', 'closed', true),
    ('matched_pending', 'withdrawn', true),
    ('handed_over', 'reversed', true),
    ('handed_over', 'closed', false),
    ('reversed', 'open', false),
    ('reversed', 'candidate_proposed', false),
    ('reversed', 'matched_pending', false),
    ('reversed', 'closed', true),
    ('reversed', 'withdrawn', true),
    ('closed', 'open', true),
    ('closed', 'reversed', true),
    ('expired', 'open', true)
$$;
comment on function private.tracing_transitions() is
  'The steps of a request. Those between open and reversed follow from its claims; to close, withdraw, expire and reopen are steps of their own.';

create function private.claim_transitions()
returns table (from_status text, to_status text, needs_reason boolean)
language sql immutable parallel safe
as $$
  values
    ('proposed', 'held', false),
    ('proposed', 'confirmed_once', false),
    ('proposed', 'rejected', true),
    ('held', 'proposed', false),
    ('held', 'rejected', true),
    ('confirmed_once', 'confirmed', false),
    ('confirmed_once', 'proposed', true),
    ('confirmed_once', 'rejected', true),
    ('confirmed', 'reversed', true),
    ('rejected', 'proposed', true),
    ('reversed', 'proposed', true)
$$;
comment on function private.claim_transitions() is
  'The steps of a claim: a hand-over takes two confirmations and can be reversed.';

create function private.tracing_has_ended(status text) returns boolean
language sql immutable parallel safe
as $$
  select status in ('closed', 'withdrawn', 'expired')
$$;
comment on function private.tracing_has_ended(text) is 'Whether nobody looks any more.';

create function private.claim_is_open(status text) returns boolean
language sql immutable parallel safe
as $$
  select status in ('proposed', 'held', 'confirmed_once')
$$;
comment on function private.claim_is_open(text) is 'Whether a claim is not decided.';

create function private.claim_stands(status text) returns boolean
language sql immutable parallel safe
as $$
  select status in ('proposed', 'held', 'confirmed_once', 'confirmed')
$$;
comment on function private.claim_stands(text) is
  'Claims on one person of which at most one can be true.';

create function private.tracing_status_by_claims(request uuid) returns text
language sql stable
as $$
  select case
    when bool_or(c.status = 'confirmed') then 'handed_over'
    when bool_or(c.status = 'confirmed_once') then 'matched_pending'
    when bool_or(private.claim_is_open(c.status)) then 'candidate_proposed'
    else 'open'
  end
  from public.tracing_claims c where c.request_id = request
$$;
comment on function private.tracing_status_by_claims(uuid) is
  'How far a request has come by its claims alone.';

create function private.tracing_status_after(request public.tracing_requests, step text)
returns text
language plpgsql stable
as $$
declare
  by_claims text := private.tracing_status_by_claims(request.id);
begin
  return case
    when step = 'reversed' then 'reversed'
    -- A reversal stays in sight until somebody takes the search up again.
    when request.status = 'reversed' and step <> 'proposed'
      and by_claims not in ('matched_pending', 'handed_over') then 'reversed'
    else by_claims
  end;
end
$$;
comment on function private.tracing_status_after(public.tracing_requests, text) is
  'The status that a step of one of its claims leaves a request in.';

revoke all on all functions in schema private from public;
