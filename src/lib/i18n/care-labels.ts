/** The words for the closed lists of medical care, in the reader's language. */
import type {
  BedKind,
  CareNeed,
  CareSign,
  FacilityStatus,
  HandoffStatus,
  TriageCategory,
  TriageMethod,
} from '$lib/domain/care/vocabulary';
import { m } from '$lib/paraglide/messages.js';

type Words<T extends string> = Readonly<Record<T, () => string>>;

export const triageCategoryWords: Words<TriageCategory> = {
  immediate: m.domain_triage_category_immediate,
  delayed: m.domain_triage_category_delayed,
  minor: m.domain_triage_category_minor,
  expectant: m.domain_triage_category_expectant,
  deceased: m.domain_triage_category_deceased,
};

export const triageMethodWords: Words<TriageMethod> = {
  start: m.domain_triage_method_start,
  jumpstart: m.domain_triage_method_jumpstart,
  direct: m.domain_triage_method_direct,
};

export const handoffWords: Words<HandoffStatus> = {
  registered: m.domain_handoff_registered,
  triaged: m.domain_handoff_triaged,
  transport_requested: m.domain_handoff_transport_requested,
  in_transport: m.domain_handoff_in_transport,
  arrived: m.domain_handoff_arrived,
  not_received: m.domain_handoff_not_received,
  received: m.domain_handoff_received,
  discharged: m.domain_handoff_discharged,
  left: m.domain_handoff_left,
  died: m.domain_handoff_died,
};

export const bedKindWords: Words<BedKind> = {
  general: m.domain_bed_kind_general,
  intensive: m.domain_bed_kind_intensive,
  maternity: m.domain_bed_kind_maternity,
  paediatric: m.domain_bed_kind_paediatric,
  surgical: m.domain_bed_kind_surgical,
  isolation: m.domain_bed_kind_isolation,
  mental_health: m.domain_bed_kind_mental_health,
};

export const facilityStatusWords: Words<FacilityStatus> = {
  open: m.domain_facility_status_open,
  full: m.domain_facility_status_full,
  closed: m.domain_facility_status_closed,
};

export const careSignWords: Words<CareSign> = {
  heavy_bleeding: m.domain_care_sign_heavy_bleeding,
  open_wound: m.domain_care_sign_open_wound,
  infected_wound: m.domain_care_sign_infected_wound,
  burn: m.domain_care_sign_burn,
  fracture: m.domain_care_sign_fracture,
  head_injury: m.domain_care_sign_head_injury,
  breathlessness: m.domain_care_sign_breathlessness,
  cough: m.domain_care_sign_cough,
  chest_pain: m.domain_care_sign_chest_pain,
  fever: m.domain_care_sign_fever,
  diarrhoea: m.domain_care_sign_diarrhoea,
  vomiting: m.domain_care_sign_vomiting,
  dehydration: m.domain_care_sign_dehydration,
  wasting: m.domain_care_sign_wasting,
  swelling: m.domain_care_sign_swelling,
  jaundice: m.domain_care_sign_jaundice,
  skin_disease: m.domain_care_sign_skin_disease,
  hypothermia: m.domain_care_sign_hypothermia,
  weakness: m.domain_care_sign_weakness,
  sight_loss: m.domain_care_sign_sight_loss,
  confusion: m.domain_care_sign_confusion,
  agitation: m.domain_care_sign_agitation,
  seizure: m.domain_care_sign_seizure,
  unresponsive: m.domain_care_sign_unresponsive,
};

export const careNeedWords: Words<CareNeed> = {
  surgery: m.domain_care_need_surgery,
  oxygen: m.domain_care_need_oxygen,
  blood: m.domain_care_need_blood,
  dialysis: m.domain_care_need_dialysis,
  insulin: m.domain_care_need_insulin,
  regular_medicine: m.domain_care_need_regular_medicine,
  wound_care: m.domain_care_need_wound_care,
  isolation: m.domain_care_need_isolation,
  tuberculosis_test: m.domain_care_need_tuberculosis_test,
  nutrition: m.domain_care_need_nutrition,
  maternity: m.domain_care_need_maternity,
  paediatrics: m.domain_care_need_paediatrics,
  mental_health: m.domain_care_need_mental_health,
  rehabilitation: m.domain_care_need_rehabilitation,
  mobility_aid: m.domain_care_need_mobility_aid,
  interpreter: m.domain_care_need_interpreter,
  guardian: m.domain_care_need_guardian,
};
