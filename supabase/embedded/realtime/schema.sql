-- What a hosted project has in schema realtime before its first migration, as far as broadcast,
-- presence and their authorization go (postgres_changes is not served by this stack), and in
-- _realtime what this server keeps for itself. Run by a superuser after bootstrap.sql has made
-- the roles and the schemas; every statement may run again.

-- 1. The messages: what realtime.send() stores, what policies decide on, what a join may replay.
create table if not exists realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp without time zone not null default now(),
  inserted_at timestamp without time zone not null default now(),
  id uuid not null default gen_random_uuid(),
  binary_payload bytea,
  constraint messages_pkey primary key (id, inserted_at)
) partition by range (inserted_at);

-- Rows go here when their day has no partition yet: a send never fails for want of one.
create table if not exists realtime.messages_default partition of realtime.messages default;

create index if not exists messages_inserted_at_topic_index
  on realtime.messages (inserted_at desc, topic)
  where extension = 'broadcast' and private is true;

alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.messages_default owner to supabase_realtime_admin;
alter table realtime.messages enable row level security;

-- On hosted projects a server extension lets the role postgres manage policies on this table;
-- membership in the owning role does the same here, as upstream does where it lacks the extension.
grant supabase_realtime_admin to postgres;

grant usage on schema realtime
  to postgres, anon, authenticated, service_role, supabase_realtime_admin;
grant create on schema realtime to supabase_realtime_admin;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;
grant all on realtime.messages to postgres, dashboard_user;

-- 2. The functions that migrations and policies call.
create or replace function realtime.topic() returns text
language sql stable as $$
  select nullif(current_setting('realtime.topic', true), '')::text
$$;

create or replace function realtime.send(
  payload jsonb, event text, topic text, private boolean default true
) returns void
language plpgsql as $$
declare
  message_id uuid := gen_random_uuid();
  message jsonb := payload;
begin
  if not message ? 'id' then
    message := jsonb_set(message, '{id}', to_jsonb(message_id));
  end if;
  perform set_config('realtime.topic', topic, true);
  insert into realtime.messages (id, payload, event, topic, private, extension)
  values (message_id, message, event, topic, private, 'broadcast');
exception
  -- A message that cannot be stored never undoes the work that it tells of.
  when others then
    raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
end
$$;

create or replace function realtime.send_binary(
  payload bytea, event text, topic text, private boolean default true
) returns void
language plpgsql as $$
begin
  perform set_config('realtime.topic', topic, true);
  insert into realtime.messages (binary_payload, event, topic, private, extension)
  values (payload, event, topic, private, 'broadcast');
exception
  when others then
    raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
end
$$;

create or replace function realtime.broadcast_changes(
  topic_name text,
  event_name text,
  operation text,
  table_name text,
  table_schema text,
  new record,
  old record,
  level text default 'ROW'
) returns void
language plpgsql as $$
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  if operation not in ('INSERT', 'UPDATE', 'DELETE') then
    raise exception 'Unexpected operation type: %', operation;
  end if;
  perform realtime.send(
    jsonb_build_object(
      'old_record', old,
      'record', new,
      'operation', operation,
      'table', table_name,
      'schema', table_schema
    ),
    event_name,
    topic_name
  );
exception
  when others then
    raise exception 'Failed to process the row: %', sqlerrm;
end
$$;

alter function realtime.topic() owner to supabase_realtime_admin;
alter function realtime.send(jsonb, text, text, boolean) owner to supabase_realtime_admin;
alter function realtime.send_binary(bytea, text, text, boolean) owner to supabase_realtime_admin;
alter function
  realtime.broadcast_changes(text, text, text, text, text, record, record, text)
  owner to supabase_realtime_admin;

-- 3. The feed reads committed rows of messages from this publication.
do $$
begin
  if not exists (
    select from pg_publication where pubname = 'supabase_realtime_messages_publication'
  ) then
    create publication supabase_realtime_messages_publication for table realtime.messages
      with (publish = 'insert', publish_via_partition_root = true);
  end if;
end
$$;

-- 4. The server's own functions. Nobody but a superuser reaches them.
create schema if not exists _realtime;
revoke all on schema _realtime from public;

