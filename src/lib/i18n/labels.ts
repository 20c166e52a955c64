/** The words for the domain's closed lists, in the reader's language. */
import type { ReleaseGroup } from '$lib/domain/care/vocabulary';
import type { AreaState } from '$lib/domain/coverage';
import type { Reason } from '$lib/domain/mutation-answers';
import type {
  AreaAccess,
  AreaLevel,
  CoordSource,
  Holding,
  OperationStatus,
  Priority,
  Role,
  SearchMethod,
  SearchResult,
  SiteKind,
  SiteStatus,
  Specialty,
  TaskKind,
  TaskStatus,
  TeamStatus,
} from '$lib/domain/vocabulary';
import { m } from '$lib/paraglide/messages.js';

export type Words<T extends string> = Readonly<Record<T, () => string>>;

export const roleWords: Words<Role> = {
  admin: m.domain_role_admin,
  coordinator: m.domain_role_coordinator,
  medic: m.domain_role_medic,
  observer: m.domain_role_observer,
};

export const releaseGroupWords: Words<ReleaseGroup> = {
  women: m.domain_release_group_women,
  men: m.domain_release_group_men,
  girls: m.domain_release_group_girls,
  boys: m.domain_release_group_boys,
  unknown: m.domain_release_group_unknown,
};

export const specialtyWords: Words<Specialty> = {
  search_and_rescue: m.domain_specialty_search_and_rescue,
  wall_breaching: m.domain_specialty_wall_breaching,
  door_opening: m.domain_specialty_door_opening,
  dog_unit: m.domain_specialty_dog_unit,
  medical: m.domain_specialty_medical,
  documentation: m.domain_specialty_documentation,
  logistics: m.domain_specialty_logistics,
  psychosocial: m.domain_specialty_psychosocial,
};

export const teamStatusWords: Words<TeamStatus> = {
  available: m.domain_team_status_available,
  en_route: m.domain_team_status_en_route,
  on_site: m.domain_team_status_on_site,
  resting: m.domain_team_status_resting,
  out_of_service: m.domain_team_status_out_of_service,
};

export const siteKindWords: Words<SiteKind> = {
  civil_prison: m.domain_site_kind_civil_prison,
  military_prison: m.domain_site_kind_military_prison,
  intelligence_branch: m.domain_site_kind_intelligence_branch,
  military_police: m.domain_site_kind_military_police,
  militia_camp: m.domain_site_kind_militia_camp,
  hospital: m.domain_site_kind_hospital,
  clinic: m.domain_site_kind_clinic,
  shelter: m.domain_site_kind_shelter,
  reception_centre: m.domain_site_kind_reception_centre,
  staging_area: m.domain_site_kind_staging_area,
};

export const siteStatusWords: Words<SiteStatus> = {
  reported: m.domain_site_status_reported,
  verified: m.domain_site_status_verified,
  secured: m.domain_site_status_secured,
  searching: m.domain_site_status_searching,
  cleared: m.domain_site_status_cleared,
  closed: m.domain_site_status_closed,
};

export const coordSourceWords: Words<CoordSource> = {
  published: m.domain_coord_source_published,
  derived: m.domain_coord_source_derived,
  approximate: m.domain_coord_source_approximate,
  town: m.domain_coord_source_town,
  surveyed: m.domain_coord_source_surveyed,
};

export const areaLevelWords: Words<AreaLevel> = {
  building: m.domain_area_level_building,
  level: m.domain_area_level_level,
  wing: m.domain_area_level_wing,
  room: m.domain_area_level_room,
};

export const areaAccessWords: Words<AreaAccess> = {
  open: m.domain_area_access_open,
  locked: m.domain_area_access_locked,
  electronic_door: m.domain_area_access_electronic_door,
  concealed: m.domain_area_access_concealed,
  collapsed: m.domain_area_access_collapsed,
  unknown: m.domain_area_access_unknown,
};

export const searchMethodWords: Words<SearchMethod> = {
  visual: m.domain_search_method_visual,
  dog: m.domain_search_method_dog,
  listening: m.domain_search_method_listening,
  technical: m.domain_search_method_technical,
  breach: m.domain_search_method_breach,
};

export const searchResultWords: Words<SearchResult> = {
  nothing_found: m.domain_search_result_nothing_found,
  people_found: m.domain_search_result_people_found,
  inaccessible: m.domain_search_result_inaccessible,
  sealed_for_evidence: m.domain_search_result_sealed_for_evidence,
};

export const areaStateWords: Words<AreaState> = {
  unreached: m.domain_area_state_unreached,
  blocked: m.domain_area_state_blocked,
  searched: m.domain_area_state_searched,
  cleared: m.domain_area_state_cleared,
};

export const taskKindWords: Words<TaskKind> = {
  release: m.domain_task_kind_release,
  search: m.domain_task_kind_search,
  breach: m.domain_task_kind_breach,
  medical: m.domain_task_kind_medical,
  evacuation: m.domain_task_kind_evacuation,
  documentation: m.domain_task_kind_documentation,
  reunification: m.domain_task_kind_reunification,
  logistics: m.domain_task_kind_logistics,
};

export const priorityWords: Words<Priority> = {
  critical: m.domain_priority_critical,
  high: m.domain_priority_high,
  normal: m.domain_priority_normal,
  low: m.domain_priority_low,
};

export const taskStatusWords: Words<TaskStatus> = {
  open: m.domain_task_status_open,
  en_route: m.domain_task_status_en_route,
  in_progress: m.domain_task_status_in_progress,
  blocked: m.domain_task_status_blocked,
  done: m.domain_task_status_done,
  verified: m.domain_task_status_verified,
  cancelled: m.domain_task_status_cancelled,
};

export const holdingWords: Words<Holding> = {
  claimed: m.domain_holding_claimed,
  assigned: m.domain_holding_assigned,
  handed_over: m.domain_holding_handed_over,
  given_back: m.domain_holding_given_back,
};

export const operationStatusWords: Words<OperationStatus> = {
  active: m.domain_operation_status_active,
  closed: m.domain_operation_status_closed,
};

export const reasonWords: Words<Reason> = {
  malformed: m.domain_reason_malformed,
  unknown_kind: m.domain_reason_unknown_kind,
  wrong_operation: m.domain_reason_wrong_operation,
  not_a_member: m.domain_reason_not_a_member,
  not_allowed: m.domain_reason_not_allowed,
  not_found: m.domain_reason_not_found,
  already_exists: m.domain_reason_already_exists,
  invalid_payload: m.domain_reason_invalid_payload,
  transition_not_allowed: m.domain_reason_transition_not_allowed,
  reason_required: m.domain_reason_reason_required,
  own_work: m.domain_reason_own_work,
  operation_closed: m.domain_reason_operation_closed,
  withdrawn: m.domain_reason_withdrawn,
  already_applied: m.domain_reason_already_applied,
  already_merged: m.domain_reason_already_merged,
  erased: m.domain_reason_erased,
  same_account: m.domain_reason_same_account,
  not_stored: m.domain_reason_not_stored,
  server_error: m.domain_reason_server_error,
  status_changed: m.domain_reason_status_changed,
  held_by_other_team: m.domain_reason_held_by_other_team,
  fields_changed: m.domain_reason_fields_changed,
  consent_withdrawn: m.domain_reason_consent_withdrawn,
  row_deleted: m.domain_reason_row_deleted,
  contested: m.domain_reason_contested,
};
