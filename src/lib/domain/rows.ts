/**
 * The rows that a client may hold, as pull_changes and the tables of the same name give them.
 * Times are ISO 8601 in UTC; positions are WGS 84 degrees; ids are UUIDs made by the client.
 */
import type { ConflictReason } from './mutation-answers.ts';
import type { PersonColumns, PersonEventColumns } from './people/columns.ts';
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
} from './vocabulary.ts';
import type { CareRows } from './care-rows.ts';
import type { TracingRows } from './tracing-rows.ts';
import type { ReportRows } from './report-rows.ts';
import type { EvidenceRows } from './evidence-rows.ts';
import type { PhotoRows } from './photo-rows.ts';
import type { Synced } from './synced.ts';

export type { Synced };
export type { CustodyEntry, Evidence } from './evidence-rows.ts';
export type { PersonPhoto } from './photo-rows.ts';

export interface OperationSettings {
  /** Raster tiles drawn over the built-in base map when there is a network: https, with {z} {x} {y}. */
  tile_url?: string;
  tile_attribution?: string;
  /** Minutes after "expected back at" before the alarm. Default 0. */
  checkin_grace_minutes?: number;
  /** Hours without contact after which a phone locks. Default 72. */
  lock_after_hours?: number;
  /** Minutes without a touch after which a phone with a PIN locks. Default 15. */
  lock_idle_minutes?: number;
  /**
   * Hours without the server's word after which not even the PIN opens a phone. Default 168, or
   * `lock_after_hours` where that is longer.
   */
  lease_hours?: number;
  /** Phones ask for a PIN to be set before they show anything. Default false. */
  pin_required?: boolean;
  /** Minutes that a care case may wait at each of these doors; defaults in care/handoff.ts. */
  transport_requested_minutes?: number;
  in_transport_minutes?: number;
  arrived_minutes?: number;
  not_received_minutes?: number;
  /** IANA zone in which the operation's days are counted. Default Asia/Damascus. */
  time_zone?: string;
}

export interface Operation extends Synced {
  name_en: string;
  name_ar: string;
  status: OperationStatus;
  starts_on: string | null;
  settings: OperationSettings;
  /** What letters are sealed to: a raw P-256 public key, in base64; null until the first phone asks. */
  letter_key: string | null;
}

interface Organisation extends Synced {
  code: string;
  name_en: string;
  name_ar: string;
}

/** Everyone sees their own membership, an admin those of the whole operation. */
export interface Member extends Synced {
  user_id: string;
  role: Role;
  team_id: string | null;
  active: boolean;
  /** What the account is called: a role ("Coordinator, team 1"), an organisation or a person. */
  display_name: string;
  /** How often an admin has asked for the account's phones to be wiped [Q4]. */
  wipe_count: number;
}

export interface Team extends Synced {
  code: string;
  name_en: string;
  name_ar: string;
  specialty: Specialty;
  organisation_id: string | null;
  status: TeamStatus;
  status_at: string | null;
  last_checkin_at: string | null;
  /** "Expected back at" of the last check-in; null when the team said that it is out. */
  checkin_due_at: string | null;
  /** Rounded to 0.05 degrees: what an observer may see. The exact position is in the check-in. */
  last_lat: number | null;
  last_lon: number | null;
}

/** Never visible to an observer. */
export interface CheckIn extends Synced {
  team_id: string;
  site_id: string | null;
  lat: number | null;
  lon: number | null;
  accuracy_m: number | null;
  note: string | null;
  expected_back_at: string | null;
  /** When the phone says it happened. */
  checked_in_at: string;
}

export interface Site extends Synced {
  code: string;
  name_en: string;
  name_ar: string;
  aliases: string[];
  kind: SiteKind;
  status: SiteStatus;
  status_at: string | null;
  adm1_pcode: string | null;
  lat: number | null;
  lon: number | null;
  coord_source: CoordSource | null;
  coord_precision_m: number | null;
  access_notes: string | null;
  /** Hospitals, clinics, shelters and reception centres only. */
  beds_total: number | null;
  beds_free: number | null;
  beds_at: string | null;
  services: string[];
}