-- Asks the policies of realtime.messages. A request is
--   {"role", "claims", "topic", "headers": text, "ask": any of
--    "broadcast_read", "presence_read", "broadcast_write", "presence_write"}
-- and its answer, at the same place, has a boolean for each thing asked, and "error" when a policy
-- raised one. To read is to see a row of that topic and extension; to write is to insert one.
-- Rows for the questions are made and undone inside; nothing stays, nothing is published.
create or replace function _realtime.authorize(requests jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  stamp timestamp := localtimestamp;
  probes jsonb;
  answers jsonb[] := array_fill(null::jsonb, array[jsonb_array_length(requests)]);
  answer jsonb;
  place bigint;
  request jsonb;
  asked text;
  subject text;
begin
  begin
    with made as (
      insert into realtime.messages (topic, extension, private, inserted_at, updated_at)
      select distinct r ->> 'topic', e, true, stamp, stamp
      from jsonb_array_elements(requests) r, unnest(array['broadcast', 'presence']) e
      returning topic, extension, id
    )
    select jsonb_object_agg(extension || ':' || topic, id) into probes from made;

    -- Grouped by role: a plan is made again only when the role changes.
    for place, request in
      select ordinality, value from jsonb_array_elements(requests) with ordinality
      order by value ->> 'role'
    loop
      answer := '{}';
      begin
        perform
          set_config('role', request ->> 'role', true),
          set_config('request.jwt.claims', request ->> 'claims', true),
          set_config('request.headers', request ->> 'headers', true),
          set_config('realtime.topic', request ->> 'topic', true);
        for asked in select jsonb_array_elements_text(request -> 'ask') loop
          subject := split_part(asked, '_', 1);
          if asked like '%\_read' then
            answer := answer || jsonb_build_object(asked, exists (
              select from realtime.messages m
              where m.id = (probes ->> (subject || ':' || (request ->> 'topic')))::uuid
                and m.inserted_at = stamp
                and m.topic = request ->> 'topic'
                and m.extension = subject
            ));
          else
            begin
              insert into realtime.messages (topic, extension, private, inserted_at, updated_at)
              values (request ->> 'topic', subject, true, stamp, stamp);
              answer := answer || jsonb_build_object(asked, true);
            exception
              when insufficient_privilege then
                answer := answer || jsonb_build_object(asked, false);
            end;
          end if;
        end loop;
      exception
        when others then
          answer := jsonb_build_object('error', sqlerrm);
      end;
      answers[place] := answer;
    end loop;
    raise exception using errcode = 'RTUND';
  exception
    when sqlstate 'RTUND' then null;
  end;
  return to_jsonb(answers);
end
$$;

-- Makes the partitions from yesterday to three days ahead of the day given (UTC) and drops those
-- that ended more than three days before it. Rows that waited in the default partition move over.
create or replace function _realtime.keep_partitions(today date) returns void
language plpgsql set search_path = '' as $$
declare
  day date;
  name text;
begin
  perform pg_advisory_xact_lock(hashtext('_realtime.keep_partitions'));
  for day in select today + n from generate_series(-1, 3) n loop
    name := 'messages_' || to_char(day, 'YYYY_MM_DD');
    continue when to_regclass(format('realtime.%I', name)) is not null;
    execute format('create table realtime.%I (like realtime.messages including defaults)', name);
    execute format('alter table realtime.%I owner to supabase_realtime_admin', name);
    execute format(
      'with waiting as (
         delete from realtime.messages_default
         where inserted_at >= %L and inserted_at < %L returning *
       ) insert into realtime.%I select * from waiting',
      day, day + 1, name
    );
    execute format(
      'alter table realtime.messages attach partition realtime.%I for values from (%L) to (%L)',
      name, day, day + 1
    );
  end loop;
  for name in
    select c.relname from pg_catalog.pg_inherits i
    join pg_catalog.pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'realtime.messages'::regclass
      and c.relname ~ '^messages_\d{4}_\d{2}_\d{2}$'
  loop
    if to_date(substr(name, 10), 'YYYY_MM_DD') < today - 3 then
      execute format('drop table realtime.%I', name);
    end if;
  end loop;
  delete from realtime.messages_default where inserted_at < today - 3;
end
$$;

revoke all on all functions in schema _realtime from public;
