/** Makes a mutation of what a person asked for, with what that person saw: [C2], [C3], [C4]. */
import { handoffStep } from '../domain/care/handoff.ts';
import type { FieldChanges, Mutation, MutationKind, Payloads } from '../domain/mutations.ts';
import type { CareCase } from '../domain/care-rows.ts';
import type { Report } from '../domain/report-rows.ts';
import { standsFor } from '../domain/people/traced.ts';
import type { Rows as RowsByTable, Synced, TableName } from '../domain/rows.ts';
import { cleanTexts } from './clean.ts';
import type { Author, ReadRows } from './layer.ts';
import { unsentVersion } from './layer.ts';
import type { OutboxRecord } from './outbox.ts';

export interface Asked<K extends MutationKind> {
  id: string;
  operationId: string;
  kind: K;
  entityId: string;
  payload: Payloads[K];
  /** ms since 1970 by the phone's clock. */
  nowMs: number;
}

interface Rows extends Pick<ReadRows, 'get'> {
  /** The living rows. */
  all: <T extends TableName>(table: T) => readonly RowsByTable[T][];
}

/** The rows are those on the screen, pending changes included: what the author saw. */
export const composeMutation = <K extends MutationKind>(
  asked: Asked<K>,
  rows: Rows,
  author: Author,
): Mutation => {
  const { id, operationId, kind, entityId, nowMs } = asked;
  const table = tableOf(kind);
  const row = table && rows.get(table, entityId);
  // Kind and payload belong together in `asked`; TypeScript loses the pair in the union.
  return {
    id,
    operation_id: operationId,
    kind,
    entity_id: entityId,
    base_version: row && row.version !== unsentVersion ? row.version : null,
    payload: cleanTexts({ ...asked.payload, ...seen(kind, asked, rows, author) }),
    device_at: new Date(nowMs).toISOString(),
  } as Mutation;
};

/** Null for a kind that is about no row. */
const tableOf = (kind: MutationKind): TableName | null => {
  if (kind.startsWith('record.')) return null;
  if (kind.startsWith('task.')) return 'tasks';
  if (kind.startsWith('team.')) return 'teams';
  if (kind.startsWith('care.')) return 'care_cases';
  if (kind.startsWith('site.') || kind === 'facility.report') return 'sites';
  if (kind.startsWith('release.')) return 'releases';
  if (kind.startsWith('evidence.') || kind === 'custody.record') return 'evidence';
  if (kind.startsWith('photo.')) return 'person_photos';
  if (kind.startsWith('person.')) return 'people';
  if (kind.startsWith('tracing.claim')) return 'tracing_claims';
  if (kind.startsWith('tracing.')) return 'tracing_requests';
  if (kind.startsWith('report.')) return 'reports';
  return kind === 'operation.update' ? 'operations' : 'site_areas';
};

/** The fields that the caller left out, as they stood on the screen. */
const seen = (
  kind: MutationKind,
  { entityId, payload }: Pick<Asked<MutationKind>, 'entityId' | 'payload'>,
  rows: Rows,
  author: Author,
): object => {
  const table = tableOf(kind);
  if (table && 'set' in payload) return { base: baseOf(rows.get(table, entityId), payload) };
  const task = rows.get('tasks', entityId);
  if (kind === 'task.status') return task && !('from' in payload) ? { from: task.status } : {};
  if (kind === 'task.claim' || kind === 'task.hand_over')
    return {
      ...(kind === 'task.claim' && !('team_id' in payload) ? { team_id: author.teamId } : {}),
      ...(task && !('from_team_id' in payload) ? { from_team_id: task.team_id } : {}),
    };
  if ((kind === 'area.search' || kind === 'release.record') && !('team_id' in payload))
    return { team_id: author.teamId };
  if (kind === 'person.unmerge') {
    const person = rows.get('people', entityId);
    return person && !('from' in payload) ? { from: person.merged_into } : {};
  }
  if (kind === 'photo.record') {
    const { person_id } = payload as Payloads['photo.record'];
    return 'person_version' in payload ? {} : { person_version: personVersion(rows, person_id) };
  }
  if (kind === 'evidence.tie') {
    const item = rows.get('evidence', entityId);
    return item && !('from_report_id' in payload) ? { from_report_id: item.report_id } : {};
  }
  if (kind === 'care.step' || kind === 'care.link')
    return seenOfCase(payload as CareSaid, rows.get('care_cases', entityId));
  if (kind === 'tracing.step' || kind === 'tracing.claim_step') {
    const stood = table && (rows.get(table, entityId) as { status: string } | undefined);
    return stood && !('from' in payload) ? { from: stood.status } : {};
  }
  if (kind.startsWith('report.')) return seenOfReport(kind, payload, rows.get('reports', entityId));
  return {};
};

/** The newest of all records of the person: consent may have been taken back on any of them [G3]. */
const personVersion = (rows: Rows, personId: string): number | null => {
  const personAt = (id: string) => rows.get('people', id);
  const head = standsFor(personId, personAt);
  const versions = rows
    .all('people')
    .filter(({ id }) => standsFor(id, personAt) === head)
    .map(({ version }) => version)
    .filter((version) => version !== unsentVersion);
  return versions.length === 0 ? null : Math.max(...versions);
};

const seenOfReport = (kind: MutationKind, payload: object, report: Report | undefined): object => {
  if (!report) return {};
  const { reliability, credibility, status, assigned_team_id, task_id } = report;
  if (kind === 'report.grade' && !('from' in payload))
    return { from: { reliability, credibility } };
  if (kind === 'report.status' && !('from' in payload)) return { from: status };
  if (kind === 'report.assign' && !('from_team_id' in payload))
    return { from_team_id: assigned_team_id };
  return kind === 'report.task' && !('from_task_id' in payload) ? { from_task_id: task_id } : {};
};

