-- The kinds care.open, care.triage and care.observe. docs/sync-spec.md, section "Care".

create function private.may_care(m private.mutation, team uuid) returns boolean
language sql immutable parallel safe
as $$
  select m.role = 'medic' or coalesce(m.role = 'coordinator' and m.team_id = team, false)
$$;
comment on function private.may_care(private.mutation, uuid) is
  'Rule M1: medics care for everybody, coordinators for the cases of their own team.';

create function private.hidden_conflict(reason text) returns private.verdict
language sql stable parallel safe
as $$
  select row('conflict', reason, null, '[]', true, '{}')::private.verdict
$$;
comment on function private.hidden_conflict(text) is
  'No longer fits: kept, in rows that not every member may see.';

create function private.is_words(value jsonb, list text) returns boolean
language plpgsql stable parallel safe
as $$
begin
  return jsonb_typeof(value) = 'array' and jsonb_array_length(value) <= 100
    and not exists (
      select from jsonb_array_elements(value) e where not private.is_one_of(e, list)
    );
end
$$;
comment on function private.is_words(jsonb, text) is 'A list of words of a closed list.';

create function private.is_triage_path(value jsonb) returns boolean
language plpgsql stable parallel safe
as $$
begin
  return jsonb_typeof(value) = 'array' and jsonb_array_length(value) <= 20
    and not exists (
      select from jsonb_array_elements(value) e
      where not coalesce(
        jsonb_typeof(e) = 'object'
        and private.is_one_of(e -> 'question', 'triage_question')
        and private.is_one_of(e -> 'answer', 'triage_answer')
        and e - 'question' - 'answer' = '{}',
        false
      )
    );
end
$$;
comment on function private.is_triage_path(jsonb) is
  'Answers as src/lib/domain/care/triage.ts gives them. Whether they lead to the category is not checked: who looks at the person decides.';

create function private.fault_in_triage(fields jsonb) returns text
language plpgsql stable parallel safe
as $$
begin
  return case
    when not coalesce(private.is_one_of(fields -> 'method', 'triage_method'), false) then 'method'
    when not coalesce(private.is_one_of(fields -> 'category', 'triage_category'), false)
      -- Only a person can find somebody expectant, never a table.
      or fields ->> 'category' = 'expectant' and fields ->> 'method' <> 'direct' then 'category'
    when not private.is_triage_path(fields -> 'path')
      or fields ->> 'method' = 'direct' and jsonb_array_length(fields -> 'path') > 0 then 'path'
    else private.unknown_key(fields, 'category', 'method', 'path')
  end;
end
$$;
comment on function private.fault_in_triage(jsonb) is 'The field at fault in a care.triage.';

create function private.write_triage(m private.mutation, case_id uuid, fields jsonb) returns void
language sql
as $$
  insert into public.triage_entries (
    id, operation_id, case_id, category, method, path, triaged_at, actor_id, actor_team_id,
    version, created_at, updated_at
  ) values (
    m.id, m.operation_id, case_id, fields ->> 'category', fields ->> 'method',
    coalesce(fields -> 'path', '[]'), m.happened_at, m.actor, m.team_id,
    m.version, m.received_at, m.received_at
  )
$$;
comment on function private.write_triage(private.mutation, uuid, jsonb) is
  'One look at a person, with the id of its mutation.';

create function private.write_care_event(
  m private.mutation, care public.care_cases, event public.care_events
) returns void
language plpgsql
as $$
begin
  event.id := m.id;
  event.operation_id := m.operation_id;
  event.case_id := care.id;
  event.team_id := care.team_id;
  event.outcome := case when event.conflict_reason is null then 'applied' else 'conflict' end;
  event.actor_id := m.actor;
  event.actor_role := m.role;
  event.actor_team_id := m.team_id;
  event.happened_at := m.happened_at;
  event.received_at := m.received_at;
  event.version := m.version;
  event.created_at := m.received_at;
  event.updated_at := m.received_at;
  insert into public.care_events values (event.*);
end
$$;
comment on function private.write_care_event(private.mutation, public.care_cases, public.care_events) is
  'An entry for the history of a case, with its author and times; `event` has what was said.';

create function private.fault_in_opening(payload jsonb) returns text
language plpgsql stable
as $$
begin
  return case
    when not private.is_uuid_or_null(payload -> 'person_id') then 'person_id'
    when not private.is_uuid_or_null(payload -> 'site_id') then 'site_id'
    when not private.is_uuid_or_null(payload -> 'area_id') then 'area_id'
    when not private.is_uuid_or_null(payload -> 'task_id') then 'task_id'
    when payload ? 'triage' and jsonb_typeof(payload -> 'triage') <> 'object' then 'triage'
    else coalesce(
      'triage.' || case when payload ? 'triage'
        then private.fault_in_triage(payload -> 'triage') end,
      private.unknown_key(payload, 'person_id', 'site_id', 'area_id', 'task_id', 'triage')
    )
  end;
end
$$;
comment on function private.fault_in_opening(jsonb) is
  'The field at fault in a care.open; "triage.<name>" for one of the first look.';

