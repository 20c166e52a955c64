-- A hand-over took place, whatever becomes of its request: also while the request is taken away, a
-- second one of the same person is contested. It used to fail without a reason that says so, and
-- such a record was sent again and again.

create or replace function private.rivals_for_person(claim public.tracing_claims)
returns setof public.tracing_claims
language sql stable
as $$
  select o.* from public.tracing_claims o
  where o.person_id = any (private.records_of_person(claim.person_id))
    and o.id <> claim.id
    and (o.deleted_at is null or o.status = 'confirmed')
    and private.claim_stands(o.status)
$$;

revoke all on all functions in schema private from public;
