import type { MutationResult } from '../../src/lib/domain/mutation-answers.ts';
import type { Mutation, MutationKind, Payloads } from '../../src/lib/domain/mutations.ts';
import { claimId } from '../../src/lib/domain/people/claim-id.ts';
import type { Role } from '../../src/lib/domain/vocabulary.ts';
import { user, type TestDatabase } from '../support/database.ts';

/** Any JSON value: payloads here are also the wrong ones. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A mutation as it goes over the wire; anything may be wrong with it. */
export type Draft = Omit<Mutation, 'kind' | 'payload'> & { kind: string; payload: Json };

/** The answer of pull_changes. */
export type Pulled = {
  cursor: string;
  more: boolean;
  reset: boolean;
  server_at: string;
  changes: {
    table: string;
    id: string;
    version: number;
    op: 'put' | 'delete';
    row: Record<string, Json> | null;
  }[];
};

export const uuid = () => crypto.randomUUID();

/** An account of auth with its id; the name is what it is for. */
export async function makeAccount(db: TestDatabase, name = 'account'): Promise<string> {
  const id = uuid();
  await db.sql`
    insert into auth.users (id, aud, role, email)
    values (${id}, 'authenticated', 'authenticated', ${`${name}-${id}@example.org`})`;
  return id;
}

export type Operation = Awaited<ReturnType<typeof makeOperation>>;

/** An operation with two teams, a site with one room, and an account for each role. */
export async function makeOperation(db: TestDatabase) {
  const [made] = await db.as(
    { role: 'service_role' },
    (tx) => tx<{ id: string }[]>`select public.create_operation('Operation', 'عملية') as id`,
  );
  if (!made) throw new Error('create_operation gave no id');
  const operation = made.id;
  const ids = { teamA: uuid(), teamB: uuid(), site: uuid(), area: uuid() };
  await db.sql`
    insert into public.teams (id, operation_id, code, name_en, name_ar, specialty) values
      (${ids.teamA}, ${operation}, 'A', 'Team A', 'فريق أ', 'search_and_rescue'),
      (${ids.teamB}, ${operation}, 'B', 'Team B', 'فريق ب', 'medical')`;
  await db.sql`
    insert into public.sites (id, operation_id, code, name_en, name_ar, kind, lat, lon)
    values (${ids.site}, ${operation}, 'S', 'Site', 'موقع', 'military_prison', 33.66, 36.32)`;
  await db.sql`
    insert into public.site_areas (id, operation_id, site_id, level, name_en, name_ar)
    values (${ids.area}, ${operation}, ${ids.site}, 'room', 'Room 1', 'غرفة ١')`;
  const member = async (role: Role, team: string | null = null) => {
    const id = await makeAccount(db, role);
    await addMember(db, operation, id, role, team);
    return id;
  };
  return {
    id: operation,
    ...ids,
    admin: await member('admin'),
    coordinatorA: await member('coordinator', ids.teamA),
    coordinatorB: await member('coordinator', ids.teamB),
    medicB: await member('medic', ids.teamB),
    observer: await member('observer'),
  };
}

export async function addMember(
  db: TestDatabase,
  operation: string,
  account: string,
  role: Role,
  team: string | null = null,
): Promise<void> {
  await db.sql`
    insert into public.members (id, operation_id, user_id, role, team_id, display_name)
    values (${uuid()}, ${operation}, ${account}, ${role}, ${team}, ${role})`;
}

/** A mutation of a kind, with its payload checked by the compiler. */
export function mutation<K extends MutationKind>(
  operation: string,
  kind: K,
  entity: string,
  payload: Payloads[K],
  more: Partial<Draft> = {},
): Draft {
  return {
    id: uuid(),
    operation_id: operation,
    kind,
    entity_id: entity,
    base_version: null,
    payload: payload as Json,
    device_at: '2024-12-08T11:00:00Z',
    ...more,
  };
}

/** Sends a batch as an account, as the API does. */
export async function apply(
  db: TestDatabase,
  account: string,
  batch: readonly Draft[],
): Promise<MutationResult[]> {
  const [row] = await db.as(
    user(account),
    (tx) => tx<{ answers: MutationResult[] }[]>`
      select public.apply_mutations(${tx.json(batch)}) as answers`,
  );
  if (!row) throw new Error('apply_mutations gave no row');
  return row.answers;
}

/** Sends one mutation. */
export async function send(
  db: TestDatabase,
  account: string,
  draft: Draft,
): Promise<MutationResult> {
  const [answer] = await apply(db, account, [draft]);
  if (!answer) throw new Error('apply_mutations gave no answer');
  return answer;
}

export async function pull(
  db: TestDatabase,
  account: string,
  operation: string,
  cursor: string | null = null,
  page: number | null = null,
): Promise<Pulled> {
  const [row] = await db.as(
    user(account),
    (tx) => tx<{ answer: Pulled }[]>`
      select public.pull_changes(${operation}, ${cursor}, ${page}) as answer`,
  );
  if (!row) throw new Error('pull_changes gave no row');
  return row.answer;
}

/** Makes a task as an admin and returns its id. */
export async function makeTask(
  db: TestDatabase,
  operation: Operation,
  payload: Partial<Payloads['task.create']> = {},
): Promise<string> {
  const id = uuid();
  const answer = await send(
    db,
    operation.admin,
    mutation(operation.id, 'task.create', id, { kind: 'search', ...payload }),
  );
  if (answer.outcome !== 'applied') throw new Error(`task.create: ${JSON.stringify(answer)}`);
  return id;
}

