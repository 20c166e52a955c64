-- The schema of what clients never call by name, the closed lists of the domain, and the questions
-- that every policy asks: which operations may the caller look into?
--
-- Here and below: a function that runs with its owner's rights, or that a caller may execute, fixes
-- its search path. The helpers behind them inherit it, name every table with its schema, and fix
-- nothing: that would cost more than most of them do.

create schema private;
comment on schema private is
  'Rules behind the public functions, triggers and policies. Not exposed by the API.';
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

create function private.words(list text) returns text[]
language sql immutable parallel safe
set search_path = ''
as $$
  select case list
    when 'role' then array['admin', 'coordinator', 'medic', 'observer']
    when 'specialty' then array[
      'search_and_rescue', 'wall_breaching', 'door_opening', 'dog_unit', 'medical',
      'documentation', 'logistics', 'psychosocial'
    ]
    when 'team_status' then array['available', 'en_route', 'on_site', 'resting', 'out_of_service']
    when 'site_kind' then array[
      'civil_prison', 'military_prison', 'intelligence_branch', 'military_police', 'militia_camp',
      'hospital', 'clinic', 'shelter', 'reception_centre', 'staging_area'
    ]
    when 'site_status' then array[
      'reported', 'verified', 'secured', 'searching', 'cleared', 'closed'
    ]
    when 'coord_source' then array['published', 'derived', 'approximate', 'town', 'surveyed']
    when 'area_level' then array['building', 'level', 'wing', 'room']
    when 'area_access' then array[
      'open', 'locked', 'electronic_door', 'concealed', 'collapsed', 'unknown'
    ]
    when 'search_method' then array['visual', 'dog', 'listening', 'technical', 'breach']
    when 'search_result' then array[
      'nothing_found', 'people_found', 'inaccessible', 'sealed_for_evidence'
    ]
    when 'task_kind' then array[
      'release', 'search', 'breach', 'medical', 'evacuation', 'documentation', 'reunification',
      'logistics'
    ]
    when 'priority' then array['critical', 'high', 'normal', 'low']
    when 'task_status' then array[
      'open', 'en_route', 'in_progress', 'blocked', 'done', 'verified', 'cancelled'
    ]
    when 'holding' then array['claimed', 'assigned', 'handed_over', 'given_back']
    when 'operation_status' then array['active', 'closed']
    when 'task_event_kind' then array[
      'create', 'update', 'status', 'claim', 'hand_over', 'comment'
    ]
    when 'conflict_reason' then array[
      'status_changed', 'held_by_other_team', 'fields_changed', 'row_deleted'
    ]
    when 'mutation_kind' then array[
      'task.create', 'task.update', 'task.status', 'task.claim', 'task.hand_over', 'task.comment',
      'team.status', 'team.checkin', 'site.create', 'site.update', 'area.create', 'area.update',
      'area.search', 'team.create', 'team.update', 'operation.update'
    ]
  end
$$;
comment on function private.words(text) is
  'The closed lists of src/lib/domain, for checking payloads; the tables'' check constraints have them too. A test holds all three equal.';

-- The functions below are in PL/pgSQL so that they may name tables of later migrations. Policies
-- call them inside a sub-select, so that each runs once a statement and never once a row.

create function private.my_operations(
  variadic roles text[] default array['admin', 'coordinator', 'medic', 'observer']
)
returns setof uuid
language plpgsql stable security definer
set search_path = ''
as $$
begin
  return query
    select m.operation_id
    from public.members m
    where m.user_id = (select auth.uid())
      and m.active
      and m.deleted_at is null
      and m.role = any (roles)
      and not exists (
        select from auth.users u where u.id = m.user_id and u.banned_until > now()
      );
end
$$;
comment on function private.my_operations(text[]) is
  'Operations in which the caller is an active member, in one of these roles; none for a banned account.';

create function private.my_field_operations() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select private.my_operations('admin', 'coordinator', 'medic')
$$;
comment on function private.my_field_operations() is
  'Operations in which the caller is an active member and not an observer.';

create function private.my_admin_operations() returns setof uuid
language sql stable security definer
set search_path = ''
as $$
  select private.my_operations('admin')
$$;
comment on function private.my_admin_operations() is
  'Operations of which the caller is an active admin.';

revoke all on all functions in schema private from public;
-- Policies run as whoever reads.
grant execute on function private.my_operations(text[]) to authenticated;
grant execute on function private.my_field_operations() to authenticated;
grant execute on function private.my_admin_operations() to authenticated;
