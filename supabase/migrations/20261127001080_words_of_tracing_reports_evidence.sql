-- The closed lists of tracing, reports and evidence, beside those that were there before.

create or replace function private.words(list text) returns text[]
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
      'status_changed', 'held_by_other_team', 'fields_changed', 'row_deleted',
      'contested'
    ]
    when 'person_sex' then array['female', 'male', 'unknown']
    when 'person_age_group' then array[
      'infant', 'child', 'adolescent', 'adult', 'elderly', 'unknown'
    ]
    when 'person_condition' then array[
      'stable', 'injured', 'critical', 'unresponsive', 'deceased', 'unknown'
    ]
    when 'share_scope' then array['none', 'family', 'partners', 'public']
    when 'person_event_kind' then array['created', 'updated', 'merged', 'unmerged', 'conflict']
    when 'mutation_kind' then array[
      'task.create', 'task.update', 'task.status', 'task.claim', 'task.hand_over', 'task.comment',
      'team.status', 'team.checkin', 'site.create', 'site.update', 'area.create', 'area.update',
      'area.search', 'team.create', 'team.update', 'operation.update', 'record.discard',
      'release.record', 'person.create', 'person.update', 'person.merge', 'person.unmerge',
      'care.open', 'care.triage', 'care.observe', 'care.step', 'care.link', 'facility.report',
      'tracing.request', 'tracing.update', 'tracing.step', 'tracing.claim', 'tracing.claim_step',
      'report.create', 'report.update', 'report.grade', 'report.status', 'report.assign',
      'report.task',
      'evidence.record', 'evidence.stored', 'custody.record'
    ]
    when 'triage_category' then array['immediate', 'delayed', 'minor', 'expectant', 'deceased']
    when 'triage_method' then array['start', 'jumpstart', 'direct']
    when 'triage_question' then array[
      'walks', 'breathing', 'breathing_with_open_airway', 'breathing_rate', 'perfusion',
      'follows_commands', 'pulse_without_breathing', 'breathing_after_five_rescue_breaths',
      'child_breathing_rate', 'child_pulse', 'child_response', 'child_walked_before',
      'child_serious_injury'
    ]
    when 'triage_answer' then array[
      'yes', 'no', 'up_to_30', 'over_30', 'under_15', 'from_15_to_45', 'over_45', 'irregular',
      'perfused', 'poorly_perfused', 'alert', 'to_voice', 'to_pain_appropriate',
      'to_pain_inappropriate', 'unresponsive'
    ]
    when 'handoff_status' then array[
      'registered', 'triaged', 'transport_requested', 'in_transport', 'arrived', 'not_received',
      'received', 'discharged', 'left', 'died'
    ]
    when 'care_sign' then array[
      'heavy_bleeding', 'open_wound', 'infected_wound', 'burn', 'fracture', 'head_injury',
      'breathlessness', 'cough', 'chest_pain', 'fever', 'diarrhoea', 'vomiting', 'dehydration',
      'wasting', 'swelling', 'jaundice', 'skin_disease', 'hypothermia', 'weakness', 'sight_loss',
      'confusion', 'agitation', 'seizure', 'unresponsive'
    ]
    when 'care_need' then array[
      'surgery', 'oxygen', 'blood', 'dialysis', 'insulin', 'regular_medicine', 'wound_care',
      'isolation', 'tuberculosis_test', 'nutrition', 'maternity', 'paediatrics', 'mental_health',
      'rehabilitation', 'mobility_aid', 'interpreter', 'guardian'
    ]
    when 'care_event_kind' then array['open', 'step', 'link']
    when 'bed_kind' then array[
      'general', 'intensive', 'maternity', 'paediatric', 'surgical', 'isolation', 'mental_health'
    ]
    when 'facility_status' then array['open', 'full', 'closed']
    when 'tracing_status' then array[
      'open', 'candidate_proposed', 'matched_pending', 'handed_over', 'reversed', 'closed',
      'withdrawn', 'expired'
    ]
    when 'claim_status' then array[
      'proposed', 'held', 'confirmed_once', 'confirmed', 'rejected', 'reversed'
    ]
    when 'seeker_relation' then array[
      'parent', 'spouse', 'child', 'sibling', 'relative', 'friend', 'organisation', 'unknown'
    ]
    when 'tracing_event_kind' then array[
      'requested', 'updated', 'step', 'claimed', 'claim_step', 'conflict'
    ]
    when 'report_kind' then array['claim', 'lead']
    when 'reliability' then array['A', 'B', 'C', 'D', 'E', 'F']
    when 'credibility' then array['1', '2', '3', '4', '5', '6']
    when 'report_status' then array[
      'unverified', 'corroborated', 'disputed', 'refuted', 'superseded'
    ]
    when 'measure' then array[
      'people_held', 'people_freed', 'people_injured', 'people_dead', 'people_missing'
    ]
    when 'report_event_kind' then array['create', 'update', 'grade', 'status', 'assign', 'task']
    when 'evidence_method' then array['camera', 'file']
    when 'custody_action' then array[
      'collected', 'stored', 'checked', 'mismatch', 'viewed', 'handed_over', 'returned', 'copied',
      'sealed', 'exported'
    ]
    when 'custody_step' then array[
      'viewed', 'handed_over', 'returned', 'copied', 'sealed', 'exported'
    ]
  end
$$;
