/**
 * What hospitals and clinics can do for somebody. The first fourteen are services of EDXL-HAVE 1.0
 * (OASIS, 2009: EmergencyDepartment, TraumaCenterServices, Surgery, Orthopedic, Burn, Neurology,
 * Cardiology, InfectiousDisease, Dialysis, OBGYN, Neonatology, Pediatrics, Ophthalmology,
 * Psychiatric); the others are what the field asks for beside them: HAVE has intensive care among the
 * beds, and laboratory, blood, pharmacy and oxygen among resources.
 *
 * A report carries texts, so that what no list knew is never lost: an earlier report's, an admin's.
 */
export const facilityServices = [
  'emergency',
  'trauma',
  'surgery',
  'orthopaedics',
  'burns',
  'neurology',
  'cardiology',
  'infectious_diseases',
  'dialysis',
  'obstetrics',
  'neonatal_care',
  'paediatrics',
  'eye_care',
  'mental_health',
  'intensive_care',
  'oxygen',
  'blood_bank',
  'laboratory',
  'imaging',
  'pharmacy',
  'nutrition',
  'rehabilitation',
] as const;
export type FacilityService = (typeof facilityServices)[number];

/** The service that a text names by its code, however it is written: "Intensive care". Else null. */
export const serviceOf = (text: string): FacilityService | null => {
  const code = text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/gu, '_');
  return facilityServices.find((service) => service === code) ?? null;
};

export interface StandingServices {
  /** In the order of the list. */
  known: FacilityService[];
  /** Texts that name none of the list, as they were written. */
  others: string[];
  /** ISO time of the report; null for what an admin has written of the site, older than any report. */
  at: string | null;
}

interface Said {
  services: string[] | null;
  reported_at: string;
}

/** What stands of a facility's services: the last report that names them, else its site's. Null: nobody has said. */
export const standingServices = (
  site: { services: readonly string[] },
  reported: Said | null,
): StandingServices | null => {
  if (reported?.services) return sorted(reported.services, reported.reported_at);
  return site.services.length > 0 ? sorted(site.services, null) : null;
};

const sorted = (texts: readonly string[], at: string | null): StandingServices => ({
  known: facilityServices.filter((service) => texts.some((text) => serviceOf(text) === service)),
  others: texts.filter((text) => serviceOf(text) === null),
  at,
});

export type HasService = 'yes' | 'not_said' | 'no';

/**
 * Whether a facility has a service. No is only what a report leaves out that has the words of the list
 * alone: in what an admin wrote, and beside texts that nobody can read, it may be missing by chance.
 */
export const hasService = (
  standing: StandingServices | null,
  service: FacilityService,
): HasService => {
  if (!standing) return 'not_said';
  if (standing.known.includes(service)) return 'yes';
  return standing.at === null || standing.others.length > 0 ? 'not_said' : 'no';
};