export interface SiteArea extends Synced {
  site_id: string;
  parent_id: string | null;
  level: AreaLevel;
  name_en: string;
  name_ar: string;
  access: AreaAccess;
  sort: number;
  note: string | null;
}

/** Append-only. */
export interface AreaSearch extends Synced {
  area_id: string;
  site_id: string;
  team_id: string | null;
  task_id: string | null;
  method: SearchMethod;
  result: SearchResult;
  note: string | null;
  searched_at: string;
}

/** Append-only: people who came out. Every total is the sum of rows [C8]. */
export interface Release extends Synced {
  site_id: string | null;
  area_id: string | null;
  task_id: string | null;
  team_id: string | null;
  /** The row that this one corrects: the counts are differences then, and may be negative. */
  corrects: string | null;
  women: number;
  men: number;
  girls: number;
  boys: number;
  unknown: number;
  /** The people of this row have to stay together. */
  together: boolean;
  note: string | null;
  /** When the phone says they came out. */
  counted_at: string;
}

export interface Task extends Synced {
  /** Short and stable, drawn from the id ("T-4F2A"), for the radio. */
  code: string;
  kind: TaskKind;
  title: string | null;
  details: string | null;
  site_id: string | null;
  area_id: string | null;
  priority: Priority;
  status: TaskStatus;
  status_at: string;
  status_reason: string | null;
  due_at: string | null;
  people_expected: number | null;
  /** A conflict waits for a person's decision. */
  needs_review: boolean;
  team_id: string | null;
  holding: Holding | null;
  held_at: string | null;
  /** The team that held the task when it was last done: it does not verify its own work. */
  done_team_id: string | null;
}

export const taskEventKinds = [
  'create',
  'update',
  'status',
  'claim',
  'hand_over',
  'comment',
] as const;
export type TaskEventKind = (typeof taskEventKinds)[number];

/** The history of a task, append-only but for `resolved_at`. Comments are hidden from observers. */
export interface TaskEvent extends Synced {
  task_id: string;
  kind: TaskEventKind;
  outcome: 'applied' | 'conflict';
  /** Why it is a conflict; null when applied. */
  reason: ConflictReason | null;
  actor_id: string | null;
  actor_role: Role;
  actor_team_id: string | null;
  /** What was asked for: the mutation's payload. */
  payload: Record<string, unknown>;
  /** What stood there before, by field: `{ status: 'open' }`. */
  before: Record<string, unknown>;
  device_at: string;
  received_at: string;
  /** A conflict that a person has decided. */
  resolved_at: string | null;
}

/** Somebody who was found. Never visible to an observer. */
export type Person = Synced & PersonColumns;

/** The history of a person's record, append-only but for `resolved_by`. Never visible to an observer. */
export type PersonEvent = Synced &
  PersonEventColumns & {
    actor_role: Role;
    /** Why it is a conflict; null when applied. */
    reason: ConflictReason | null;
  };

export interface Rows extends CareRows, TracingRows, ReportRows, EvidenceRows, PhotoRows {
  operations: Operation;
  organisations: Organisation;
  members: Member;
  teams: Team;
  sites: Site;
  site_areas: SiteArea;
  area_searches: AreaSearch;
  tasks: Task;
  task_events: TaskEvent;
  checkins: CheckIn;
  releases: Release;
  people: Person;
  person_events: PersonEvent;
}
export type TableName = keyof Rows;

/** Every synced table, parents before children. */
export const tableNames = [
  'operations',
  'organisations',
  'members',
  'teams',
  'sites',
  'site_areas',
  'area_searches',
  'tasks',
  'task_events',
  'checkins',
  'releases',
  'people',
  'person_events',
  'care_cases',
  'triage_entries',
  'care_observations',
  'care_events',
  'facility_reports',
  'tracing_requests',
  'tracing_claims',
  'tracing_events',
  'reports',
  'report_events',
  'evidence',
  'custody_entries',
  'person_photos',
] as const satisfies readonly TableName[];
