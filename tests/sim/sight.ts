/** Who may see which row: docs/security.md in another form than row level security, to hold it against. */
import {
  maySeeClinical,
  maySeeEvidence,
  maySeeLeads,
  maySeePeople,
  maySeePositions,
  maySeeTracing,
} from '../../src/lib/domain/permissions.ts';
import type { Rows, TableName } from '../../src/lib/domain/rows.ts';
import { tableNames } from '../../src/lib/domain/rows.ts';
import type { Author } from '../../src/lib/sync/layer.ts';
import type { RowsByTable } from '../../src/lib/sync/store.ts';

/** Items of evidence that belong to a lead, by id. */
export type ItemsOfLeads = ReadonlySet<string>;

type Sights = {
  [T in TableName]: (author: Author, row: Rows[T], ofLeads: ItemsOfLeads) => boolean;
};

const byAll = () => true;
const ofTeam = ({ role, teamId }: Author, { team_id }: { team_id: string | null }): boolean =>
  role === 'medic' || (role === 'coordinator' && teamId !== null && teamId === team_id);

const maySeeItem = (author: Author, item: string, ofLeads: ItemsOfLeads): boolean =>
  maySeeEvidence(author) && (maySeeLeads(author) || !ofLeads.has(item));

const maySee: Sights = {
  operations: byAll,
  organisations: byAll,
  members: ({ role, userId }, { user_id }) => role === 'admin' || user_id === userId,
  teams: byAll,
  sites: byAll,
  site_areas: byAll,
  area_searches: byAll,
  tasks: byAll,
  task_events: ({ role }, { kind }) => role !== 'observer' || kind !== 'comment',
  checkins: maySeePositions,
  releases: byAll,
  people: maySeePeople,
  person_events: maySeePeople,
  care_cases: ofTeam,
  triage_entries: maySeeClinical,
  care_observations: maySeeClinical,
  care_events: ofTeam,
  facility_reports: byAll,
  tracing_requests: maySeeTracing,
  tracing_claims: maySeeTracing,
  tracing_events: maySeeTracing,
  reports: (author, { kind }) => kind === 'claim' || maySeeLeads(author),
  report_events: (author, { report_kind }) => report_kind === 'claim' || maySeeLeads(author),
  evidence: (author, { id }, ofLeads) => maySeeItem(author, id, ofLeads),
  custody_entries: (author, { evidence_id }, ofLeads) => maySeeItem(author, evidence_id, ofLeads),
  person_photos: maySeePeople,
};

/**
 * @param all the living rows of the server, whoever may see them
 * @param found the living rows on a phone
 * @returns what is on the phone beyond its author's role, and what the role should have, in words
 */
export const faultsInSight = (
  all: RowsByTable,
  found: RowsByTable,
  { author, ofLeads }: { author: Author; ofLeads: ItemsOfLeads },
  where: string,
): string[] =>
  tableNames.flatMap((table) => {
    const sees = maySee[table] as (author: Author, row: unknown, ofLeads: ItemsOfLeads) => boolean;
    const wanted = new Set(
      all[table].filter((row) => sees(author, row, ofLeads)).map(({ id }) => id),
    );
    const has = found[table].filter(({ deleted_at }) => deleted_at === null);
    const beyond = has.filter(({ id }) => !wanted.has(id));
    const faults = beyond.map(({ id }) => `${where} (${author.role}) has ${table} ${id}.`);
    if (has.length - beyond.length < wanted.size)
      faults.push(`${where} (${author.role}) has ${has.length} ${table} of ${wanted.size}.`);
    return faults;
  });