/** Makes a person's record as a coordinator of team A and returns its id. */
export async function makePerson(
  db: TestDatabase,
  operation: Operation,
  payload: Payloads['person.create'] = {},
): Promise<string> {
  const id = uuid();
  const draft = mutation(operation.id, 'person.create', id, payload);
  const answer = await send(db, operation.coordinatorA, draft);
  if (answer.outcome !== 'applied') throw new Error(`person.create: ${JSON.stringify(answer)}`);
  return id;
}

/** Makes a tracing request as a coordinator of team A and returns its id. */
export async function makeRequest(
  db: TestDatabase,
  operation: Operation,
  payload: Payloads['tracing.request'] = {},
): Promise<string> {
  const id = uuid();
  const draft = mutation(operation.id, 'tracing.request', id, payload);
  const answer = await send(db, operation.coordinatorA, draft);
  if (answer.outcome !== 'applied') throw new Error(`tracing.request: ${JSON.stringify(answer)}`);
  return id;
}

/** Proposes a person for a request as a coordinator of team A and returns the claim's id. */
export async function makeClaim(
  db: TestDatabase,
  operation: Operation,
  request: string,
  person: string,
): Promise<string> {
  const id = claimId(request, person);
  const draft = mutation(operation.id, 'tracing.claim', id, {
    request_id: request,
    person_id: person,
  });
  const answer = await send(db, operation.coordinatorA, draft);
  if (answer.outcome !== 'applied') throw new Error(`tracing.claim: ${JSON.stringify(answer)}`);
  return id;
}

/** Makes a claim, or what else is asked for, as an admin and returns its id. */
export async function makeReport(
  db: TestDatabase,
  operation: Operation,
  payload: Partial<Payloads['report.create']> = {},
): Promise<string> {
  const id = uuid();
  const draft = mutation(operation.id, 'report.create', id, {
    kind: 'claim',
    text: 'Over a hundred below the red building',
    ...payload,
  });
  const answer = await send(db, operation.admin, draft);
  if (answer.outcome !== 'applied') throw new Error(`report.create: ${JSON.stringify(answer)}`);
  return id;
}

/** A hospital or clinic of the operation; returns its id. */
export async function makeFacility(
  db: TestDatabase,
  operation: Pick<Operation, 'id'>,
  kind: 'hospital' | 'clinic' = 'hospital',
): Promise<string> {
  const id = uuid();
  await db.sql`
    insert into public.sites (id, operation_id, code, name_en, name_ar, kind)
    values (${id}, ${operation.id}, ${id}, 'Facility', 'مرفق', ${kind})`;
  return id;
}

/** What is recorded of a small file, unless said otherwise. */
export const evidencePayload: Payloads['evidence.record'] = {
  sha256: 'ab'.repeat(32),
  size_bytes: 1_500_000,
  media_type: 'image/jpeg',
  original_name: 'IMG_0001.jpg',
  method: 'camera',
  source: 'Desk in the guard room',
  collected_at: '2024-12-08T10:30:00Z',
};

/** Evidence that coordinator A has recorded; returns its id. */
export async function makeEvidence(
  db: TestDatabase,
  operation: Operation,
  payload: Partial<Payloads['evidence.record']> = {},
  collector: string = operation.coordinatorA,
): Promise<string> {
  const id = uuid();
  const said = { ...evidencePayload, site_id: operation.site, ...payload };
  const answer = await send(db, collector, mutation(operation.id, 'evidence.record', id, said));
  if (answer.outcome !== 'applied') throw new Error(`evidence.record: ${JSON.stringify(answer)}`);
  return id;
}

/** Puts the names and sizes of an item's files into Storage's table, as if they were uploaded. */
export async function fakeUpload(db: TestDatabase, item: string): Promise<void> {
  await db.sql`
    insert into storage.objects (bucket_id, name, metadata)
    select 'evidence', private.part_path(e, p),
      jsonb_build_object('size', least(1048576, e.size_bytes - p::bigint * 1048576))
    from public.evidence e, generate_series(0, (e.size_bytes - 1)::int / 1048576) p
    where e.id = ${item}
    union all
    select 'evidence', e.operation_id || '/' || e.id || '/working',
      jsonb_build_object('size', e.working_bytes)
    from public.evidence e where e.id = ${item} and e.working_bytes is not null`;
}

/** What is recorded of a photograph, unless said otherwise. */
export const photoPayload: Omit<Payloads['photo.record'], 'person_id'> = {
  sha256: 'cd'.repeat(32),
  size_bytes: 80_000,
  taken_at: '2024-12-08T10:30:00Z',
  consent_by: 'person',
};

/** A photograph that coordinator A has taken of a person; returns its id. */
export async function makePhoto(
  db: TestDatabase,
  operation: Operation,
  person: string,
  author: string = operation.coordinatorA,
): Promise<string> {
  const id = uuid();
  const version = Number((await rowOf(db, 'people', person))?.['version']);
  const said = { ...photoPayload, person_id: person, person_version: version };
  const answer = await send(db, author, mutation(operation.id, 'photo.record', id, said));
  if (answer.outcome !== 'applied') throw new Error(`photo.record: ${JSON.stringify(answer)}`);
  return id;
}

/** Puts a photograph's name and size into Storage's table, as if it were uploaded. */
export async function fakePhotoUpload(db: TestDatabase, photo: string): Promise<void> {
  await db.sql`
    insert into storage.objects (bucket_id, name, metadata)
    select 'person-photos', private.photo_path(f), jsonb_build_object('size', f.size_bytes)
    from public.person_photos f where f.id = ${photo}`;
}

/** One row of a table, behind row level security. */
export async function rowOf(
  db: TestDatabase,
  table: string,
  id: string,
): Promise<Record<string, Json> | undefined> {
  const [found] = await db.sql<{ row: Record<string, Json> }[]>`
    select to_jsonb(t) as row from ${db.sql(`public.${table}`)} t where t.id = ${id}`;
  return found?.row;
}
