-- What an observer may know of people: how many.

create function private.people_counts(operation uuid) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  if operation is null or operation not in (select private.my_operations()) then
    raise exception 'not_a_member' using errcode = '42501';
  end if;
  return (
    with counted as (
      select p.sex::text, p.age_group::text, p.condition::text, count(*) as people
      from public.people p
      where p.operation_id = operation and p.deleted_at is null and p.merged_into is null
      group by 1, 2, 3
    ),
    cells as (
      select s.sex, jsonb_object_agg(a.age_group, (
        select coalesce(sum(c.people), 0) from counted c
        where c.sex = s.sex and c.age_group = a.age_group
      )) as by_age_group
      from unnest(private.words('person_sex')) s (sex)
      cross join unnest(private.words('person_age_group')) a (age_group)
      group by s.sex
    )
    select jsonb_build_object(
      'total', (select coalesce(sum(c.people), 0) from counted c),
      'by_sex_and_age_group', (select jsonb_object_agg(sex, by_age_group) from cells),
      'by_condition', (
        select jsonb_object_agg(w.condition, (
          select coalesce(sum(c.people), 0) from counted c where c.condition = w.condition
        ))
        from unnest(private.words('person_condition')) w (condition)
      )
    )
  );
end
$$;
comment on function private.people_counts(uuid) is 'Behind public.people_counts.';

create function public.people_counts(operation uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select private.people_counts(operation)
$$;
comment on function public.people_counts(uuid) is
  'How many people an operation knows of, each counted once: {total, by_sex_and_age_group: {sex: {age group: number}}, by_condition: {condition: number}}. For every member, observers too: raises 42501 not_a_member for anyone else. Small numbers are in it: it is not to leave the organisation as it is.';

revoke all on all functions in schema private from public;
grant execute on function private.people_counts(uuid) to authenticated;
revoke all on function public.people_counts(uuid) from public, anon, authenticated, service_role;
grant execute on function public.people_counts(uuid) to authenticated;
