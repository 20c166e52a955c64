-- The types of columns: the closed lists of src/lib/domain/vocabulary.ts, and texts and numbers
-- within bounds. Domains rather than a check on every column: one place for each list, and Postgres
-- keeps a domain's check compiled, where it reads those of a table anew for every statement.

create domain private.role as text check (value in ('admin', 'coordinator', 'medic', 'observer'));
create domain private.specialty as text check (
  value in (
    'search_and_rescue', 'wall_breaching', 'door_opening', 'dog_unit', 'medical', 'documentation',
    'logistics', 'psychosocial'
  )
);
create domain private.team_status as text check (
  value in (
    'available', 'en_route', 'on_site', 'resting', 'out_of_service'
  )
);
create domain private.site_kind as text check (
  value in (
    'civil_prison', 'military_prison', 'intelligence_branch', 'military_police', 'militia_camp',
    'hospital', 'clinic', 'shelter', 'reception_centre', 'staging_area'
  )
);
create domain private.site_status as text check (
  value in (
    'reported', 'verified', 'secured', 'searching', 'cleared', 'closed'
  )
);
create domain private.coord_source as text check (
  value in (
    'published', 'derived', 'approximate', 'town', 'surveyed'
  )
);
create domain private.area_level as text check (value in ('building', 'level', 'wing', 'room'));
create domain private.area_access as text check (
  value in (
    'open', 'locked', 'electronic_door', 'concealed', 'collapsed', 'unknown'
  )
);
create domain private.search_method as text check (
  value in (
    'visual', 'dog', 'listening', 'technical', 'breach'
  )
);
create domain private.search_result as text check (
  value in (
    'nothing_found', 'people_found', 'inaccessible', 'sealed_for_evidence'
  )
);
create domain private.task_kind as text check (
  value in (
    'release', 'search', 'breach', 'medical', 'evacuation', 'documentation', 'reunification',
    'logistics'
  )
);
create domain private.priority as text check (value in ('critical', 'high', 'normal', 'low'));
create domain private.task_status as text check (
  value in (
    'open', 'en_route', 'in_progress', 'blocked', 'done', 'verified', 'cancelled'
  )
);
create domain private.holding as text check (
  value in (
    'claimed', 'assigned', 'handed_over', 'given_back'
  )
);
create domain private.operation_status as text check (value in ('active', 'closed'));
create domain private.task_event_kind as text check (
  value in (
    'create', 'update', 'status', 'claim', 'hand_over', 'comment'
  )
);
create domain private.conflict_reason as text check (
  value in (
    'status_changed', 'held_by_other_team', 'fields_changed', 'row_deleted'
  )
);
create domain private.outcome as text check (value in ('applied', 'conflict', 'rejected'));

create domain private.name as text check (char_length(value) between 1 and 200);
create domain private.long_text as text check (char_length(value) <= 4000);
create domain private.latitude as double precision check (value between -90 and 90);
create domain private.longitude as double precision check (value between -180 and 180);
create domain private.metres as double precision check (value >= 0);
create domain private.amount as integer check (value >= 0);
create domain private.adm1_pcode as text check (value ~ '^[A-Z]{2}[0-9]{2}$');
create domain private.task_code as text check (value ~ '^T-[0-9A-F]{4,32}$');
create domain private.sha256_hex as text check (value ~ '^[0-9a-f]{64}$');

comment on domain private.name is 'Rule W11: a name of 1 to 200 characters.';
comment on domain private.long_text is 'Rule W11: a text of at most 4,000 characters.';
comment on domain private.latitude is 'Degrees north, WGS 84.';
comment on domain private.longitude is 'Degrees east, WGS 84.';
comment on domain private.adm1_pcode is 'The p-code of a governorate: "SY03".';
comment on domain private.task_code is 'What a task is called on the radio: "T-4F2A".';
