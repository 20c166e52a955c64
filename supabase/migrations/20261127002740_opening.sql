-- What a list of tasks is drawn of comes first: rule R9 of docs/sync-spec.md.

create function private.opens(entity text) returns boolean
language sql immutable parallel safe
as $$
  select entity in (
    'operations', 'organisations', 'members', 'teams', 'sites', 'site_areas', 'tasks'
  )
$$;
comment on function private.opens(text) is
  'The tables whose rows come first to a phone that has none: what its list of tasks is drawn of.';

create type private.reading as (
  since bigint,
  opened bigint,
  opening_at bigint
);
comment on type private.reading is
  'Where a phone stands: it has everything up to since, and what opens up to opened (0: no further than the rest). opening_at is not null while it reads what opens, and has that up to there.';

create function private.read_cursor(cursor text, sight private.sight) returns private.reading
language sql immutable
set search_path = ''
as $$
  select row(p[5]::bigint, coalesce(p[3]::bigint, 0), p[4]::bigint)::private.reading
  from regexp_match(
    cursor,
    '^1\.([0-9a-f]+)\.([0-9a-f]+)(?:-([1-9][0-9]{0,17})(?:-(0|[1-9][0-9]{0,17}))?)?\.(0|[1-9][0-9]{0,17})$'
  ) p
  where p[1] = sight.epoch and p[2] = sight.digest
    and greatest(p[5]::bigint, p[3]::bigint) <= sight.version
$$;
comment on function private.read_cursor(text, private.sight) is
  'Rules R4, R9: 1.<epoch>.<sight>[-<opened>[-<opening_at>]].<since>. Null where it does not fit.';

create function private.write_cursor(sight private.sight, reading private.reading) returns text
language sql immutable
set search_path = ''
as $$
  select concat_ws('.', 1, sight.epoch,
    case when reading.since >= reading.opened then sight.digest
      else concat_ws('-', sight.digest, reading.opened, reading.opening_at) end,
    reading.since)
$$;
comment on function private.write_cursor(private.sight, private.reading) is
  'The reverse of read_cursor; where everything that opens is in, only the version is left.';

-- Written into the queries that ask for it, so that each table's index answers its own part.
create function private.rows_to_come(
  operation uuid, since bigint, upto bigint, opened bigint, opening boolean
) returns setof private.synced_rows
language sql stable
as $$
  select * from private.synced_rows r
  where r.operation_id = operation
    and r.version > 0 and r.version > since and r.version <= upto
    -- Of what opens the phone may have what is gone since, also where the rest is one page.
    and (r.deleted_at is null or not opening and (since > 0 or opened > 0 and private.opens(r.entity)))
    and case when private.opens(r.entity) then opening or r.version > opened else not opening end
$$;
comment on function private.rows_to_come(uuid, bigint, bigint, bigint, boolean) is
  'Rules R7, R9: the rows of these versions, as the caller: those that open, or all that are not in yet.';

drop function private.pull_page(private.sight, uuid, bigint, int);
create function private.pull_page(
  sight private.sight, operation uuid, reading private.reading, page int
) returns jsonb
language plpgsql stable
set search_path = '' set timezone = 'UTC'
as $$
declare
  opening constant boolean := reading.opening_at is not null;
  since constant bigint := case when opening then reading.opening_at else reading.since end;
  upto constant bigint := case when opening then reading.opened else sight.version end;
  until bigint;
  more boolean := false;
  changes jsonb;
begin
  -- The page ends at the version of its last row, so that a version is never torn apart.
  select r.version into until
  from private.rows_to_come(operation, since, upto, reading.opened, opening) r
  order by r.version
  offset page - 1 limit 1;
  if found then
    more := exists (
      select from private.rows_to_come(operation, since, upto, reading.opened, opening) r
      where r.version > until
      order by r.version limit 1
    );
  end if;
  if more and reading.since = 0 and reading.opened = 0 then
    return private.pull_page(sight, operation, row(0, sight.version, 0), page);
  end if;
  if not more then
    until := upto;
  end if;
  select coalesce(jsonb_agg(private.change(r.entity, r.image) order by r.version, r.place), '[]')
  into changes
  from private.rows_to_come(operation, since, until, reading.opened, opening) r;
  if not opening then
    reading.since := until;
  elsif more then
    reading.opening_at := until;
  else
    reading.opening_at := null;
    more := true;
  end if;
  return jsonb_build_object(
    'cursor', private.write_cursor(sight, reading),
    'more', more,
    'changes', changes
  );
end
$$;
comment on function private.pull_page(private.sight, uuid, private.reading, int) is
  'Rules R1, R3, R6, R7, R9: a page of changes from where a phone stands. Runs as the caller.';

create or replace function public.pull_changes(
  operation uuid, cursor text default null, page int default 500
) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  sight private.sight := private.my_sight(operation);
  reading private.reading := private.read_cursor(cursor, sight);
  fits constant boolean := reading.since is not null;
  answer jsonb;
begin
  perform private.note_presence(operation);
  answer := private.pull_page(
    sight,
    operation,
    case when fits then reading else row(0, 0, null)::private.reading end,
    least(greatest(coalesce(page, 500), 1), 1000)
  );
  return answer || jsonb_build_object(
    'reset', not fits and coalesce(cursor, '') <> '',
    'server_at', to_jsonb(now() at time zone 'UTC') #>> '{}' || 'Z'
  );
end
$$;

revoke all on function private.opens(text),
  private.read_cursor(text, private.sight),
  private.write_cursor(private.sight, private.reading),
  private.rows_to_come(uuid, bigint, bigint, bigint, boolean),
  private.pull_page(private.sight, uuid, private.reading, int)
  from public;
grant execute on function private.opens(text),
  private.read_cursor(text, private.sight),
  private.write_cursor(private.sight, private.reading),
  private.rows_to_come(uuid, bigint, bigint, bigint, boolean),
  private.pull_page(private.sight, uuid, private.reading, int)
  to authenticated;
