/**
 * What a client may ask for through apply_mutations: one payload type a kind.
 * docs/sync-spec.md says the same in words; the database checks every payload again.
 */
import type { CarePayloads } from './care-payloads.ts';
import type { EvidencePayloads } from './evidence-rows.ts';
import type { PhotoPayloads } from './photo-rows.ts';
import type { ErasureReason } from './people/record.ts';
import type { ReleaseCounts } from './release-counts.ts';
import type { ReportPayloads } from './report-payloads.ts';
import type { OperationSettings, Person } from './rows.ts';
import type { TracingFields, TracingPayloads } from './tracing-payloads.ts';
import type {
  AreaAccess,
  AreaLevel,
  CoordSource,
  OperationStatus,
  Priority,
  SearchMethod,
  SearchResult,
  SiteKind,
  SiteStatus,
  Specialty,
  TaskKind,
  TaskStatus,
  TeamStatus,
} from './vocabulary.ts';

/** Fields to set, with the values that the author saw (`base`), so that texts merge field by field. */
export interface FieldChanges<T> {
  set: Partial<T>;
  base?: Partial<T>;
  /** Ids of conflicts in the row's history that this decision settles. */
  resolves?: string[];
}

export interface TaskFields {
  kind: TaskKind;
  title: string | null;
  details: string | null;
  site_id: string | null;
  area_id: string | null;
  priority: Priority;
  due_at: string | null;
  people_expected: number | null;
}

export interface SiteFields {
  code: string;
  name_en: string;
  name_ar: string;
  aliases: string[];
  kind: SiteKind;
  status: SiteStatus;
  adm1_pcode: string | null;
  lat: number | null;
  lon: number | null;
  coord_source: CoordSource | null;
  coord_precision_m: number | null;
  access_notes: string | null;
  beds_total: number | null;
  beds_free: number | null;
  services: string[];
  /** True takes the row away as a tombstone, false brings it back. */
  deleted: boolean;
}

interface AreaFields {
  level: AreaLevel;
  parent_id: string | null;
  name_en: string;
  name_ar: string;
  access: AreaAccess;
  sort: number;
  note: string | null;
  deleted: boolean;
}

export interface TeamFields {
  code: string;
  name_en: string;
  name_ar: string;
  specialty: Specialty;
  organisation_id: string | null;
  deleted: boolean;
}

export interface OperationFields {
  name_en: string;
  name_ar: string;
  status: OperationStatus;
  starts_on: string | null;
  settings: OperationSettings;
}

/** What may be recorded of a person. A place is set whole: the site with the area, or with none. */
export type PersonFields = Pick<
  Person,
  | 'given'
  | 'father'
  | 'grandfather'
  | 'family'
  | 'mother'
  | 'kunya'
  | 'also_known_as'
  | 'sex'
  | 'age_group'
  | 'birth_year'
  | 'languages'
  | 'home_adm1_pcode'
  | 'found_site_id'
  | 'found_area_id'
  | 'found_task_id'
  | 'found_at'
  | 'condition'
  | 'group_id'
  | 'photo_consent'
  | 'share_consent'
  | 'consent_at'
  | 'expires_on'
>;

