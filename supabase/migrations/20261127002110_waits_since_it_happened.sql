-- Whoever waits has waited since it happened, and not since a phone came back into a network: a case
-- whose transport was asked for three hours ago is late when the server hears of it. What the phone
-- says is believed within private.happened_at's bounds alone, so that it is never after the receipt.

comment on column public.care_cases.handoff_at is 'When the server heard of the status.';
comment on column public.care_cases.handoff_happened_at is
  'When the phone says that it happened, never after the server heard of it: the age of the status, and what the time limits run from.';

create or replace function private.care_counts(operation uuid) returns jsonb
language plpgsql stable security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  answer jsonb;
begin
  perform private.must_be_member(operation);
  with cases as (
    select c.category, c.handoff, c.needs_review,
      c.handoff_happened_at + make_interval(mins => coalesce(
        (o.settings ->> (w.status || '_minutes'))::int, w.limit_minutes
      )) <= now() as overdue
    from public.care_cases c
    join public.operations o on o.id = c.operation_id
    left join public.handoff_waits() w on w.status = c.handoff
    where c.operation_id = operation and c.deleted_at is null
  )
  select jsonb_build_object(
    'as_of', to_jsonb(now() at time zone 'UTC') #>> '{}' || 'Z',
    'cases', (select count(*) from cases),
    'needs_review', (select count(*) from cases where needs_review),
    'by_category', (
      select jsonb_object_agg(
        k.word, (select count(*) from cases c where c.category = k.word)
      )
      from unnest(private.words('triage_category')) k (word)
    ) || jsonb_build_object('none', (select count(*) from cases where category is null)),
    'by_handoff', (
      select jsonb_object_agg(k.word, (select count(*) from cases c where c.handoff = k.word))
      from unnest(private.words('handoff_status')) k (word)
    ),
    'overdue', (
      select jsonb_object_agg(
        w.status, (select count(*) from cases c where c.handoff = w.status and c.overdue)
      )
      from public.handoff_waits() w
    )
  ) into answer;
  return answer;
end
$$;

revoke all on all functions in schema private from public;
