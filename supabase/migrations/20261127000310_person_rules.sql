-- What the mutations of people have in common: reading their fields, the history, conflicts.

create function private.are_languages(value jsonb) returns boolean
language plpgsql stable parallel safe
as $$
begin
  return jsonb_typeof(value) = 'array' and jsonb_array_length(value) <= 20
    and not exists (
      select from jsonb_array_elements(value) e
      where jsonb_typeof(e) <> 'string' or (e #>> '{}') !~ '^[a-z]{2,3}$'
    );
end
$$;
comment on function private.are_languages(jsonb) is 'A list of at most 20 codes of ISO 639.';

create function private.fault_in_person(fields jsonb) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
begin
  for key, value in select * from jsonb_each(fields) loop
    if not (case key
      when 'given' then private.is_text(value, 200)
      when 'father' then private.is_text(value, 200)
      when 'grandfather' then private.is_text(value, 200)
      when 'family' then private.is_text(value, 200)
      when 'mother' then private.is_text(value, 200)
      when 'kunya' then private.is_text(value, 200)
      when 'also_known_as' then private.is_texts(value, 20)
      when 'sex' then private.is_one_of(value, 'person_sex')
      when 'age_group' then private.is_one_of(value, 'person_age_group')
      when 'birth_year' then value = 'null' or private.is_whole(value, 1900, 2100)
      when 'languages' then private.are_languages(value)
      when 'home_adm1_pcode' then value = 'null'
        or (jsonb_typeof(value) = 'string' and (value #>> '{}') ~ '^[A-Z]{2}[0-9]{2}$')
      when 'found_site_id' then private.is_uuid_or_null(value)
      when 'found_area_id' then private.is_uuid_or_null(value)
      when 'found_task_id' then private.is_uuid_or_null(value)
      when 'found_at' then value = 'null' or private.is_time(value)
      when 'condition' then private.is_one_of(value, 'person_condition')
      when 'group_id' then private.is_uuid_or_null(value)
      when 'photo_consent' then jsonb_typeof(value) = 'boolean'
      when 'share_consent' then private.is_one_of(value, 'share_scope')
      when 'consent_at' then value = 'null' or private.is_time(value)
      when 'expires_on' then value = 'null' or private.is_date(value)
      when 'deleted' then jsonb_typeof(value) = 'boolean'
      else false
    end) then
      return key;
    end if;
  end loop;
  return null;
end
$$;
comment on function private.fault_in_person(jsonb) is
  'The first of PersonFields that is not as it should be.';

create function private.fault_in_found(person public.people) returns text
language plpgsql stable
as $$
declare
  place record;
begin
  if person.found_area_id is not null and person.found_site_id is null then
    return 'found_site_id';
  end if;
  place := private.fault_in_place(
    person.operation_id, person.found_site_id, person.found_area_id
  );
  return case
    when place.fault is not null then 'found_' || place.fault
    when person.found_task_id is not null and not exists (
      select from public.tasks t
      where t.id = person.found_task_id and t.operation_id = person.operation_id
    ) then 'found_task_id'
  end;
end
$$;
comment on function private.fault_in_found(public.people) is
  'The field at fault when a person was found at what is not a site, area or task of the operation.';

create function private.with_consent_time(fields jsonb, asked jsonb, at timestamptz)
returns jsonb
language sql stable
as $$
  select case
    when fields ? 'share_consent' and not asked ? 'consent_at'
      then fields || jsonb_build_object('consent_at', at)
    else fields
  end
$$;
comment on function private.with_consent_time(jsonb, jsonb, timestamptz) is
  'A consent that is given or taken back has a time: that of the record, unless another was asked for.';

create function private.note_on_person(
  m private.mutation, kind text, detail jsonb, reason text default null
) returns void
language plpgsql
as $$
begin
  insert into public.person_events (
    id, operation_id, person_id, kind, reason, actor_id, actor_role, actor_team_id, detail,
    device_at, received_at, version, created_at, updated_at, deleted_at
  ) values (
    m.id, m.operation_id, m.entity_id, note_on_person.kind, note_on_person.reason, m.actor,
    m.role, m.team_id, note_on_person.detail, coalesce(m.device_at, m.received_at),
    m.received_at, m.version, m.received_at, m.received_at,
    (
      select case when p.deleted_at is not null then m.received_at end
      from public.people p where p.id = m.entity_id
    )
  );
end
$$;
comment on function private.note_on_person(private.mutation, text, jsonb, text) is
  'Adds a mutation to the history of the person that it is about; hidden while the record is taken away (rule N3).';

create function private.conflict_on_person(m private.mutation, reason text, detail jsonb)
returns private.verdict
language plpgsql
as $$
begin
  update public.people p
  set needs_review = true, version = m.version, updated_at = m.received_at
  where p.id = m.entity_id;
  perform private.note_on_person(m, 'conflict', detail, reason);
  return row('conflict', reason, null, '[]', true, '{}')::private.verdict;
end
$$;
comment on function private.conflict_on_person(private.mutation, text, jsonb) is
  'Rule N1: the record stays as it is, asks for a decision, and its history has both sides.';

create function private.decide_person_conflicts(
  m private.mutation, person public.people, out needs_review boolean, out decided boolean
)
language plpgsql
as $$
begin
  update public.person_events e
  set resolved_by = m.id, version = m.version, updated_at = m.received_at
  where e.person_id = m.entity_id
    and e.kind = 'conflict'
    and e.resolved_by is null
    and e.id in (
      select r::uuid from jsonb_array_elements_text(coalesce(m.payload -> 'resolves', '[]')) r
    );
  decided := found;
  needs_review := case
    when decided then exists (
      select from public.person_events e
      where e.person_id = m.entity_id
        and e.kind = 'conflict'
        and e.resolved_by is null
    )
    else person.needs_review
  end;
end
$$;
comment on function private.decide_person_conflicts(private.mutation, public.people) is
  'Rule C6 for people: marks the conflicts that this mutation resolves, and says whether any is left.';

revoke all on all functions in schema private from public;
