-- Medical care: its closed lists as types, and the table of the hand-off.

create domain private.triage_category as text check (
  value in ('immediate', 'delayed', 'minor', 'expectant', 'deceased')
);
create domain private.triage_method as text check (value in ('start', 'jumpstart', 'direct'));
create domain private.handoff_status as text check (
  value in (
    'registered', 'triaged', 'transport_requested', 'in_transport', 'arrived', 'not_received',
    'received', 'discharged', 'left', 'died'
  )
);
create domain private.care_sign as text check (
  value in (
    'heavy_bleeding', 'open_wound', 'infected_wound', 'burn', 'fracture', 'head_injury',
    'breathlessness', 'cough', 'chest_pain', 'fever', 'diarrhoea', 'vomiting', 'dehydration',
    'wasting', 'swelling', 'jaundice', 'skin_disease', 'hypothermia', 'weakness', 'sight_loss',
    'confusion', 'agitation', 'seizure', 'unresponsive'
  )
);
create domain private.care_need as text check (
  value in (
    'surgery', 'oxygen', 'blood', 'dialysis', 'insulin', 'regular_medicine', 'wound_care',
    'isolation', 'tuberculosis_test', 'nutrition', 'maternity', 'paediatrics', 'mental_health',
    'rehabilitation', 'mobility_aid', 'interpreter', 'guardian'
  )
);
create domain private.care_event_kind as text check (value in ('open', 'step', 'link'));
create domain private.bed_kind as text check (
  value in (
    'general', 'intensive', 'maternity', 'paediatric', 'surgical', 'isolation', 'mental_health'
  )
);
create domain private.facility_status as text check (value in ('open', 'full', 'closed'));
create domain private.short_text as text check (char_length(value) <= 500);
comment on domain private.short_text is 'A reason or a note for a hand-over: at most 500 characters.';

create function public.handoff_steps()
returns table (from_status text, to_status text, needs_reason boolean, facility text, said_by text)
language sql immutable parallel safe
set search_path = ''
as $$
  values
    ('registered', 'triaged', false, null, 'carer'),
    ('registered', 'left', true, null, 'carer'),
    ('registered', 'died', false, null, 'carer'),
    ('triaged', 'transport_requested', false, 'any', 'carer'),
    ('triaged', 'in_transport', false, 'any', 'carer'),
    ('triaged', 'discharged', false, null, 'carer'),
    ('triaged', 'left', true, null, 'carer'),
    ('triaged', 'died', false, null, 'carer'),
    ('transport_requested', 'in_transport', false, null, 'carer'),
    ('transport_requested', 'triaged', true, null, 'carer'),
    ('transport_requested', 'left', true, null, 'carer'),
    ('transport_requested', 'died', false, null, 'carer'),
    ('in_transport', 'arrived', false, 'any', 'carer'),
    ('in_transport', 'transport_requested', true, 'any', 'carer'),
    ('in_transport', 'left', true, null, 'carer'),
    ('in_transport', 'died', false, null, 'carer'),
    ('arrived', 'received', false, null, 'facility'),
    ('arrived', 'not_received', true, null, 'facility'),
    ('arrived', 'left', true, null, 'carer'),
    ('arrived', 'died', false, null, 'carer'),
    ('not_received', 'transport_requested', false, 'another', 'carer'),
    ('not_received', 'in_transport', false, 'another', 'carer'),
    ('not_received', 'received', false, null, 'facility'),
    ('not_received', 'left', true, null, 'carer'),
    ('not_received', 'died', false, null, 'carer'),
    ('received', 'discharged', false, null, 'facility'),
    ('received', 'transport_requested', false, 'another', 'facility'),
    ('received', 'left', true, null, 'facility'),
    ('received', 'died', false, null, 'facility'),
    ('discharged', 'triaged', true, null, 'carer'),
    ('left', 'triaged', true, null, 'carer'),
    ('died', 'triaged', true, null, 'carer')
$$;
comment on function public.handoff_steps() is
  'The steps of a care case from door to door, the same table as src/lib/domain/care/handoff.ts; a test holds the two equal.';

create function public.handoff_waits()
returns table (status text, waits_on text, limit_minutes int)
language sql immutable parallel safe
set search_path = ''
as $$
  values
    ('transport_requested', 'transport', 30),
    ('in_transport', 'transport', 60),
    ('arrived', 'facility', 30),
    ('not_received', 'carer', 30)
$$;
comment on function public.handoff_waits() is
  'Where somebody waits for somebody, and for how long before the alarm where the operation''s settings say nothing else; the same table as src/lib/domain/care/handoff.ts.';

revoke all on function public.handoff_steps(), public.handoff_waits()
  from public, anon, authenticated, service_role;
grant execute on function public.handoff_steps(), public.handoff_waits()
  to authenticated, service_role;
