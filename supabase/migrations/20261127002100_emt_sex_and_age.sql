-- The daily return by sex and age: since cases are linked to people (care.link), a new case has those
-- of its person, as the record stands when somebody asks.

create function private.standing_person(operation uuid, person uuid) returns public.people
language sql stable
as $$
  with recursive chain as (
    select p.id, p.merged_into from public.people p
    where p.id = person and p.operation_id = operation
    -- "union" and not "union all": a circle of merges would end too.
    union
    select p.id, p.merged_into
    from chain c join public.people p on p.id = c.merged_into and p.operation_id = operation
  )
  select p from public.people p
  where p.id = (select c.id from chain c where c.merged_into is null) and p.deleted_at is null
$$;
comment on function private.standing_person(uuid, uuid) is
  'The record that stands for this person after all merges; null where the operation has none, or it was taken away.';

create function private.emt_age(person public.people, day date) returns text
language sql immutable
as $$
  select case
    when age.most = 0 then 'under_1'
    when age.most between 2 and 4 then '1_to_4'
    when age.most between 6 and 17 then '5_to_17'
    when age.most between 19 and 64 then '18_to_64'
    when age.most >= 66 then '65_and_over'
    else case person.age_group::text
      when 'infant' then 'under_1'
      when 'child' then '1_to_17'
      when 'adolescent' then '5_to_17'
      when 'adult' then '18_to_64'
      when 'elderly' then '65_and_over'
      else 'unknown'
    end
  end
  from (select extract(year from day)::int - person.birth_year::int as most) age
$$;
comment on function private.emt_age(public.people, date) is
  'The age group of the WHO EMT minimum data set (under 1, 1 to 4, 5 to 17, 18 to 64, 65 and over). From the year of birth, where both ages that somebody of that year may have on that day are in one group; else from the group that was seen at the door, of which infant, adolescent, adult and elderly each lie in one of the standard''s, but a child in two: "1_to_17" is those two undivided. Unknown where neither is known.';

-- As before, of 20261127000470, but for the cases by sex and age; and what is not covered has the
-- standard's sections that were not named.
create or replace function private.emt_daily(operation uuid, day date) returns jsonb
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
    select e.case_id, e.from_status, e.to_status, e.version, c.person_id
    from public.care_events e
    join public.care_cases c on c.id = e.case_id
    where e.operation_id = emt_daily.operation and c.deleted_at is null
      and e.outcome = 'applied' and e.from_status is distinct from e.to_status
      and (e.happened_at at time zone zone)::date = day
  ), opened as (
    select
      coalesce((
        select t.category::text from public.triage_entries t
        where t.case_id = s.case_id order by t.version limit 1
      ), 'none') as category,
      coalesce(p.sex::text, 'unknown') as sex,
      case when p.id is null then 'unknown' else private.emt_age(p, day) end as age
    from steps s
    left join lateral (
      select f.* from private.standing_person(operation, s.person_id) f where f.id is not null
    ) p on true
    where s.from_status is null and s.to_status is not null
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
    'new_cases_by_sex_and_age', (
      select jsonb_object_agg(s.word, (
        select jsonb_object_agg(a.word, (
          select count(*) from opened o where o.sex = s.word and o.age = a.word
        ))
        from unnest(array[
          'under_1', '1_to_4', '5_to_17', '1_to_17', '18_to_64', '65_and_over', 'unknown'
        ]) a (word)
      ))
      from unnest(private.words('person_sex')) s (word)
    ),
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
      'pregnancy', 'health_events', 'procedures', 'follow_up', 'discharged_against_advice',
      'rehabilitation', 'relation_to_event', 'protection', 'immediate_reports',
      'community_needs', 'operational_constraints', 'team_details'
    )
  ) into answer;
  return answer;
end
$$;

comment on function public.emt_daily(uuid, date) is
  'For every member: {day, time_zone, as_of, new_cases, new_cases_by_category, new_cases_by_sex_and_age: {sex: {age group: number}}, outcomes, not_covered}: what the daily report of the WHO EMT minimum data set asks and these cases can tell, of a day in the operation''s time zone by the phones'' clocks. A case has the sex and age of the person it is linked to now, and "unknown" without one; the categories add up to the new cases, and so do sexes and ages. The standard''s age groups as private.emt_age has them; women who are pregnant are not told apart. What comes in late changes a day that is past. `not_covered` names what is not answered. Raises 42501 not_a_member.';

revoke all on all functions in schema private from public;
