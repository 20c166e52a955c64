-- What an observer may know of tracing: how many.

create function private.tracing_counts(operation uuid) returns jsonb
language plpgsql stable security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  answer jsonb;
begin
  perform private.must_be_member(operation);
  with requests as (
    select r.status, r.needs_review from public.tracing_requests r
    where r.operation_id = operation and r.deleted_at is null
  ), claims as (
    select c.status, c.person_id from public.tracing_claims c
    where c.operation_id = operation and c.deleted_at is null
  )
  select jsonb_build_object(
    'as_of', to_jsonb(now() at time zone 'UTC') #>> '{}' || 'Z',
    'requests', (select count(*) from requests),
    'needs_review', (select count(*) from requests where needs_review),
    'by_status', (
      select jsonb_object_agg(k.word, (select count(*) from requests r where r.status = k.word))
      from unnest(private.words('tracing_status')) k (word)
    ),
    'claims_by_status', (
      select jsonb_object_agg(k.word, (select count(*) from claims c where c.status = k.word))
      from unnest(private.words('claim_status')) k (word)
    )
  ) into answer;
  return answer;
end
$$;
comment on function private.tracing_counts(uuid) is 'Behind public.tracing_counts.';

create function public.tracing_counts(operation uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select private.tracing_counts(operation)
$$;
comment on function public.tracing_counts(uuid) is
  'For every member: {as_of, requests, needs_review, by_status, claims_by_status}, numbers without ids. Small numbers are in it: it is not to leave the organisation as it is. Raises 42501 not_a_member.';

revoke all on all functions in schema private from public;
grant execute on function private.tracing_counts(uuid) to authenticated;
revoke all on function public.tracing_counts(uuid) from public, anon, authenticated, service_role;
grant execute on function public.tracing_counts(uuid) to authenticated;
