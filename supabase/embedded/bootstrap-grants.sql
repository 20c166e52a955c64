-- Run after @supabase/lite has laid its tables of auth and storage: gives them the owners and the
-- privileges that they have on hosted Supabase. Every statement may run again.

do $$
declare
  relation regclass;
  routine regprocedure;
begin
  for relation in
    select oid from pg_class where relnamespace = 'auth'::regnamespace and relkind = 'r'
  loop
    execute format('alter table %s owner to supabase_auth_admin', relation);
    -- Nobody reads auth through the API, whatever the grants say.
    execute format('alter table %s enable row level security', relation);
  end loop;
  for relation in
    select oid from pg_class where relnamespace = 'storage'::regnamespace and relkind = 'r'
  loop
    execute format('alter table %s owner to supabase_storage_admin', relation);
    execute format('alter table %s enable row level security', relation);
  end loop;
  for routine in
    select oid from pg_proc where pronamespace = 'storage'::regnamespace
  loop
    execute format('alter function %s owner to supabase_storage_admin', routine);
  end loop;
end
$$;

grant all on all tables in schema auth to postgres, dashboard_user;
grant all on all routines in schema auth to postgres, dashboard_user;
revoke all on all tables in schema auth from anon, authenticated, service_role;

grant all on all tables in schema storage to postgres with grant option;
grant all on all tables in schema storage to anon, authenticated, service_role;
grant all on all routines in schema storage to postgres, anon, authenticated, service_role;