export interface Payloads
  extends CarePayloads, TracingPayloads, ReportPayloads, EvidencePayloads, PhotoPayloads {
  'task.create': Partial<TaskFields> & { kind: TaskKind; team_id?: string | null };
  'task.update': FieldChanges<TaskFields>;
  'task.status': {
    status: TaskStatus;
    /** The status that the author saw. */
    from?: TaskStatus;
    reason?: string;
    resolves?: string[];
  };
  /** `from_team_id`: who held it when the author looked; null for nobody. */
  'task.claim': { team_id?: string; from_team_id?: string | null; resolves?: string[] };
  /** `team_id` null gives the task back. */
  'task.hand_over': {
    team_id: string | null;
    from_team_id?: string | null;
    note?: string;
    resolves?: string[];
  };
  /** `help` asks for help: the task comes up for everyone who can give it. */
  'task.comment': { body: string; help?: boolean };
  'team.status': { status: TeamStatus };
  'team.checkin': {
    checkin_id: string;
    site_id?: string | null;
    lat?: number | null;
    lon?: number | null;
    accuracy_m?: number | null;
    note?: string | null;
    expected_back_at?: string | null;
    status?: TeamStatus;
  };
  'site.create': Partial<SiteFields> & { code: string; name_en: string; kind: SiteKind };
  'site.update': FieldChanges<SiteFields>;
  'area.create': Partial<AreaFields> & { site_id: string; level: AreaLevel; name_en: string };
  'area.update': FieldChanges<AreaFields>;
  /** entity_id is the area; `search_id` the new row. */
  'area.search': {
    search_id: string;
    method: SearchMethod;
    result: SearchResult;
    team_id?: string | null;
    task_id?: string | null;
    note?: string | null;
    searched_at?: string;
  };
  /**
   * entity_id is the new row. A group that is left out counts nobody; one of them counts somebody.
   * With `corrects` the counts are differences, and places and team are those of the corrected row.
   */
  'release.record': Partial<ReleaseCounts> & {
    site_id?: string | null;
    area_id?: string | null;
    task_id?: string | null;
    team_id?: string | null;
    corrects?: string | null;
    together?: boolean;
    note?: string | null;
  };
  'team.create': Partial<TeamFields> & { code: string; name_en: string; specialty: Specialty };
  'team.update': FieldChanges<TeamFields>;
  'operation.update': FieldChanges<OperationFields>;
  /**
   * What its author lays down instead of sending [K8]; entity_id is the record's id too. `payload`
   * is left out where both would be more than 64 kB.
   */
  'record.discard': {
    record_id: string;
    /** The discarded record's own kind, entity and payload. */
    kind: string;
    entity_id: string;
    payload?: Record<string, unknown>;
    /** Never blank. */
    reason: string;
    /** In which state it lay in the outbox. */
    state: string;
  };
  'person.create': Partial<PersonFields>;
  /** All of it is set, or none [N1]. `deleted` is for admins. */
  'person.update': FieldChanges<PersonFields & { deleted: boolean }>;
  /** The record from now on stands for the same person as `into` [N2]. */
  'person.merge': {
    into: string;
    /** Why they are one, in few words each; at most 20. */
    reasons: string[];
    resolves?: string[];
  };
  /**
   * `reason`: never blank, at most 200 characters. `from`: the record that stood for it when the
   * author looked; null for none.
   */
  'person.unmerge': { reason: string; from?: string | null; resolves?: string[] };
  /** For good, with every record that it stands for [X2]. For admins. */
  'person.erase': { reason: Exclude<ErasureReason, 'expired'> };
  'tracing.erase': { reason: Exclude<ErasureReason, 'expired'> };
  /** All of it is set, or none, as [N1] says. `deleted` is for admins [F6]. */
  'tracing.update': FieldChanges<TracingFields & { deleted: boolean }>;
}
export type MutationKind = keyof Payloads;

export const mutationKinds = [
  'task.create',
  'task.update',
  'task.status',
  'task.claim',
  'task.hand_over',
  'task.comment',
  'team.status',
  'team.checkin',
  'site.create',
  'site.update',
  'area.create',
  'area.update',
  'area.search',
  'team.create',
  'team.update',
  'operation.update',
  'record.discard',
  'release.record',
  'person.create',
  'person.update',
  'person.merge',
  'person.unmerge',
  'care.open',
  'care.triage',
  'care.observe',
  'care.step',
  'care.link',
  'facility.report',
  'tracing.request',
  'tracing.update',
  'tracing.step',
  'tracing.claim',
  'tracing.claim_step',
  'report.create',
  'report.update',
  'report.grade',
  'report.status',
  'report.assign',
  'report.task',
  'evidence.record',
  'evidence.stored',
  'custody.record',
  'photo.record',
  'photo.stored',
  'photo.remove',
  'person.erase',
  'tracing.erase',
  'evidence.tie',
] as const satisfies readonly MutationKind[];

export type Mutation = {
  [K in MutationKind]: {
    /** Made by the client; the key of idempotence. */
    id: string;
    operation_id: string;
    kind: K;
    entity_id: string;
    /** The row's version that the author saw; null for a row that the mutation creates. */
    base_version: number | null;
    payload: Payloads[K];
    /** The phone's clock, kept for the record; nothing is ordered by it. */
    device_at: string;
    /** Ids of the author's own records in whose place this one is, at most 100 [K7], [W13]. */
    replaces?: string[];
  };
}[MutationKind];
