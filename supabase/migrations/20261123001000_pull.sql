-- Reading: pull_changes. docs/sync-spec.md, section "Reading".

create type private.sight as (
  role text,
  team_id uuid,
  epoch text,
  version bigint,
  digest text
);

create function private.my_sight(operation uuid) returns private.sight
language plpgsql stable security definer
set search_path = ''
as $$
declare
  sight private.sight;
begin
  select m.role, m.team_id, c.epoch, c.version,
    left(md5(concat_ws(' ', m.role, m.team_id)), 8)
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
  'What the caller may see of an operation, and where its clock stands. Raises 42501 not_a_member.';

create function private.note_presence(operation uuid) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  if current_setting('transaction_read_only') = 'on' or exists (
    select from public.member_presence p
    where p.operation_id = operation
      and p.user_id = (select auth.uid())
      and p.seen_at > now() - interval '1 minute'
  ) then
    return;
  end if;
  insert into public.member_presence (operation_id, user_id, seen_at)
  select m.operation_id, m.user_id, now() from public.members m
  where m.operation_id = operation and m.user_id = (select auth.uid())
  on conflict (operation_id, user_id) do update set seen_at = excluded.seen_at;
end
$$;
comment on function private.note_presence(uuid) is
  'Notes that the caller was seen, at most once a minute.';

-- Rows of every synced table, parents before children. It reads as the caller: row level security
-- decides what is found. Asked for an operation and versions, it reads the tables' indexes
-- (operation_id, version) alone, merged in their order. The question has to say `version > 0` too,
-- which those indexes ask for: it keeps them from being taken for looking up a row by its id.
-- A condition inside the view would keep Postgres from merging.
create view private.synced_rows (entity, place, operation_id, version, deleted_at, image)
with (security_invoker = true) as
select 'operations', 1, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.operations t
union all
select 'organisations', 2, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.organisations t
union all
select 'members', 3, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.members t
union all
select 'teams', 4, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.teams t
union all
select 'sites', 5, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.sites t
union all
select 'site_areas', 6, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.site_areas t
union all
select 'area_searches', 7, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.area_searches t
union all
select 'tasks', 8, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.tasks t
union all
select 'task_events', 9, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.task_events t
union all
select 'checkins', 10, t.operation_id, t.version, t.deleted_at, to_jsonb(t)
from public.checkins t;
comment on view private.synced_rows is
  'Every row that the caller may see, of every synced table, with its table''s place in the order of rows.ts.';
revoke all on private.synced_rows from anon, authenticated, service_role;
grant select on private.synced_rows to authenticated;

create function private.pull_page(
  sight private.sight, operation uuid, since bigint, page int
) returns jsonb
language plpgsql stable
set search_path = '' set timezone = 'UTC'
as $$
declare
  until bigint;
  more boolean := false;
  changes jsonb;
begin
  -- The page ends at the version of its last row, so that a version is never torn apart.
  select r.version into until
  from private.synced_rows r
  where r.operation_id = operation
    and r.version > 0 and r.version > since and r.version <= sight.version
    and (since > 0 or r.deleted_at is null)
  order by r.version
  offset page - 1 limit 1;
  if found then
    more := exists (
      select from private.synced_rows r
      where r.operation_id = operation
        and r.version > 0 and r.version > until and r.version <= sight.version
        and (since > 0 or r.deleted_at is null)
      order by r.version limit 1
    );
  end if;
  if not more then
    until := sight.version;
  end if;
  select coalesce(jsonb_agg(private.change(r.entity, r.image) order by r.version, r.place), '[]')
  into changes
  from private.synced_rows r
  where r.operation_id = operation
    and r.version > 0 and r.version > since and r.version <= until
    and (since > 0 or r.deleted_at is null);
  return jsonb_build_object(
    'cursor', concat_ws('.', 1, sight.epoch, sight.digest, until),
    'more', more,
    'changes', changes
  );
end
$$;
comment on function private.pull_page(private.sight, uuid, bigint, int) is
  'Rules R1, R3, R6, R7: a page of changes after a version. Runs as the caller.';

create function public.pull_changes(operation uuid, cursor text default null, page int default 500)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  sight private.sight := private.my_sight(operation);
  -- 1.<epoch>.<sight>.<version>
  parts text[] := regexp_match(cursor, '^1\.([0-9a-f]+)\.([0-9a-f]+)\.(0|[1-9][0-9]{0,17})$');
  fits boolean := coalesce(
    parts[1] = sight.epoch and parts[2] = sight.digest and parts[3]::bigint <= sight.version, false
  );
  answer jsonb;
begin
  perform private.note_presence(operation);
  answer := private.pull_page(
    sight,
    operation,
    case when fits then parts[3]::bigint else 0 end,
    least(greatest(coalesce(page, 500), 1), 1000)
  );
  return answer || jsonb_build_object(
    'reset', not fits and coalesce(cursor, '') <> '',
    'server_at', to_jsonb(now() at time zone 'UTC') #>> '{}' || 'Z'
  );
end
$$;
comment on function public.pull_changes(uuid, text, int) is
  'Rows of an operation that changed after the cursor. docs/sync-spec.md, section "Reading".';

revoke all on all functions in schema private from public;
grant execute on function private.change(text, jsonb) to authenticated;
grant execute on function private.my_sight(uuid) to authenticated;
grant execute on function private.note_presence(uuid) to authenticated;
grant execute on function private.pull_page(private.sight, uuid, bigint, int) to authenticated;
revoke all on function public.pull_changes(uuid, text, int)
  from public, anon, authenticated, service_role;
grant execute on function public.pull_changes(uuid, text, int) to authenticated;
