/** [M3] What a screen refuses is what the database refuses: every step, by whomever, with all that can be said. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  handoffRefusal,
  handoffStep,
  medicOf,
  type HandoffRefusal,
} from '../../src/lib/domain/care/handoff.ts';
import { handoffStatuses } from '../../src/lib/domain/care/vocabulary.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { makeCareOperation, type CareOperation } from './care.fixture.ts';
import { apply, mutation, uuid } from './fixture.ts';

let db: TestDatabase;
let operation: CareOperation;
beforeAll(async () => {
  db = await freshDatabase();
  operation = await makeCareOperation(db);
});
afterAll(() => db.close());

/** The database's word for each refusal of the domain. */
const words: Record<HandoffRefusal['type'], string> = {
  no_such_step: 'transition_not_allowed',
  not_the_facility: 'own_work',
  reason_missing: 'reason_required',
  facility_missing: 'invalid_payload',
  same_facility: 'invalid_payload',
};

const asked = (userId: string) =>
  handoffStatuses.flatMap((from) =>
    handoffStatuses
      .filter((to) => to !== from)
      .flatMap((to) =>
        [userId, operation.admin].flatMap((broughtBy) =>
          ['The road is closed', null].flatMap((reason) =>
            [null, operation.hospital, operation.clinic]
              // For a step that leaves the facility as it is, another one is a conflict.
              .filter((id) => id !== operation.clinic || handoffStep(from, to)?.facility)
              .map((facilityId) => ({ id: uuid(), from, to, broughtBy, reason, facilityId })),
          ),
        ),
      ),
  );

const put = async (cases: ReturnType<typeof asked>) => {
  const { id, teamA, hospital } = operation;
  const common = { operation_id: id, team_id: teamA };
  await db.sql`insert into public.care_cases ${db.sql(
    cases.map(({ id: care, from }) => ({
      ...common,
      id: care,
      handoff: from,
      facility_id: hospital,
    })),
  )}`;
  await db.sql`insert into public.care_events ${db.sql(
    cases.map(({ id: care, broughtBy }) => ({
      ...common,
      id: uuid(),
      case_id: care,
      kind: 'step',
      from_status: 'triaged',
      to_status: 'in_transport',
      outcome: 'applied',
      actor_id: broughtBy,
      actor_role: 'medic',
      happened_at: new Date(),
      received_at: new Date(),
    })),
  )}`;
};

it.each([
  ['a medic', 'medicB', 'medic'],
  ['the team’s coordinator', 'coordinatorA', 'coordinator'],
] as const)('by %s', async (_name, who, role) => {
  const userId = operation[who];
  const steps = asked(userId);
  await put(steps);
  for (let at = 0; at < steps.length; at += 100) {
    const batch = steps.slice(at, at + 100);
    const answers = await apply(
      db,
      userId,
      batch.map(({ id, from, to, reason, facilityId }) =>
        mutation(operation.id, 'care.step', id, {
          from,
          to,
          facility_id: facilityId,
          ...(reason ? { reason } : {}),
        }),
      ),
    );
    const said = answers.map(({ reason, outcome }) => reason ?? outcome);
    const expected = batch.map(({ from, to, broughtBy, reason, facilityId }) => {
      const present = { handoff: from, facility_id: operation.hospital };
      const medic = medicOf({ role, userId }, present, broughtBy);
      const refusal = handoffRefusal(present, { to, reason, facilityId, medicOf: medic });
      if (refusal?.type === 'not_the_facility' && role !== 'medic') return 'not_allowed';
      return refusal ? words[refusal.type] : 'applied';
    });
    expect(said.map((word, place) => [batch[place], word])).toEqual(
      expected.map((word, place) => [batch[place], word]),
    );
  }
});
