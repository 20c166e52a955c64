-- The lists in which every closed word, kind of mutation and synced table has its entry become tables,
-- and the functions that read them are written out from these. A migration that brings something new
-- adds it with private.add_words, private.add_kind and private.add_synced_table, and restates nothing.
-- The functions stay as fast as they were, for nothing is looked up when a record comes in.

create table private.word_lists (
  list text not null,
  place integer not null,
  word text not null,
  primary key (list, word),
  unique (list, place)
);
comment on table private.word_lists is 'The closed lists of words. private.words is made of it.';

create table private.mutation_kinds (
  kind text primary key,
  place integer not null unique,
  entity text not null
);
comment on table private.mutation_kinds is
  'The kinds of mutations. private.dispatch and private.table_of are made of it.';
comment on column private.mutation_kinds.entity is 'What the log says such a mutation is about.';

create table private.synced_tables (
  name text primary key,
  place integer not null unique,
  restricted boolean not null,
  restricted_when jsonb
);
comment on table private.synced_tables is
  'The tables that phones have. private.synced_rows and private.is_open_to_all are made of it.';
comment on column private.synced_tables.place is 'Parents come before children.';
comment on column private.synced_tables.restricted is 'Observers see no row of it.';
comment on column private.synced_tables.restricted_when is
  'What a row says that observers do not see, where they see others of the same table.';

alter table private.word_lists enable row level security;
alter table private.mutation_kinds enable row level security;
alter table private.synced_tables enable row level security;
revoke all on private.word_lists, private.mutation_kinds, private.synced_tables
  from public, anon, authenticated, service_role;

insert into private.word_lists (list, place, word)
select l.list, w.place, w.word
from unnest(array[
  'role', 'specialty', 'team_status', 'site_kind', 'site_status', 'coord_source', 'area_level',
  'area_access', 'search_method', 'search_result', 'task_kind', 'priority', 'task_status', 'holding',
  'operation_status', 'task_event_kind', 'conflict_reason', 'person_sex', 'person_age_group',
  'person_condition', 'share_scope', 'person_event_kind', 'mutation_kind', 'triage_category',
  'triage_method', 'triage_question', 'triage_answer', 'handoff_status', 'care_sign', 'care_need',
  'care_event_kind', 'bed_kind', 'facility_status', 'tracing_status', 'claim_status',
  'seeker_relation', 'tracing_event_kind', 'report_kind', 'reliability', 'credibility',
  'report_status', 'measure', 'report_event_kind', 'evidence_method', 'custody_action',
  'custody_step'
]) l (list)
cross join lateral unnest(private.words(l.list)) with ordinality w (word, place);

insert into private.mutation_kinds (kind, place, entity)
select k.word, k.place, private.table_of(k.word)
from private.word_lists k
where k.list = 'mutation_kind';

insert into private.synced_tables (name, place, restricted, restricted_when)
select t.name, t.place, not coalesce(private.is_open_to_all(t.name, '{}'), true), case t.name
  when 'task_events' then '{"kind": "comment"}'::jsonb
  when 'reports' then '{"kind": "lead"}'
  when 'report_events' then '{"report_kind": "lead"}'
end
from unnest(array[
  'operations', 'organisations', 'members', 'teams', 'sites', 'site_areas', 'area_searches', 'tasks',
  'task_events', 'checkins', 'releases', 'people', 'person_events', 'care_cases', 'triage_entries',
  'care_observations', 'care_events', 'facility_reports', 'tracing_requests', 'tracing_claims',
  'tracing_events', 'reports', 'report_events', 'evidence', 'custody_entries'
]) with ordinality t (name, place);

