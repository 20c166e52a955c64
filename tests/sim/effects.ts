/** What mutations add is there once for each that was applied, and no more. */
import { releaseGroups } from '../../src/lib/domain/care/vocabulary.ts';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import type { TableName } from '../../src/lib/domain/rows.ts';
import type { Ended, Event } from './checks.ts';

interface Addition {
  table: TableName;
  /** SQL, of rows that are added otherwise. */
  where?: string;
  /** The row that an event adds; null for none. */
  adds: (event: Event, payload: Record<string, unknown>) => unknown;
}

const entityOf =
  (kind: string): Addition['adds'] =>
  (event) =>
    event.kind === kind && event.outcome === 'applied' ? event.entity_id : null;
const idOf =
  (...kinds: string[]): Addition['adds'] =>
  ({ id, kind, outcome }) =>
    kinds.includes(kind) && outcome === 'applied' ? id : null;
/**
 * Also of what no longer fitted; what changes nothing draws no version, and is no entry. An erasing
 * empties the history that there is, and adds nothing to it [X2].
 */
const entryOf =
  (entity: string): Addition['adds'] =>
  ({ id, kind, version }) =>
    kind.startsWith(`${entity}.`) && !kind.endsWith('.erase') && version !== null ? id : null;

const additions: readonly Addition[] = [
  { table: 'task_events', where: "and kind = 'comment'", adds: idOf('task.comment') },
  {
    table: 'checkins',
    adds: (event, { checkin_id }) => idOf('team.checkin')(event, {}) && checkin_id,
  },
  {
    table: 'area_searches',
    adds: (event, { search_id }) => idOf('area.search')(event, {}) && search_id,
  },
  { table: 'tasks', adds: entityOf('task.create') },
  { table: 'releases', adds: entityOf('release.record') },
  { table: 'people', adds: entityOf('person.create') },
  {
    table: 'person_events',
    // Consent to a photograph stands in the history as well, where it is another than before.
    where: "and id not in (select e.id from public.events e where e.kind like 'photo.%')",
    adds: entryOf('person'),
  },
  {
    table: 'person_photos',
    adds: ({ kind, version, entity_id }) =>
      kind === 'photo.record' && version !== null ? entity_id : null,
  },
  { table: 'care_cases', adds: entityOf('care.open') },
  {
    table: 'triage_entries',
    adds: (event, { triage }) =>
      idOf('care.triage', ...(triage === undefined ? [] : ['care.open']))(event, {}),
  },
  { table: 'care_observations', adds: idOf('care.observe') },
  {
    table: 'care_events',
    // The first look is a step too: the case's own history has that, by its rule.
    where: "and not (kind = 'step' and from_status = 'registered' and to_status = 'triaged')",
    adds: (event, { from, to }) =>
      ['care.open', 'care.step', 'care.link'].includes(event.kind) &&
      event.version !== null &&
      !(from === 'registered' && to === 'triaged')
        ? event.id
        : null,
  },
  { table: 'facility_reports', adds: idOf('facility.report') },
  { table: 'tracing_requests', adds: entityOf('tracing.request') },
  { table: 'tracing_claims', adds: entityOf('tracing.claim') },
  { table: 'tracing_events', adds: entryOf('tracing') },
  { table: 'reports', adds: entityOf('report.create') },
  { table: 'report_events', adds: entryOf('report') },
  { table: 'evidence', adds: entityOf('evidence.record') },
  {
    table: 'custody_entries',
    adds: (event) =>
      event.version === null
        ? null
        : idOf(
            'evidence.record',
            'evidence.stored',
            'evidence.check',
            'evidence.tie',
            'custody.record',
          )(event, {}),
  },
];

export const faultsInEffects = async (
  ended: Ended,
  events: readonly Event[],
): Promise<string[]> => {
  const { server, world, ledger } = ended;
  const faults: string[] = [];
  // Of what only few may read the log has no payload [M5], [D5].
  const payloadOf = ({ id, payload }: Event) =>
    (ledger.entries.get(id)?.mutation.payload as Record<string, unknown> | undefined) ?? payload;
  for (const { table, where = '', adds } of additions) {
    const rows = await server.sql<{ id: string }[]>`
      select id from ${server.sql(`public.${table}`)}
      where operation_id = ${world.operationId} ${server.sql.unsafe(where)}`;
    const found = new Set<unknown>(rows.map(({ id }) => id));
    const added = events.map((event) => adds(event, payloadOf(event)));
    const wanted = new Set(added.filter((id) => typeof id === 'string'));
    const missing = [...wanted].filter((id) => !found.has(id));
    if (missing.length > 0 || found.size !== wanted.size)
      faults.push(
        `${table}: ${found.size} rows for ${wanted.size} added (${missing.length} missing).`,
      );
  }
  const versions = events.flatMap(({ version }) => (version === null ? [] : [version]));
  if (new Set(versions).size !== versions.length) faults.push('Two events have the same version.');
  return [...faults, ...(await faultsInReleases(ended, events))];
};

const faultsInReleases = async (
  { server, world }: Ended,
  events: readonly Event[],
): Promise<string[]> => {
  const [sum] = await server.sql<{ people: number }[]>`
    select coalesce(sum(women + men + girls + boys + unknown), 0)::int as people
    from public.releases where operation_id = ${world.operationId}`;
  const people = events
    .filter(({ kind, outcome }) => kind === 'release.record' && outcome === 'applied')
    .map(({ payload }) => payload as Payloads['release.record'])
    .flatMap((counts) => releaseGroups.map((group) => counts[group] ?? 0))
    .reduce((total, count) => total + count, 0);
  return sum?.people === people ? [] : [`${sum?.people} released, and ${people} were counted.`];
};
