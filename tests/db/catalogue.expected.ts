/**
 * What each caller may do with everything that schema public holds. The API exposes exactly this:
 * a table or a function without an entry here fails catalogue.test.ts.
 */

export const callers = [
  'anon',
  'outsider',
  'deactivated',
  'observer',
  'coordinator',
  'medic',
  'admin',
  'service_role',
] as const;
export type CallerName = (typeof callers)[number];

/**
 * What a caller meets:
 * - `none`: permission denied, whatever the rows
 * - `nothing`: allowed, and no row of the operation is there
 * - `own`: some rows, their own
 * - `some`: some rows, but not all
 * - `all`: every row of the operation
 */
export type Sight = 'none' | 'nothing' | 'own' | 'some' | 'all';

type Reading = Record<CallerName, Sight>;

const members: Reading = {
  anon: 'none',
  outsider: 'nothing',
  deactivated: 'nothing',
  observer: 'all',
  coordinator: 'all',
  medic: 'all',
  admin: 'all',
  service_role: 'all',
};
const field: Reading = { ...members, observer: 'nothing' };
/** Not the admin either: what is known of care beyond the medics are numbers. */
const medics: Reading = { ...field, coordinator: 'nothing', admin: 'nothing' };

/** Who reads which rows of a table. */
export const reading: Record<string, Reading> = {
  operations: members,
  organisations: members,
  teams: members,
  sites: members,
  site_areas: members,
  area_searches: members,
  tasks: members,
  task_events: { ...members, observer: 'some' },
  checkins: field,
  releases: members,
  people: field,
  person_events: field,
  care_cases: { ...medics, coordinator: 'some' },
  care_events: { ...medics, coordinator: 'some' },
  triage_entries: medics,
  care_observations: medics,
  facility_reports: members,
  tracing_requests: field,
  tracing_claims: field,
  tracing_events: field,
  // Claims, and leads too for those who follow them.
  reports: { ...members, observer: 'some', medic: 'some' },
  report_events: { ...members, observer: 'some', medic: 'some' },
  evidence: field,
  custody_entries: field,
  person_photos: field,
  members: { ...members, observer: 'own', coordinator: 'own', medic: 'own' },
  member_presence: { ...members, observer: 'own', coordinator: 'own', medic: 'own' },
  // A profile belongs to the account, not to the operation.
  profiles: {
    anon: 'none',
    outsider: 'nothing',
    deactivated: 'own',
    observer: 'own',
    coordinator: 'own',
    medic: 'own',
    admin: 'own',
    service_role: 'all',
  },
  // A device belongs to the account, not to the operation.
  devices: {
    anon: 'none',
    outsider: 'nothing',
    deactivated: 'own',
    observer: 'own',
    coordinator: 'own',
    medic: 'own',
    admin: 'own',
    service_role: 'all',
  },
  events: { ...field, coordinator: 'own', medic: 'own' },
  operation_clocks: {
    anon: 'none',
    outsider: 'none',
    deactivated: 'none',
    observer: 'none',
    coordinator: 'none',
    medic: 'none',
    admin: 'none',
    service_role: 'all',
  },
};

/** Tables that nobody writes directly, the service key neither. The others it may insert and update. */
export const closedToTheServiceKey = [
  'events',
  'operation_clocks',
  'member_presence',
  'devices',
  'evidence',
  'custody_entries',
  'person_photos',
];

/** Functions: the roles of the API that may execute them at all. */
export const executing: Record<string, readonly ('anon' | 'authenticated' | 'service_role')[]> = {
  'apply_mutations(batch jsonb)': ['authenticated'],
  'pull_changes(operation uuid, cursor text, page integer)': ['authenticated'],
  'phones_heard(operation uuid)': ['authenticated'],
  'task_transitions()': ['authenticated', 'service_role'],
  'handoff_steps()': ['authenticated', 'service_role'],
  'handoff_waits()': ['authenticated', 'service_role'],
  'report_transitions()': ['authenticated', 'service_role'],
  'care_counts(operation uuid)': ['authenticated'],
  'emt_daily(operation uuid, day date)': ['authenticated'],
  'create_operation(name_en text, name_ar text, settings jsonb)': ['service_role'],
  'set_member(operation uuid, member_user uuid, role text, team uuid, active boolean, display_name text)':
    ['authenticated'],
  'list_accounts(operation uuid)': ['authenticated'],
  'export_events(operation uuid, after_seq bigint, page integer)': ['authenticated'],
  'find_account(address text)': ['service_role'],
  'end_sessions(account uuid)': ['service_role'],
  'note_account_action(operation uuid, member_user uuid, action text)': ['authenticated'],
  'request_wipe(operation uuid, member_user uuid)': ['authenticated'],
  'register_device(device uuid, public_key text)': ['authenticated'],
  'ensure_letter_key(operation uuid, public_key text, private_key text)': ['service_role'],
  'read_letter_keys(key_ids text[])': ['service_role'],
  'apply_letters(letters jsonb)': ['service_role'],
  'people_counts(operation uuid)': ['authenticated'],
  'tracing_counts(operation uuid)': ['authenticated'],
  'evidence_counts(operation uuid)': ['authenticated'],
  'export_evidence(operation uuid, items uuid[])': ['authenticated'],
  'record_evidence_check(item uuid, found_sha256 text)': ['service_role'],
  'photos_to_clear(operation uuid)': ['service_role'],
  'erase_expired()': ['service_role'],
};