create function private.write_words() returns void
language plpgsql
set search_path = ''
as $body$
begin
  execute format(
    $sql$
      create or replace function private.words(list text) returns text[]
      language sql immutable parallel safe
      set search_path = ''
      as 'select case list %s end'
    $sql$,
    (
      select string_agg(replace(format('when %L then %L::text[]', w.list, w.words), '''', ''''''), ' ')
      from (
        select list, array_agg(word order by place) as words
        from private.word_lists group by list
      ) w
    )
  );
end
$body$;
comment on function private.write_words() is 'Writes private.words anew.';

create function private.add_words(list text, variadic added text[]) returns void
language plpgsql
set search_path = ''
as $body$
declare
  domain regtype := to_regtype(format('private.%I', list));
begin
  insert into private.word_lists (list, place, word)
  select add_words.list, coalesce((
      select max(l.place) from private.word_lists l where l.list = add_words.list
    ), 0) + w.place, w.word
  from unnest(added) with ordinality w (word, place);
  perform private.write_words();
  if domain is not null then
    execute format('alter domain %s drop constraint %I', domain, list || '_check');
    execute format(
      'alter domain %s add constraint %I check (value in (%s))', domain, list || '_check',
      (
        select string_agg(quote_literal(l.word), ', ' order by l.place)
        from private.word_lists l where l.list = add_words.list
      )
    );
  end if;
end
$body$;
comment on function private.add_words(text, text[]) is
  'For migrations: words behind those that a list has, or a new list; the domain of that name takes them too.';

create function private.add_kind(kind text, entity text) returns void
language plpgsql
set search_path = ''
as $body$
begin
  insert into private.mutation_kinds (kind, place, entity)
  select add_kind.kind, max(k.place) + 1, add_kind.entity from private.mutation_kinds k;
  perform private.add_words('mutation_kind', kind);
  execute (
    select format(
      $sql$
        create or replace function private.dispatch(m private.mutation) returns private.verdict
        language plpgsql
        as 'begin return case m.kind %s end; end'
      $sql$,
      string_agg(
        format('when ''''%s'''' then private.%I(m)', k.kind, 'apply_' || replace(k.kind, '.', '_')),
        ' ' order by k.place
      )
    )
    from private.mutation_kinds k
  );
  execute (
    select format(
      $sql$
        create or replace function private.table_of(kind text) returns text
        language sql immutable parallel safe
        as 'select case kind %s end'
      $sql$,
      string_agg(format('when ''''%s'''' then ''''%s''''', k.kind, k.entity), ' ' order by k.place)
    )
    from private.mutation_kinds k
  );
end
$body$;
comment on function private.add_kind(text, text) is
  'For migrations: a kind of mutation, which private.apply_<kind> carries out, and the table that it is about. Who may ask for it stays with private.may_be_asked.';

create function private.write_synced_rows() returns void
language plpgsql
set search_path = ''
as $body$
begin
  execute (
    select format(
      $sql$
        create or replace view private.synced_rows
          (entity, place, operation_id, version, deleted_at, image)
        with (security_invoker = true) as %s
      $sql$,
      string_agg(
        format(
          'select %L, %s, t.operation_id, t.version, t.deleted_at, to_jsonb(t) from public.%I t',
          s.name, s.place, s.name
        ),
        ' union all ' order by s.place
      )
    )
    from private.synced_tables s
  );
  execute (
    select format(
      $sql$
        create or replace function private.is_open_to_all(entity text, changed jsonb)
        returns boolean
        language sql immutable parallel safe
        as 'select entity <> all (%s::text[]) and case entity %s else true end'
      $sql$,
      replace(quote_literal(array_agg(s.name order by s.place) filter (where s.restricted)), '''', ''''''),
      string_agg(
        replace(
          format('when %L then not changed @> %L::jsonb', s.name, s.restricted_when), '''', ''''''
        ),
        ' ' order by s.place
      ) filter (where s.restricted_when is not null)
    )
    from private.synced_tables s
  );
end
$body$;
comment on function private.write_synced_rows() is
  'Writes private.synced_rows and private.is_open_to_all anew.';

create function private.add_synced_table(
  name text, restricted boolean, restricted_when jsonb default null
) returns void
language plpgsql
set search_path = ''
as $body$
declare
  is_outside constant text :=
    'when (current_setting(''daylight.door'', true) is distinct from ''open'')';
begin
  insert into private.synced_tables (name, place, restricted, restricted_when)
  select add_synced_table.name, max(s.place) + 1, add_synced_table.restricted,
    add_synced_table.restricted_when
  from private.synced_tables s;
  execute format(
    'create trigger stamp_row before insert or update on public.%I for each row %s
     execute function private.stamp_row()', name, is_outside);
  execute format(
    'create trigger announce_inserted after insert on public.%I
     referencing new table as rows_written for each statement %s
     execute function private.announce_rows()', name, is_outside);
  execute format(
    'create trigger announce_updated after update on public.%I
     referencing new table as rows_written for each statement %s
     execute function private.announce_rows()', name, is_outside);
  execute format(
    'create trigger refuse_delete before delete or truncate on public.%I for each statement
     execute function private.refuse_delete()', name);
  perform private.write_synced_rows();
end
$body$;
comment on function private.add_synced_table(text, boolean, jsonb) is
  'For migrations: a table of rows that phones have, the last so far. It has the columns of every synced table, the index by operation and version, and policies of its own.';

select private.write_words();
select private.write_synced_rows();

revoke all on all functions in schema private from public;
