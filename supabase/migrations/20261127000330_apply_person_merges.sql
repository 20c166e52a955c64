-- The kinds person.merge and person.unmerge: two records of one person. Rule N2.

create function private.fault_in_person_merge(m private.mutation) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_uuid(m.payload -> 'into'), false) then 'into'
    when (m.payload ->> 'into')::uuid = m.entity_id then 'into'
    when not coalesce(private.is_texts(m.payload -> 'reasons', 20), false) then 'reasons'
    when not private.is_uuids(m.payload -> 'resolves', 100) then 'resolves'
    else private.unknown_key(m.payload, 'into', 'reasons', 'resolves')
  end
$$;
comment on function private.fault_in_person_merge(private.mutation) is
  'The field at fault in a person.merge.';

create function private.set_merged_into(
  m private.mutation, person public.people, kind text, target uuid, words jsonb
) returns private.verdict
language plpgsql
as $$
declare
  decision record := private.decide_person_conflicts(m, person);
  changes boolean := person.merged_into is distinct from target;
begin
  if not changes and not decision.decided then
    return private.applied();
  end if;
  update public.people p set
    merged_into = target,
    needs_review = decision.needs_review,
    changed_at = case when changes then m.happened_at else p.changed_at end,
    version = m.version,
    updated_at = m.received_at
  where p.id = m.entity_id;
  perform private.note_on_person(m, kind, words || jsonb_build_object(
    'old', jsonb_build_object('merged_into', person.merged_into),
    'new', jsonb_build_object('merged_into', target)
  ));
  return private.applied('[]', true);
end
$$;
comment on function private.set_merged_into(private.mutation, public.people, text, uuid, jsonb) is
  'Lets a record stand for another, or for itself again. Nothing else of it changes, so that it can be undone.';

create function private.apply_person_merge(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_person_merge(m);
  person public.people;
  other public.people;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into person from public.people p where p.id = m.entity_id;
  if person.operation_id is distinct from m.operation_id then
    return private.missing(person.operation_id, m);
  end if;
  select * into other from public.people p where p.id = (m.payload ->> 'into')::uuid;
  if other.operation_id is distinct from m.operation_id then
    return private.invalid('into');
  end if;
  if person.deleted_at is not null or other.deleted_at is not null then
    return private.conflict_on_person(m, 'row_deleted', jsonb_build_object(
      'wanted', jsonb_build_object('merged_into', other.id),
      'seen', '{}'::jsonb,
      'present', jsonb_build_object(
        'merged_into', person.merged_into, 'deleted', person.deleted_at is not null
      ),
      'reasons', m.payload -> 'reasons'
    ));
  end if;
  -- Two who merged the same pair alike agree.
  if person.merged_into is distinct from other.id
    and (person.merged_into is not null or other.merged_into is not null) then
    return private.rejected('already_merged');
  end if;
  return private.set_merged_into(
    m, person, 'merged', other.id, jsonb_build_object('reasons', m.payload -> 'reasons')
  );
end
$$;
comment on function private.apply_person_merge(private.mutation) is
  'Kind person.merge. Both records stand for themselves before it: so merges never run in a circle.';

create function private.fault_in_person_unmerge(payload jsonb) returns text
language sql stable
as $$
  select case
    when not coalesce(private.is_text(payload -> 'reason', 200), true) then 'reason'
    when not private.is_uuid_or_null(payload -> 'from') then 'from'
    when not private.is_uuids(payload -> 'resolves', 100) then 'resolves'
    else private.unknown_key(payload, 'reason', 'from', 'resolves')
  end
$$;
comment on function private.fault_in_person_unmerge(jsonb) is
  'The field at fault in a person.unmerge.';

create function private.apply_person_unmerge(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_person_unmerge(m.payload);
  why text := private.text_of(m.payload -> 'reason');
  seen uuid;
  person public.people;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  if why is null then
    return private.rejected('reason_required', 'reason');
  end if;
  select * into person from public.people p where p.id = m.entity_id;
  if person.operation_id is distinct from m.operation_id then
    return private.missing(person.operation_id, m);
  end if;
  seen := case when m.payload ? 'from' then (m.payload ->> 'from')::uuid else person.merged_into end;
  if person.deleted_at is not null
    or person.merged_into is not null and person.merged_into is distinct from seen then
    return private.conflict_on_person(
      m,
      case when person.deleted_at is null then 'fields_changed' else 'row_deleted' end,
      jsonb_build_object(
        'wanted', jsonb_build_object('merged_into', null),
        'seen', jsonb_build_object('merged_into', seen),
        'present', jsonb_build_object(
          'merged_into', person.merged_into, 'deleted', person.deleted_at is not null
        ),
        'reason', why
      )
    );
  end if;
  return private.set_merged_into(
    m, person, 'unmerged', null, jsonb_build_object('reason', why)
  );
end
$$;
comment on function private.apply_person_unmerge(private.mutation) is
  'Kind person.unmerge: takes back the merge that its author saw, with a reason.';

revoke all on all functions in schema private from public;