create function private.apply_care_open(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_opening(m.payload);
  found_in uuid;
  place record;
  care public.care_cases;
  event public.care_events;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  -- A case of no team is nobody's but the medics'.
  if m.role <> 'medic' and m.team_id is null then
    return private.rejected('not_allowed');
  end if;
  select c.operation_id into found_in from public.care_cases c where c.id = m.entity_id;
  if found then
    return private.taken(found_in, m);
  end if;
  place := private.fault_in_place(
    m.operation_id, (m.payload ->> 'site_id')::uuid, (m.payload ->> 'area_id')::uuid
  );
  if place.fault is not null then
    return private.invalid(place.fault);
  end if;
  if m.payload ->> 'task_id' is not null then
    select t.operation_id into found_in from public.tasks t
    where t.id = (m.payload ->> 'task_id')::uuid;
    if found_in is distinct from m.operation_id then
      return private.invalid('task_id');
    end if;
  end if;
  insert into public.care_cases (
    id, operation_id, person_id, site_id, area_id, task_id, team_id, category, category_at,
    handoff, handoff_at, handoff_happened_at, version, created_at, updated_at
  ) values (
    m.entity_id, m.operation_id, (m.payload ->> 'person_id')::uuid, place.site,
    (m.payload ->> 'area_id')::uuid, (m.payload ->> 'task_id')::uuid, m.team_id,
    m.payload -> 'triage' ->> 'category', case when m.payload ? 'triage' then m.happened_at end,
    case when m.payload ? 'triage' then 'triaged' else 'registered' end,
    m.received_at, m.happened_at, m.version, m.received_at, m.received_at
  )
  returning * into care;
  if m.payload ? 'triage' then
    perform private.write_triage(m, care.id, m.payload -> 'triage');
  end if;
  event.kind := 'open';
  event.to_status := care.handoff;
  event.person_id := care.person_id;
  perform private.write_care_event(m, care, event);
  return private.applied('[]', true);
end
$$;
comment on function private.apply_care_open(private.mutation) is
  'Kind care.open: the case is held by its author''s team, for good.';

create function private.apply_care_triage(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_triage(m.payload);
  care public.care_cases;
  event public.care_events;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into care from public.care_cases c where c.id = m.entity_id;
  if care.operation_id is distinct from m.operation_id then
    return private.missing(care.operation_id, m);
  end if;
  if not private.may_care(m, care.team_id) then
    return private.rejected('not_allowed');
  end if;
  perform private.write_triage(m, care.id, m.payload);
  if care.handoff = 'registered' then
    event.kind := 'step';
    event.from_status := 'registered';
    event.to_status := 'triaged';
    event.before_status := 'registered';
    perform private.write_care_event(m, care, event);
  end if;
  update public.care_cases c set
    category = m.payload ->> 'category',
    category_at = m.happened_at,
    handoff = case when c.handoff = 'registered' then 'triaged' else c.handoff end,
    handoff_at = case when c.handoff = 'registered' then m.received_at else c.handoff_at end,
    handoff_happened_at = case when c.handoff = 'registered' then m.happened_at
      else c.handoff_happened_at end,
    version = m.version,
    updated_at = m.received_at
  where c.id = m.entity_id;
  return private.applied('[]', true);
end
$$;
comment on function private.apply_care_triage(private.mutation) is
  'Kind care.triage: additive (rule M4). The present category is that of the last look that came in.';

create function private.fault_in_observation(payload jsonb) returns text
language plpgsql stable
as $$
declare
  key text;
  value jsonb;
begin
  for key, value in select * from jsonb_each(payload) loop
    if not (case key
      when 'signs' then private.is_words(value, 'care_sign')
      when 'needs' then private.is_words(value, 'care_need')
      when 'weight_kg' then value = 'null' or private.is_number(value, 0.3, 400)
      when 'height_cm' then value = 'null' or private.is_number(value, 20, 260)
      when 'breaths_per_min' then value = 'null' or private.is_whole(value, 0, 150)
      when 'pulse_per_min' then value = 'null' or private.is_whole(value, 0, 350)
      when 'weight_loss_percent' then value = 'null' or private.is_number(value, 0, 90)
      when 'days_of_little_intake' then value = 'null' or private.is_whole(value, 0, 365)
      when 'low_electrolytes' then jsonb_typeof(value) in ('null', 'boolean')
      when 'alcohol_or_drugs' then jsonb_typeof(value) in ('null', 'boolean')
      when 'note' then private.is_text(value, 500)
      else false
    end) then
      return key;
    end if;
  end loop;
  -- Nothing was observed.
  return case when jsonb_strip_nulls(private.without_blanks(payload)) - 'signs' - 'needs' = '{}'
    and coalesce(jsonb_array_length(payload -> 'signs'), 0) = 0
    and coalesce(jsonb_array_length(payload -> 'needs'), 0) = 0 then 'signs' end;
end
$$;
comment on function private.fault_in_observation(jsonb) is
  'The field at fault in a care.observe; `signs` where nothing was observed at all.';

create function private.apply_care_observe(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_observation(m.payload);
  found_in uuid;
  seen public.care_observations;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select c.operation_id into found_in from public.care_cases c where c.id = m.entity_id;
  if found_in is distinct from m.operation_id then
    return private.missing(found_in, m);
  end if;
  seen := jsonb_populate_record(
    null::public.care_observations, '{"signs": [], "needs": []}' || m.payload
  );
  seen.id := m.id;
  seen.operation_id := m.operation_id;
  seen.case_id := m.entity_id;
  seen.note := private.text_of(m.payload -> 'note');
  seen.observed_at := m.happened_at;
  seen.actor_id := m.actor;
  seen.actor_team_id := m.team_id;
  seen.version := m.version;
  seen.created_at := m.received_at;
  seen.updated_at := m.received_at;
  insert into public.care_observations values (seen.*);
  return private.applied('[]', true);
end
$$;
comment on function private.apply_care_observe(private.mutation) is
  'Kind care.observe: additive (rule M4), for medics.';

revoke all on all functions in schema private from public;
