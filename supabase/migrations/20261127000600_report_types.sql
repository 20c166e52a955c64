-- Claims and leads: the closed lists of the reports desk, and how a report's status may go on.

create domain private.report_kind as text check (value in ('claim', 'lead'));
create domain private.reliability as text check (value in ('A', 'B', 'C', 'D', 'E', 'F'));
create domain private.credibility as text check (value in ('1', '2', '3', '4', '5', '6'));
create domain private.report_status as text check (
  value in (
    'unverified', 'corroborated', 'disputed', 'refuted', 'superseded'
  )
);
create domain private.measure as text check (
  value in (
    'people_held', 'people_freed', 'people_injured', 'people_dead', 'people_missing'
  )
);
create domain private.report_event_kind as text check (
  value in (
    'create', 'update', 'grade', 'status', 'assign', 'task'
  )
);
create domain private.figure as integer check (value between 0 and 100000000);
create domain private.web_link as text check (
  value ~ '^https?://[^\s/]+\S*$' and char_length(value) <= 2000
);
comment on domain private.report_kind is
  'A claim is for every member to read; a lead is for those who follow it, for it may name who told.';
comment on domain private.reliability is 'How far a source can be trusted, on the Admiralty scale.';
comment on domain private.credibility is 'How far what is said can be believed, on the Admiralty scale.';
comment on domain private.figure is 'A number of people, as somebody claims it.';
comment on domain private.web_link is 'A page or a picture on the web: http or https, at most 2,000 characters.';

create function public.report_transitions()
returns table (from_status text, to_status text, needs_reason boolean)
language sql immutable parallel safe
set search_path = ''
as $$
  values
    ('unverified', 'corroborated', true),
    ('unverified', 'disputed', true),
    ('unverified', 'refuted', true),
    ('unverified', 'superseded', true),
    ('corroborated', 'disputed', true),
    ('corroborated', 'refuted', true),
    ('corroborated', 'superseded', true),
    ('disputed', 'corroborated', true),
    ('disputed', 'refuted', true),
    ('disputed', 'superseded', true),
    ('refuted', 'unverified', true),
    ('refuted', 'disputed', true)
$$;
comment on function public.report_transitions() is
  'The steps of a report''s status, the same table as src/lib/domain/reports/grades.ts; a test holds the two equal.';

revoke all on function public.report_transitions() from public, anon, authenticated, service_role;
grant execute on function public.report_transitions() to authenticated, service_role;
