-- The kinds tracing.request and tracing.update.

create function private.fault_in_last_site(request public.tracing_requests) returns text
language sql stable
as $$
  select case
    when request.last_site_id is not null
      and not private.is_site_of(request.operation_id, request.last_site_id) then 'last_site_id'
  end
$$;
comment on function private.fault_in_last_site(public.tracing_requests) is
  'The field at fault when somebody was last known at what is not a site of the operation.';

create function private.apply_tracing_request(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text;
  found_in uuid;
  fields jsonb;
  request public.tracing_requests;
  event public.tracing_events;
begin
  select r.operation_id into found_in from public.tracing_requests r where r.id = m.entity_id;
  if found then
    return private.taken(found_in, m);
  end if;
  fault := case
    when m.payload ? 'deleted' then 'deleted'
    else private.fault_in_tracing(m.payload)
  end;
  if fault is not null then
    return private.invalid(fault);
  end if;
  fields := private.with_consent_time(
    private.without_blanks(m.payload), m.payload, m.happened_at
  );
  request := jsonb_populate_record(null::public.tracing_requests, fields);
  request.operation_id := m.operation_id;
  fault := private.fault_in_last_site(request);
  if fault is not null then
    return private.invalid(fault);
  end if;
  insert into public.tracing_requests (
    id, operation_id, given, father, grandfather, family, mother, kunya, also_known_as, sex,
    age_group, birth_year, home_adm1_pcode, last_site_id, seeker_name, seeker_relation,
    seeker_contact, share_consent, consent_at, expires_at, source_record_id, team_id, status_at,
    changed_at, version, created_at, updated_at
  ) values (
    m.entity_id, m.operation_id, request.given, request.father, request.grandfather,
    request.family, request.mother, request.kunya, coalesce(request.also_known_as, '{}'),
    coalesce(request.sex, 'unknown'), coalesce(request.age_group, 'unknown'), request.birth_year,
    request.home_adm1_pcode, request.last_site_id, request.seeker_name,
    coalesce(request.seeker_relation, 'unknown'), request.seeker_contact,
    coalesce(request.share_consent, 'none'), request.consent_at, request.expires_at,
    request.source_record_id, m.team_id, m.happened_at, m.happened_at, m.version, m.received_at,
    m.received_at
  );
  event.request_id := m.entity_id;
  event.kind := 'requested';
  perform private.note_on_tracing(m, event, jsonb_build_object('new', fields));
  return private.applied('[]', true);
end
$$;
comment on function private.apply_tracing_request(private.mutation) is
  'Kind tracing.request: every field may be missing.';

create function private.fault_in_tracing_update(payload jsonb) returns text
language sql stable
as $$
  select coalesce(
    private.fault_in_changes(payload),
    private.fault_in_tracing(payload -> 'set'),
    private.fault_in_tracing(coalesce(payload -> 'base', '{}')),
    case when (payload -> 'set') ? 'source_record_id' then 'source_record_id' end
  )
$$;
comment on function private.fault_in_tracing_update(jsonb) is
  'The field at fault in a tracing.update.';

create function private.hide_tracing(m private.mutation, hidden boolean) returns void
language plpgsql
as $$
begin
  update public.tracing_claims c
  set deleted_at = case when hidden then m.received_at end,
    version = m.version, updated_at = m.received_at
  where c.request_id = m.entity_id and (c.deleted_at is null) = hidden;
  update public.tracing_events e
  set deleted_at = case when hidden then m.received_at end,
    version = m.version, updated_at = m.received_at
  where e.request_id = m.entity_id and (e.deleted_at is null) = hidden;
end
$$;
comment on function private.hide_tracing(private.mutation, boolean) is
  'Rule F6: takes claims and history away with their request, or brings them back.';

create function private.set_tracing_fields(
  m private.mutation, request public.tracing_requests, fits jsonb, needs_review boolean
) returns void
language plpgsql
as $$
begin
  if fits ? 'deleted' then
    perform private.hide_tracing(m, (fits -> 'deleted')::boolean);
  end if;
  request := jsonb_populate_record(request, fits);
  update public.tracing_requests r set
    given = request.given,
    father = request.father,
    grandfather = request.grandfather,
    family = request.family,
    mother = request.mother,
    kunya = request.kunya,
    also_known_as = request.also_known_as,
    sex = request.sex,
    age_group = request.age_group,
    birth_year = request.birth_year,
    home_adm1_pcode = request.home_adm1_pcode,
    last_site_id = request.last_site_id,
    seeker_name = request.seeker_name,
    seeker_relation = request.seeker_relation,
    seeker_contact = request.seeker_contact,
    share_consent = request.share_consent,
    consent_at = request.consent_at,
    expires_at = request.expires_at,
    deleted_at = private.deleted_at(fits, r.deleted_at, m.received_at),
    needs_review = set_tracing_fields.needs_review,
    changed_at = case when fits = '{}' then r.changed_at else m.happened_at end,
    version = m.version,
    updated_at = m.received_at
  where r.id = m.entity_id;
end
$$;
comment on function private.set_tracing_fields(private.mutation, public.tracing_requests, jsonb, boolean) is
  'Writes fields that were found to fit, all of them.';

create function private.apply_tracing_update(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_tracing_update(m.payload);
  asked jsonb := m.payload -> 'set';
  request public.tracing_requests;
  event public.tracing_events;
  present jsonb;
  wanted jsonb;
  seen jsonb;
  split private.merge;
  decision record;
begin
  if fault is not null then
    return private.invalid(fault);
  end if;
  select * into request from public.tracing_requests r where r.id = m.entity_id;
  if request.operation_id is distinct from m.operation_id then
    return private.missing(request.operation_id, m);
  end if;
  if asked ? 'deleted' and m.role <> 'admin' then
    return private.rejected('not_allowed', 'deleted');
  end if;
  event.request_id := request.id;
  present := to_jsonb(request) || jsonb_build_object('deleted', request.deleted_at is not null);
  wanted := private.without_blanks(asked);
  seen := private.without_blanks(coalesce(m.payload -> 'base', '{}'));
  split := private.split_changes(
    m, to_jsonb(request), request.version,
    to_jsonb(jsonb_populate_record(null::public.tracing_requests, wanted)),
    to_jsonb(jsonb_populate_record(null::public.tracing_requests, seen))
  );
  if request.deleted_at is not null and wanted -> 'deleted' is distinct from 'false' then
    return private.conflict_on_tracing(m, event, 'row_deleted', jsonb_build_object(
      'wanted', wanted, 'seen', seen, 'present', jsonb_build_object('deleted', true)
    ));
  end if;
  if split.clashes <> '{}' then
    return private.conflict_on_tracing(m, event, 'fields_changed', jsonb_build_object(
      'wanted', wanted, 'seen', seen, 'present', private.picked(present, wanted)
    ));
  end if;

  split.fits := private.with_consent_time(split.fits, asked, m.happened_at);
  if split.fits ? 'last_site_id' then
    fault := private.fault_in_last_site(jsonb_populate_record(request, split.fits));
    if fault is not null then
      return private.invalid(fault);
    end if;
  end if;
  decision := private.decide_tracing_conflicts(m, request);
  if split.fits = '{}' and not decision.decided then
    return private.applied();
  end if;
  perform private.set_tracing_fields(m, request, split.fits, decision.needs_review);
  event.kind := 'updated';
  perform private.note_on_tracing(m, event, jsonb_build_object(
    'old', private.picked(present, split.fits), 'new', split.fits
  ));
  return private.applied('[]', true);
end
$$;
comment on function private.apply_tracing_update(private.mutation) is
  'Kind tracing.update, rule N1 for requests: all fields that were asked for, or a conflict and none of them.';

revoke all on all functions in schema private from public;
