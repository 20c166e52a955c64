import type { HandoffStatus, TriageCategory } from '../../src/lib/domain/care/vocabulary.ts';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import type { Role } from '../../src/lib/domain/vocabulary.ts';
import type { TestDatabase } from '../support/database.ts';
import {
  addMember,
  makeAccount,
  makeFacility,
  makeOperation,
  mutation,
  send,
  uuid,
} from './fixture.ts';

export type CareOperation = Awaited<ReturnType<typeof makeCareOperation>>;

/** An operation with two facilities, and every role in a team and in none. */
export async function makeCareOperation(db: TestDatabase) {
  const operation = await makeOperation(db);
  const member = async (role: Role, team: string | null) => {
    const id = await makeAccount(db, role);
    await addMember(db, operation.id, id, role, team);
    return id;
  };
  return {
    ...operation,
    hospital: await makeFacility(db, operation),
    clinic: await makeFacility(db, operation, 'clinic'),
    medicA: await member('medic', operation.teamA),
    medic: await member('medic', null),
    coordinator: await member('coordinator', null),
    adminA: await member('admin', operation.teamA),
    observerA: await member('observer', operation.teamA),
  };
}

/** Opens a case as an account and returns its id. */
export async function openCase(
  db: TestDatabase,
  operation: CareOperation,
  author: string,
  category: TriageCategory | null = 'delayed',
  more: Payloads['care.open'] = {},
): Promise<string> {
  const id = uuid();
  const triage = category && ({ category, method: 'direct' } as const);
  const answer = await send(
    db,
    author,
    mutation(operation.id, 'care.open', id, { ...(triage && { triage }), ...more }),
  );
  if (answer.outcome !== 'applied') throw new Error(`care.open: ${JSON.stringify(answer)}`);
  return id;
}

/** Puts a case where a test needs it, past the door, with whoever set out with the person. */
export async function putCase(
  db: TestDatabase,
  operation: CareOperation,
  id: string,
  handoff: HandoffStatus,
  broughtBy: string | null = null,
): Promise<void> {
  await db.sql`update public.care_cases
    set handoff = ${handoff}, facility_id = ${operation.hospital} where id = ${id}`;
  if (broughtBy)
    await db.sql`insert into public.care_events (
        id, operation_id, case_id, team_id, kind, from_status, to_status, outcome, actor_id,
        actor_role, happened_at, received_at
      )
      select ${uuid()}, operation_id, id, team_id, 'step', 'triaged', 'in_transport', 'applied',
        ${broughtBy}, 'medic', now(), now()
      from public.care_cases where id = ${id}`;
}
