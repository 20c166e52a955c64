-- What a hosted Supabase project has before its first migration, as far as Daylight can tell:
-- roles, schemas with their owners, extensions, the auth helpers and the default privileges.
-- Run by a superuser; every statement may run again (a newer version of this file is applied to
-- an older database). Roles belong to the whole cluster, the rest to the current database.

-- 1. Roles. The passwords of those that sign in are set by bootstrap.ts.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('postgres', 'login createdb createrole replication bypassrls'),
      ('anon', 'nologin noinherit'),
      ('authenticated', 'nologin noinherit'),
      ('service_role', 'nologin noinherit bypassrls'),
      ('authenticator', 'login noinherit'),
      ('supabase_auth_admin', 'login noinherit createrole'),
      ('supabase_storage_admin', 'login noinherit createrole'),
      ('supabase_realtime_admin', 'nologin noinherit'),
      ('supabase_read_only_user', 'login bypassrls'),
      ('dashboard_user', 'nologin createdb createrole replication')
    ) as roles (name, attributes)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.attributes);
    end if;
  end loop;
end
$$;

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role to postgres with admin option;
grant authenticator to postgres;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
-- Hosted Supabase lets postgres write policies on storage.objects by an extension; here it may
-- because it is a member of the owner, and section 6 refuses what it may not do there.
grant supabase_storage_admin to postgres;
grant pg_read_all_data to supabase_read_only_user;
alter role postgres set search_path to "$user", public, extensions;
alter role supabase_admin set search_path to "$user", public, auth, extensions;
alter role supabase_auth_admin set search_path to auth;
alter role supabase_storage_admin set search_path to storage;
alter role anon set statement_timeout to '3s';
alter role authenticated set statement_timeout to '8s';
alter role authenticator set statement_timeout to '8s';
alter role authenticator set lock_timeout to '8s';

-- 2. The database belongs to postgres, as upstream: it may create extensions marked as trusted.
do $$
begin
  execute format('alter database %I owner to postgres', current_database());
  execute format('grant create on database %I to supabase_auth_admin, supabase_storage_admin',
    current_database());
end
$$;

-- 3. Schemas, each owned by the role that upstream's services use.
create schema if not exists extensions;
create schema if not exists auth;
create schema if not exists storage;
create schema if not exists realtime;
alter schema extensions owner to postgres;
alter schema auth owner to supabase_admin;
alter schema storage owner to supabase_admin;
alter schema realtime owner to supabase_admin;

grant usage on schema public, extensions to anon, authenticated, service_role;
grant all on schema extensions to dashboard_user;
grant usage on schema auth to postgres, anon, authenticated, service_role;
grant all on schema auth to supabase_auth_admin, dashboard_user;
grant usage on schema storage to postgres with grant option;
grant usage on schema storage to anon, authenticated, service_role;
grant all on schema storage to supabase_storage_admin with grant option;
grant all on schema storage to dashboard_user;
grant usage on schema realtime to postgres with grant option;
grant usage on schema realtime to anon, authenticated, service_role;
grant all on schema realtime to supabase_realtime_admin with grant option;

create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pgcrypto with schema extensions;

-- 4. Default privileges: what postgres creates in public is open to the API roles, and row level
-- security is what protects it.
alter default privileges for role postgres in schema public
  grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  grant all on functions to postgres, anon, authenticated, service_role;
alter default privileges for role postgres in schema public
  grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_storage_admin in schema storage
  grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role supabase_storage_admin in schema storage
  grant all on functions to postgres, anon, authenticated, service_role;

-- 5. The caller's identity. A setting names one claim (older PostgREST) or all of them as JSON.
create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

create or replace function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;

create or replace function auth.email() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )
$$;

create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

alter function auth.uid() owner to supabase_auth_admin;
alter function auth.role() owner to supabase_auth_admin;
alter function auth.email() owner to supabase_auth_admin;
alter function auth.jwt() owner to supabase_auth_admin;

do $$
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
    alter publication supabase_realtime owner to postgres;
  end if;
end
$$;

-- 6. On hosted Supabase the schemas of the services belong to the services: a migration may write
-- policies there, and triggers on auth, but no other object.
create or replace function daylight_embedded.refuse_foreign_ddl() returns event_trigger
  language plpgsql as $$
declare
  change record;
begin
  if current_user <> 'postgres' then
    return;
  end if;
  for change in select * from pg_event_trigger_ddl_commands() loop
    if change.schema_name in ('auth', 'storage', 'realtime')
      and change.object_type not in ('policy', 'trigger')
      and change.command_tag not in ('GRANT', 'REVOKE')
    then
      raise exception 'must be owner of %', change.object_identity using
        errcode = 'insufficient_privilege',
        hint = 'On hosted Supabase this schema belongs to a service; migrations may add policies only.';
    end if;
  end loop;
end
$$;

drop event trigger if exists daylight_refuse_foreign_ddl;
create event trigger daylight_refuse_foreign_ddl on ddl_command_end
  execute function daylight_embedded.refuse_foreign_ddl();