type CareSaid = Partial<Payloads['care.step']> | Payloads['care.link'];

/** A step that leaves the facility as it is names the one that its author saw: a person received elsewhere is another matter. */
const seenOfCase = (payload: CareSaid, care: CareCase | undefined): object => {
  if (!care) return {};
  if ('person_id' in payload)
    return 'from_person_id' in payload ? {} : { from_person_id: care.person_id };
  const { from = care.handoff, to } = payload;
  const staysThere = to && handoffStep(from, to)?.facility === null;
  return { from, ...(staysThere && care.facility_id ? { facility_id: care.facility_id } : {}) };
};

const baseOf = (row: Synced | undefined, { set, base }: FieldChanges<object>): object => {
  if (!row) return base ?? {};
  const stood: Record<string, unknown> = { ...row, deleted: row.deleted_at !== null };
  const fields = Object.keys(set).map((field) => [field, stood[field]] as const);
  return { ...Object.fromEntries<unknown>(fields), ...base };
};

const whatWasSeen = [
  'from',
  'from_team_id',
  'from_person_id',
  'from_task_id',
  'from_report_id',
  'person_version',
  'base',
] as const;
const isSeen = (field: string): boolean => (whatWasSeen as readonly string[]).includes(field);

/** What happened once, at its time: asking for it again later does not make it later. */
const observations: readonly MutationKind[] = [
  'task.comment',
  'team.checkin',
  'area.search',
  'release.record',
  'care.open',
  'care.triage',
  'care.observe',
  'facility.report',
  'report.create',
  'evidence.record',
  'evidence.stored',
  'custody.record',
  'photo.record',
  'photo.stored',
];

/** Kinds whose conflicts stand in a history until they are decided. */
const hasHistory = (kind: MutationKind): boolean =>
  kind.startsWith('task.') ||
  kind.startsWith('person.') ||
  kind.startsWith('tracing.') ||
  (kind.startsWith('report.') && kind !== 'report.create') ||
  kind === 'care.step' ||
  kind === 'care.link';

/**
 * The same wish once more, as a new mutation: what was seen is read anew, and a conflict in a
 * history is decided by it [C6], [N1].
 */
export const composeAgain = (
  record: OutboxRecord,
  id: string,
  nowMs: number,
  rows: Rows,
  author: Author,
  payload: Mutation['payload'] = record.mutation.payload,
): Mutation => {
  const { operation_id: operationId, kind, entity_id: entityId, device_at } = record.mutation;
  const wish = Object.entries(payload).filter(([field]) => !isSeen(field));
  const isKeptConflict = record.state === 'conflict' && hasHistory(kind);
  const asked = {
    id,
    operationId,
    kind,
    entityId,
    payload: {
      ...Object.fromEntries<unknown>(wish),
      ...(isKeptConflict ? { resolves: [record.key] } : {}),
    },
    nowMs: observations.includes(kind) ? timeOf(device_at, nowMs) : nowMs,
  };
  return composeMutation(asked as Asked<MutationKind>, rows, author);
};

const timeOf = (deviceAt: string, otherwise: number): number => {
  const ms = Date.parse(deviceAt);
  return Number.isNaN(ms) ? otherwise : ms;
};

/** The most that the server takes as a payload, in bytes of its JSON [W2]; a little is left for chance. */
const mostPayloadBytes = 60_000;

/** The most that the server takes as `replaces` [W2]. */
const mostReplaced = 100;

/**
 * A mutation in the place of a record, and of all that the record itself was in the place of: none
 * of them has to have reached the server for the server to know them as given up [W13].
 */
export const inPlaceOf = ({ key, mutation: old }: OutboxRecord, mutation: Mutation): Mutation => ({
  ...mutation,
  replaces: [...(old.replaces ?? []), key].slice(-mostReplaced),
});

/** What lies down a record for good, and says why [K8]. */
export const composeDiscard = (
  record: OutboxRecord,
  reason: string,
  id: string,
  nowMs: number,
): Mutation => {
  const { id: recordId, operation_id, kind, entity_id, payload } = record.mutation;
  const said = { record_id: recordId, kind, entity_id, reason, state: record.state };
  const whole = cleanTexts({ ...said, payload }) as typeof said;
  const fits = new TextEncoder().encode(JSON.stringify(whole)).length <= mostPayloadBytes;
  return {
    id,
    operation_id,
    kind: 'record.discard',
    entity_id: recordId,
    base_version: null,
    payload: fits ? whole : (cleanTexts(said) as typeof said),
    device_at: new Date(nowMs).toISOString(),
  };
};

/**
 * What a person has made of a record that was not right [K7], as a new mutation.
 * One that waits keeps what its author saw and when: on the screen it is done already.
 */
export const composeCorrection = (
  record: OutboxRecord,
  payload: Mutation['payload'],
  id: string,
  nowMs: number,
  rows: Rows,
  author: Author,
): Mutation => {
  if (record.state !== 'waiting') return composeAgain(record, id, nowMs, rows, author, payload);
  const seen = Object.entries(record.mutation.payload).filter(([field]) => isSeen(field));
  const corrected = { ...payload, ...Object.fromEntries<unknown>(seen) };
  return { ...record.mutation, id, payload: cleanTexts(corrected) } as Mutation;
};
