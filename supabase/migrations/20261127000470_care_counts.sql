-- What everyone may know of care: numbers, never a case. Observers and admins have nothing else.

create function private.must_be_member(operation uuid) returns void
language plpgsql stable
as $$
begin
  if operation is null or operation not in (select private.my_operations()) then
    raise exception 'not_a_member' using errcode = '42501';
  end if;
end
$$;
comment on function private.must_be_member(uuid) is
  'Raises 42501 not_a_member for whoever is no active member of the operation.';

create function private.care_counts(operation uuid) returns jsonb
language plpgsql stable security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  answer jsonb;
begin
  perform private.must_be_member(operation);
  with cases as (
    select c.category, c.handoff, c.needs_review,
      c.handoff_at + make_interval(mins => coalesce(
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
comment on function private.care_counts(uuid) is 'Behind public.care_counts.';

create function public.care_counts(operation uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select private.care_counts(operation)
$$;
comment on function public.care_counts(uuid) is
  'For every member: {as_of, cases, needs_review, by_category, by_handoff, overdue}, numbers of cases without ids. `by_category` has "none" for those that nobody has triaged; `overdue` those that have waited beyond the limit. Small numbers are not suppressed: that is for what leaves the organisation. Raises 42501 not_a_member.';

-- The daily report of the minimum data set of the WHO's Emergency Medical Teams (2017), as far as
-- these cases can tell. Covered: the number of new cases; outcomes by admission, referral, discharge
-- and death, the dead before and after a facility received them apart.
-- Not covered, and answered as such rather than as zero: sex, age and pregnancy (until cases are
-- linked to people); the health events by diagnosis (trauma by part, infectious diseases,
-- emergencies, other key diseases), for signs are no diagnosis; procedures; follow-up after
-- discharge and discharge against advice; the relation to the event; protection; the needs and
-- risks of the community; the team's own details.
create function private.emt_daily(operation uuid, day date) returns jsonb
language plpgsql stable security definer
set search_path = '' set timezone = 'UTC'
as $$
declare
  zone text;
  answer jsonb;
begin
  perform private.must_be_member(operation);
  select coalesce(o.settings ->> 'time_zone', 'Asia/Damascus') into zone
  from public.operations o where o.id = operation;
  with steps as (
    select e.case_id, e.from_status, e.to_status, e.version
    from public.care_events e
    join public.care_cases c on c.id = e.case_id
    where e.operation_id = emt_daily.operation and c.deleted_at is null
      and e.outcome = 'applied' and e.from_status is distinct from e.to_status
      and (e.happened_at at time zone zone)::date = day
  ), opened as (
    select coalesce((
      select t.category::text from public.triage_entries t
      where t.case_id = s.case_id order by t.version limit 1
    ), 'none') as category
    from steps s where s.from_status is null and s.to_status is not null
  ), outcomes as (
    select s.from_status, s.to_status
    from steps s
    -- What was taken back later, on whatever day, was no outcome.
    where not exists (
      select from public.care_events b
      where b.case_id = s.case_id and b.outcome = 'applied' and b.version > s.version
        and b.from_status = s.to_status and b.to_status = 'triaged'
    )
  )
  select jsonb_build_object(
    'day', day,
    'time_zone', zone,
    'as_of', to_jsonb(now() at time zone 'UTC') #>> '{}' || 'Z',
    'new_cases', (select count(*) from opened),
    'new_cases_by_category', (
      select jsonb_object_agg(
        k.word, (select count(*) from opened o where o.category = k.word)
      )
      from unnest(private.words('triage_category') || 'none'::text) k (word)
    ),
    'new_cases_by_sex_and_age', jsonb_build_object('unknown', (select count(*) from opened)),
    'outcomes', (
      select jsonb_build_object(
        'admitted', count(*) filter (where to_status = 'received'),
        'referred', count(*) filter (
          where from_status = 'received' and to_status = 'transport_requested'
        ),
        'discharged', count(*) filter (where to_status = 'discharged'),
        'left', count(*) filter (where to_status = 'left'),
        'died_before_receipt', count(*) filter (
          where to_status = 'died' and from_status <> 'received'
        ),
        'died_in_facility', count(*) filter (
          where to_status = 'died' and from_status = 'received'
        )
      )
      from outcomes
    ),
    'not_covered', jsonb_build_array(
      'sex_and_age', 'pregnancy', 'health_events', 'procedures', 'follow_up',
      'discharged_against_advice', 'relation_to_event', 'protection', 'community_needs',
      'team_details'
    )
  ) into answer;
  return answer;
end
$$;
comment on function private.emt_daily(uuid, date) is 'Behind public.emt_daily.';

create function public.emt_daily(operation uuid, day date) returns jsonb
language sql stable
set search_path = ''
as $$
  select private.emt_daily(operation, day)
$$;
comment on function public.emt_daily(uuid, date) is
  'For every member: {day, time_zone, as_of, new_cases, new_cases_by_category, new_cases_by_sex_and_age, outcomes, not_covered}: what the daily report of the WHO EMT minimum data set asks and these cases can tell, of a day in the operation''s time zone by the phones'' clocks. What comes in late changes a day that is past. `not_covered` names what is not answered. Raises 42501 not_a_member.';

revoke all on all functions in schema private from public;
grant execute on function private.care_counts(uuid) to authenticated;
grant execute on function private.emt_daily(uuid, date) to authenticated;
revoke all on function public.care_counts(uuid), public.emt_daily(uuid, date)
  from public, anon, authenticated, service_role;
grant execute on function public.care_counts(uuid), public.emt_daily(uuid, date) to authenticated;
