-- The kinds person.create and person.update.

create function private.apply_person_create(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text;
  found_in uuid;
  fields jsonb;
  person public.people;
begin
  select p.operation_id into found_in from public.people p where p.id = m.entity_id;
  if found then
    return private.taken(found_in, m);
  end if;
  fault := case
    when m.payload ? 'deleted' then 'deleted'
    else private.fault_in_person(m.payload)
  end;
  if fault is not null then
    return private.invalid(fault);
  end if;
  fields := private.with_consent_time(
    private.without_blanks(m.payload), m.payload, m.happened_at
  );
  person := jsonb_populate_record(null::public.people, fields);
  person.operation_id := m.operation_id;
  fault := private.fault_in_found(person);
  if fault is not null then
    return private.invalid(fault);
  end if;
  insert into public.people (
    id, operation_id, given, father, grandfather, family, mother, kunya, also_known_as, sex,
    age_group, birth_year, languages, home_adm1_pcode, found_site_id, found_area_id,
    found_task_id, found_at, team_id, condition, group_id, photo_consent, share_consent,
    consent_at, expires_on, changed_at, version, created_at, updated_at
  ) values (
    m.entity_id, m.operation_id, person.given, person.father, person.grandfather, person.family,
    person.mother, person.kunya, coalesce(person.also_known_as, '{}'),
    coalesce(person.sex, 'unknown'), coalesce(person.age_group, 'unknown'), person.birth_year,
    coalesce(person.languages, '{}'), person.home_adm1_pcode, person.found_site_id,
    person.found_area_id, person.found_task_id, person.found_at, m.team_id,
    coalesce(person.condition, 'unknown'), person.group_id,
    coalesce(person.photo_consent, false), coalesce(person.share_consent, 'none'),
    person.consent_at, person.expires_on, m.happened_at, m.version, m.received_at, m.received_at
  );
  perform private.note_on_person(m, 'created', jsonb_build_object('new', fields));
  return private.applied('[]', true);
end
$$;
comment on function private.apply_person_create(private.mutation) is
  'Kind person.create: every field may be missing.';

create function private.fault_in_person_update(payload jsonb) returns text
language sql stable
as $$
  select coalesce(
    private.fault_in_changes(payload),
    private.fault_in_person(payload -> 'set'),
    private.fault_in_person(coalesce(payload -> 'base', '{}')),
    case
      when (payload -> 'set') ? 'found_site_id' and not (payload -> 'set') ? 'found_area_id'
        then 'found_area_id'
      when (payload -> 'set') ? 'found_area_id' and not (payload -> 'set') ? 'found_site_id'
        then 'found_site_id'
    end
  )
$$;
comment on function private.fault_in_person_update(jsonb) is
  'The field at fault in a person.update. A place is set whole: the site with the area, or with none.';

create function private.hide_history(m private.mutation, hidden boolean) returns void
language sql
as $$
  update public.person_events e
  set deleted_at = case when hidden then m.received_at end,
    version = m.version,
    updated_at = m.received_at
  where e.person_id = m.entity_id and (e.deleted_at is null) = hidden
$$;
comment on function private.hide_history(private.mutation, boolean) is
  'Rule N3: takes the history of a person away with the record, or brings it back.';

create function private.set_person_fields(
  m private.mutation, person public.people, fits jsonb, needs_review boolean
) returns void
language plpgsql
as $$
begin
  if fits ? 'deleted' then
    perform private.hide_history(m, (fits -> 'deleted')::boolean);
  end if;
  person := jsonb_populate_record(person, fits);
  update public.people p set
    given = person.given,
    father = person.father,
    grandfather = person.grandfather,
    family = person.family,
    mother = person.mother,
    kunya = person.kunya,
    also_known_as = person.also_known_as,
    sex = person.sex,
    age_group = person.age_group,
    birth_year = person.birth_year,
    languages = person.languages,
    home_adm1_pcode = person.home_adm1_pcode,
    found_site_id = person.found_site_id,
    found_area_id = person.found_area_id,
    found_task_id = person.found_task_id,
    found_at = person.found_at,
    condition = person.condition,
    group_id = person.group_id,
    photo_consent = person.photo_consent,
    share_consent = person.share_consent,
    consent_at = person.consent_at,
    expires_on = person.expires_on,
    deleted_at = private.deleted_at(fits, p.deleted_at, m.received_at),
    needs_review = set_person_fields.needs_review,
    changed_at = case when fits = '{}' then p.changed_at else m.happened_at end,
    version = m.version,
    updated_at = m.received_at
  where p.id = m.entity_id;
end
$$;
comment on function private.set_person_fields(private.mutation, public.people, jsonb, boolean) is
  'Writes fields that were found to fit, all of them.';

create function private.apply_person_update(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_person_update(m.payload);
  asked jsonb := m.payload -> 'set';
  person public.people;
  present jsonb;
  wanted jsonb;
  seen jsonb;
  split private.merge;
  decision record;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into person from public.people p where p.id = m.entity_id;
  if person.operation_id is distinct from m.operation_id then
    return private.missing(person.operation_id, m);
  end if;
  if asked ? 'deleted' and m.role <> 'admin' then
    return private.rejected('not_allowed', 'deleted');
  end if;
  present := to_jsonb(person) || jsonb_build_object('deleted', person.deleted_at is not null);
  wanted := private.without_blanks(asked);
  seen := private.without_blanks(coalesce(m.payload -> 'base', '{}'));
  split := private.split_changes(
    m, to_jsonb(person), person.version,
    to_jsonb(jsonb_populate_record(null::public.people, wanted)),
    to_jsonb(jsonb_populate_record(null::public.people, seen))
  );
  if person.deleted_at is not null and wanted -> 'deleted' is distinct from 'false' then
    return private.conflict_on_person(m, 'row_deleted', jsonb_build_object(
      'wanted', wanted, 'seen', seen, 'present', jsonb_build_object('deleted', true)
    ));
  end if;
  if split.clashes <> '{}' then
    return private.conflict_on_person(m, 'fields_changed', jsonb_build_object(
      'wanted', wanted, 'seen', seen, 'present', private.picked(present, wanted)
    ));
  end if;

  split.fits := private.with_consent_time(split.fits, asked, m.happened_at);
  if split.fits ?| array['found_site_id', 'found_area_id', 'found_task_id'] then
    fault := private.fault_in_found(jsonb_populate_record(person, split.fits));
    if fault is not null then
      return private.invalid(fault);
    end if;
  end if;
  decision := private.decide_person_conflicts(m, person);
  if split.fits = '{}' and not decision.decided then
    return private.applied();
  end if;
  perform private.set_person_fields(m, person, split.fits, decision.needs_review);
  perform private.note_on_person(m, 'updated', jsonb_build_object(
    'old', private.picked(present, split.fits), 'new', split.fits
  ));
  return private.applied('[]', true);
end
$$;
comment on function private.apply_person_update(private.mutation) is
  'Kind person.update, rule N1: all fields that were asked for, or a conflict and none of them.';

revoke all on all functions in schema private from public;
