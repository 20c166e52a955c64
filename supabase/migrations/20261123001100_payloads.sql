-- Reading and checking payloads. A check answers with the field at fault, or null when all is well:
-- nothing here raises, so that one bad mutation costs the others nothing.
-- Short functions are no more volatile than what they call, and set nothing: so Postgres folds them
-- into the expression that calls them, which is several times as fast.

create function private.is_uuid(value jsonb) returns boolean
language sql stable parallel safe
as $$
  select jsonb_typeof(value) = 'string'
    and char_length(value #>> '{}') = 36
    and pg_input_is_valid(value #>> '{}', 'uuid')
$$;
comment on function private.is_uuid(jsonb) is 'A JSON string that is a UUID; null for no value.';

create function private.is_uuid_or_null(value jsonb) returns boolean
language sql stable parallel safe
as $$
  select jsonb_typeof(value) = 'null' or private.is_uuid(value)
$$;
comment on function private.is_uuid_or_null(jsonb) is 'A UUID, or JSON null.';

create function private.is_one_of(value jsonb, list text) returns boolean
language sql immutable parallel safe
as $$
  select jsonb_typeof(value) = 'string' and (value #>> '{}') = any (private.words(list))
$$;
comment on function private.is_one_of(jsonb, text) is 'A word of a closed list.';

create function private.is_blank(value text) returns boolean
language sql immutable parallel safe
as $$
  -- White space, and the invisible marks of direction and joining that Arabic keyboards leave.
  select btrim(
    value,
    e' \t\n\r\f\v\u0085\u00a0\u061c\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007'
    '\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e'
    '\u202f\u205f\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u3000\ufeff'
  ) = ''
$$;
comment on function private.is_blank(text) is 'Whether there is nothing to read in a text.';

create function private.is_text(value jsonb, most int) returns boolean
language sql immutable parallel safe
as $$
  select jsonb_typeof(value) = 'null'
    or (jsonb_typeof(value) = 'string' and char_length(value #>> '{}') <= most)
$$;
comment on function private.is_text(jsonb, int) is 'A text of at most so many characters, or JSON null.';

create function private.is_name(value jsonb) returns boolean
language sql immutable parallel safe
as $$
  select jsonb_typeof(value) = 'string'
    and char_length(value #>> '{}') <= 200
    and not private.is_blank(value #>> '{}')
$$;
comment on function private.is_name(jsonb) is 'A text of 1 to 200 characters that can be read.';

create function private.is_number(value jsonb, low numeric, high numeric) returns boolean
language sql immutable parallel safe
as $$
  select case when jsonb_typeof(value) = 'number'
    then (value #>> '{}')::numeric between low and high else false end
$$;
comment on function private.is_number(jsonb, numeric, numeric) is 'A number within bounds.';

create function private.is_whole(value jsonb, low bigint, high bigint) returns boolean
language sql immutable parallel safe
as $$
  select case when jsonb_typeof(value) = 'number'
    then (value #>> '{}')::numeric between low and high
      and (value #>> '{}')::numeric = trunc((value #>> '{}')::numeric)
    else false end
$$;
comment on function private.is_whole(jsonb, bigint, bigint) is 'A whole number within bounds.';

create function private.is_time(value jsonb) returns boolean
language sql stable parallel safe
as $$
  select jsonb_typeof(value) = 'string'
    and (value #>> '{}') like '____-__-__T__:__%'
    and left(value #>> '{}', 4) between '1970' and '2199'
    and (right(value #>> '{}', 1) = 'Z' or left(right(value #>> '{}', 6), 1) in ('+', '-'))
    and pg_input_is_valid(value #>> '{}', 'timestamptz')
$$;
comment on function private.is_time(jsonb) is
  'ISO 8601 with a zone, from 1970 (where a phone with a dead battery starts) to 2199.';

create function private.is_texts(value jsonb, most int) returns boolean
language plpgsql stable parallel safe
as $$
begin
  return jsonb_typeof(value) = 'array' and jsonb_array_length(value) <= most
    and not exists (
      select from jsonb_array_elements(value) e where not private.is_name(e)
    );
end
$$;
comment on function private.is_texts(jsonb, int) is 'A list of at most so many names.';

create function private.is_uuids(value jsonb, most int) returns boolean
language plpgsql stable parallel safe
as $$
begin
  return jsonb_typeof(value) = 'array' and jsonb_array_length(value) <= most
    and not exists (
      select from jsonb_array_elements(value) e where not private.is_uuid(e)
    );
end
$$;
comment on function private.is_uuids(jsonb, int) is 'A list of at most so many UUIDs.';

create function private.text_of(value jsonb) returns text
language sql immutable parallel safe
as $$
  select case when not private.is_blank(value #>> '{}') then value #>> '{}' end
$$;
comment on function private.text_of(jsonb) is
  'Rule W11: the text as it was typed; null when there is nothing to read in it.';

create function private.happened_at(device_at timestamptz, received_at timestamptz)
returns timestamptz
language sql stable parallel safe
as $$
  select case
    when device_at between received_at - interval '7 days' and received_at then device_at
    else received_at
  end
$$;
comment on function private.happened_at(timestamptz, timestamptz) is
  'When something was done: by the phone''s clock when that is believable, so that what was done hours ago without signal does not look fresh. For reading only: nothing is ordered by it.';

-- Fields to set, merged one by one (rule C4).

create type private.merge as (
  fits jsonb,
  clashes jsonb
);

create function private.same_form(fields jsonb, typed jsonb) returns jsonb
language sql stable parallel safe
as $$
  select coalesce(jsonb_object_agg(key, coalesce(typed -> key, value)), '{}') from jsonb_each(fields)
$$;
comment on function private.same_form(jsonb, jsonb) is
  'Fields as the table would give them back, so that they can be compared with its rows.';

create function private.without_blanks(fields jsonb) returns jsonb
language sql stable parallel safe
as $$
  select coalesce(jsonb_object_agg(
    key,
    case when jsonb_typeof(value) = 'string' and private.is_blank(value #>> '{}')
      then 'null' else value end
  ), '{}')
  from jsonb_each(fields)
$$;
comment on function private.without_blanks(jsonb) is 'Rule W11 for every text of an object.';

create function private.merged(present jsonb, wanted jsonb, seen jsonb, unchanged boolean)
returns private.merge
language sql stable parallel safe
as $$
  select row(
    coalesce(jsonb_object_agg(key, value) filter (where fits and present -> key <> value), '{}'),
    coalesce(jsonb_object_agg(key, present -> key) filter (where not fits), '{}')
  )::private.merge
  from (
    select key, value,
      present -> key = value
        or case when seen ? key then present -> key = seen -> key else unchanged end as fits
    from jsonb_each(wanted)
  ) fields
$$;
comment on function private.merged(jsonb, jsonb, jsonb, boolean) is
  'Rule C4: the fields that may be set and differ, and what stands in those that others have changed.';

create function private.picked(present jsonb, fields jsonb, variadic only_these text[] default null)
returns jsonb
language sql stable parallel safe
as $$
  select coalesce(jsonb_object_agg(key, present -> key), '{}')
  from jsonb_object_keys(fields) key
  where only_these is null or key = any (only_these)
$$;
comment on function private.picked(jsonb, jsonb, text[]) is
  'What stands in the fields that are named by the keys of another object.';

create function private.first_key(value jsonb) returns text
language sql immutable parallel safe
as $$
  select key from jsonb_object_keys(value) key limit 1
$$;
comment on function private.first_key(jsonb) is 'A key of an object.';

create function private.unknown_key(payload jsonb, variadic known text[]) returns text
language sql immutable parallel safe
as $$
  select case when payload - known <> '{}' then private.first_key(payload - known) end
$$;
comment on function private.unknown_key(jsonb, text[]) is
  'A field that this server does not know: refused, for to leave it out would lose it silently.';

create function private.fault_in_changes(payload jsonb) returns text
language plpgsql stable
as $$
begin
  return case
    when jsonb_typeof(payload -> 'set') is distinct from 'object' then 'set'
    when payload ? 'base' and jsonb_typeof(payload -> 'base') <> 'object' then 'base'
    when payload ? 'resolves' and not private.is_uuids(payload -> 'resolves', 100) then 'resolves'
    else private.unknown_key(payload, 'set', 'base', 'resolves')
  end;
end
$$;
comment on function private.fault_in_changes(jsonb) is 'The field at fault in the shape of FieldChanges.';

revoke all on all functions in schema private from public;
