-- The kind evidence.tie: what an item was collected for is put right, or taken back, with a reason
-- that stands in its custody. docs/sync-spec.md, rule V7.

select private.add_words('custody_action', 'tied');
comment on domain private.custody_action is
  'What was done with an item. "collected", "stored", "checked", "mismatch" and "tied" are written with the item itself, the others are said by a person.';

create table private.evidence_sight (
  operation_id uuid primary key references public.operations (id),
  moved_at bigint not null
);
comment on table private.evidence_sight is
  'When an item of evidence last came to a lead or left one: medics saw other rows before.';
comment on column private.evidence_sight.moved_at is 'The version of that tie.';
alter table private.evidence_sight enable row level security;
revoke all on private.evidence_sight from public, anon, authenticated, service_role;

create or replace function private.my_sight(operation uuid) returns private.sight
language plpgsql stable security definer
set search_path = ''
as $$
declare
  sight private.sight;
begin
  select m.role, m.team_id, c.epoch, c.version,
    left(md5(concat_ws(' ', m.role, m.team_id, (
      select s.moved_at from private.evidence_sight s
      where s.operation_id = m.operation_id and m.role = 'medic'
    ))), 8)
  into sight
  from public.members m
  join public.operation_clocks c on c.operation_id = m.operation_id
  where m.operation_id = operation
    and m.user_id = (select auth.uid())
    and m.operation_id in (select private.my_operations());
  if not found then
    raise exception 'not_a_member' using errcode = '42501';
  end if;
  return sight;
end
$$;
comment on function private.my_sight(uuid) is
  'What the caller may see of an operation, and where its clock stands: by role and team, and for a medic by which items belong to leads. Raises 42501 not_a_member.';

create or replace function private.keep_evidence() returns trigger
language plpgsql
set search_path = ''
as $$
declare
  may_change text[] := array['stored_at', 'checked_at', 'checked_sha256', 'version', 'updated_at'];
begin
  if current_setting('daylight.door', true) = 'open' then
    may_change := array_append(may_change, 'report_id');
  end if;
  if to_jsonb(old) - may_change is distinct from to_jsonb(new) - may_change then
    raise exception 'evidence never changes' using errcode = '42501';
  end if;
  return new;
end
$$;
comment on function private.keep_evidence() is
  'Rules V1, V7: nothing of an item changes but what is known of its storage, whoever asks; and through the door, what it was collected for.';

create function private.fault_in_evidence_tie(payload jsonb) returns text
language sql stable
as $$
  select case
    when not (payload ? 'report_id') or not private.is_uuid_or_null(payload -> 'report_id')
      then 'report_id'
    when not private.is_uuid_or_null(payload -> 'from_report_id') then 'from_report_id'
    when not coalesce(private.is_text(payload -> 'reason', 200), true) then 'reason'
    else private.unknown_key(payload, 'report_id', 'from_report_id', 'reason')
  end
$$;
comment on function private.fault_in_evidence_tie(jsonb) is
  'The field at fault in an evidence.tie.';

create function private.apply_evidence_tie(m private.mutation) returns private.verdict
language plpgsql
as $$
declare
  fault text := private.fault_in_evidence_tie(m.payload);
  wanted uuid;
  item public.evidence;
  was_for_lead boolean;
  entry public.custody_entries;
begin
  -- Nobody else is told whether the item or the report is there.
  if m.role not in ('admin', 'coordinator') then
    return private.rejected('not_allowed');
  elsif fault is not null then
    return private.invalid(fault);
  elsif private.text_of(m.payload -> 'reason') is null then
    return private.rejected('reason_required', 'reason');
  end if;
  select * into item from public.evidence e where e.id = m.entity_id;
  if item.operation_id is distinct from m.operation_id then
    return private.missing(item.operation_id, m);
  end if;
  wanted := (m.payload ->> 'report_id')::uuid;
  if item.report_id is not distinct from wanted then
    return private.applied();
  elsif wanted is not null and not private.may_collect_for(m, wanted) then
    return private.invalid('report_id');
  elsif m.payload ? 'from_report_id'
    and item.report_id is distinct from (m.payload ->> 'from_report_id')::uuid then
    return private.conflict('fields_changed');
  end if;
  update public.evidence e
  set report_id = wanted, version = m.version, updated_at = m.received_at
  where e.id = item.id;
  entry := private.custody_of(m, 'tied');
  entry.reason := private.text_of(m.payload -> 'reason');
  perform private.add_custody(entry);
  was_for_lead := private.is_for_lead(item);
  item.report_id := wanted;
  if private.is_for_lead(item) <> was_for_lead then
    insert into private.evidence_sight (operation_id, moved_at)
    values (m.operation_id, m.version)
    on conflict (operation_id) do update set moved_at = excluded.moved_at;
  end if;
  return private.applied('[]', true);
end
$$;
comment on function private.apply_evidence_tie(private.mutation) is
  'Kind evidence.tie, rule V7. Whoever has put it right meanwhile is not overruled.';

select private.add_kind('evidence.tie', 'evidence');

revoke all on all functions in schema private from public;
grant execute on function private.my_sight(uuid) to authenticated;
