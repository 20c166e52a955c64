/** What a record says, field by field, and what else stands in those fields. */
import type { Mutation, MutationKind } from '$lib/domain/mutations';
import type { TableName } from '$lib/domain/rows';
import type { OperationState } from '$lib/state/operation.svelte';
import { isSame } from '$lib/sync/merge';

export interface Said {
  field: string;
  value: unknown;
}

/** Ids of its own, and what its author saw: nothing that a person would miss. */
const unsaid = new Set([
  'search_id',
  'checkin_id',
  'resolves',
  'base',
  'from',
  'from_team_id',
  'from_person_id',
  'from_task_id',
  'from_report_id',
  // Of a photograph: the fingerprint and size are nothing that a person reads.
  'person_version',
  'sha256',
  'size_bytes',
]);

export const saidBy = ({ kind, payload }: Pick<Mutation, 'kind' | 'payload'>): Said[] => {
  const fields = 'set' in payload ? payload.set : payload;
  return (
    Object.entries(fields as Record<string, unknown>)
      .filter(([field]) => !unsaid.has(field))
      // A step asks for what stands in its row under another name.
      .map(([field, value]) => ({ field: field === 'to' ? statusFieldOf(kind) : field, value }))
  );
};

const statusFieldOf = (kind: MutationKind): string =>
  kind.startsWith('tracing.') ? 'status' : 'handoff';

/** The table in which the words of the closed lists have their meaning. */
export const tableOf = (kind: MutationKind): TableName => {
  if (kind.startsWith('task.')) return 'tasks';
  if (kind.startsWith('team.')) return 'teams';
  if (kind.startsWith('person.')) return 'people';
  if (kind.startsWith('care.')) return 'care_cases';
  if (kind.startsWith('tracing.claim')) return 'tracing_claims';
  if (kind.startsWith('tracing.')) return 'tracing_requests';
  if (kind.startsWith('report.')) return 'reports';
  if (kind.startsWith('evidence.') || kind === 'custody.record') return 'evidence';
  if (kind.startsWith('photo.')) return 'person_photos';
  if (kind.startsWith('site.') || kind === 'facility.report') return 'sites';
  return kind === 'operation.update' ? 'operations' : 'site_areas';
};

/** The record that a discarding lays down; null for any other kind. */
export const discardedBy = (mutation: Mutation): Mutation | null =>
  mutation.kind === 'record.discard'
    ? // What this phone wrote itself; its words are looked up one by one.
      ({
        ...mutation,
        kind: mutation.payload.kind,
        entity_id: mutation.payload.entity_id,
        payload: mutation.payload.payload ?? {},
      } as Mutation)
    : null;

type Row = { updated_at: string };

/** The living row that a mutation is about, as it stands on the screen. */
export const rowOf = (
  operation: OperationState,
  { kind, entity_id: id }: Mutation,
): Row | undefined => {
  switch (tableOf(kind)) {
    case 'tasks':
      return operation.task(id);
    case 'teams':
      return operation.team(id);
    case 'sites':
      return operation.site(id);
    case 'site_areas':
      return operation.area(id);
    case 'people':
      return operation.person(id);
    case 'care_cases':
      return operation.careCase(id);
    case 'tracing_requests':
      return operation.tracingRequest(id);
    case 'tracing_claims':
      return operation.claim(id);
    case 'reports':
      return operation.report(id);
    case 'evidence':
      return operation.evidenceItem(id);
    case 'person_photos':
      return operation.photo(id);
    default:
      return operation.operation;
  }
};

export interface Side {
  field: string;
  /** Undefined where its author was not asked to see anything. */
  saw: unknown;
  asked: unknown;
  now: unknown;
}

/**
 * Both sides of a conflict, for the fields in which they differ.
 * @param row as the server has it now
 */
export const sidesOf = (
  { kind, payload }: Pick<Mutation, 'kind' | 'payload'>,
  row: object,
): Side[] => {
  const stands = row as Record<string, unknown>;
  const seen = { ...payload } as Record<string, unknown>;
  const base = ('base' in payload ? (payload.base ?? {}) : {}) as Record<string, unknown>;
  const sawOf: Readonly<Record<string, unknown>> = {
    ...base,
    ...('from' in seen ? { status: seen['from'], handoff: seen['from'] } : {}),
    // Of a grade its author saw both halves.
    ...(typeof seen['from'] === 'object' ? seen['from'] : {}),
    ...('from_person_id' in seen ? { person_id: seen['from_person_id'] } : {}),
    ...('from_task_id' in seen ? { task_id: seen['from_task_id'] } : {}),
    ...('from_report_id' in seen ? { report_id: seen['from_report_id'] } : {}),
    ...('from_team_id' in seen
      ? { team_id: seen['from_team_id'], assigned_team_id: seen['from_team_id'] }
      : {}),
  };
  return saidBy({ kind, payload })
    .filter(({ field, value }) => field in stands && !isSame(value, stands[field]))
    .map(({ field, value }) => ({ field, saw: sawOf[field], asked: value, now: stands[field] }));
};
