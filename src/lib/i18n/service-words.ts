/** The words for what hospitals and clinics can do, and the reading of what somebody typed. */
import { facilityServices, serviceOf, type FacilityService } from '$lib/domain/care/services';
import { m } from '$lib/paraglide/messages.js';
import { locales } from '$lib/paraglide/runtime.js';
import { fold } from './fold';

export const serviceWords = {
  emergency: m.domain_service_emergency,
  trauma: m.domain_service_trauma,
  surgery: m.domain_service_surgery,
  orthopaedics: m.domain_service_orthopaedics,
  burns: m.domain_service_burns,
  neurology: m.domain_service_neurology,
  cardiology: m.domain_service_cardiology,
  infectious_diseases: m.domain_service_infectious_diseases,
  dialysis: m.domain_service_dialysis,
  obstetrics: m.domain_service_obstetrics,
  neonatal_care: m.domain_service_neonatal_care,
  paediatrics: m.domain_service_paediatrics,
  eye_care: m.domain_service_eye_care,
  mental_health: m.domain_service_mental_health,
  intensive_care: m.domain_service_intensive_care,
  oxygen: m.domain_service_oxygen,
  blood_bank: m.domain_service_blood_bank,
  laboratory: m.domain_service_laboratory,
  imaging: m.domain_service_imaging,
  pharmacy: m.domain_service_pharmacy,
  nutrition: m.domain_service_nutrition,
  rehabilitation: m.domain_service_rehabilitation,
} as const satisfies Readonly<Record<FacilityService, typeof m.domain_service_surgery>>;

/** A service in the reader's language; a text that names none of the list as it was written. */
export const serviceText = (text: string): string => {
  const service = serviceOf(text);
  return service ? serviceWords[service]() : text;
};

/** The service that somebody typed in a word of either language; else the text. */
export const readService = (typed: string): string => {
  const isTyped = (words: string) => fold(words) === fold(typed);
  const named = facilityServices.find((service) =>
    locales.some((locale) => isTyped(serviceWords[service]({}, { locale }))),
  );
  return named ?? serviceOf(typed) ?? typed;
};
