import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handoffStep, nextHandoffs } from '../../src/lib/domain/care/handoff.ts';
import { handoffStatuses, type HandoffStatus } from '../../src/lib/domain/care/vocabulary.ts';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { makeCareOperation, openCase, putCase, type CareOperation } from './care.fixture.ts';
import { mutation, rowOf, send, uuid } from './fixture.ts';

let db: TestDatabase;
let operation: CareOperation;
let care: string;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeCareOperation(db);
  care = await openCase(db, operation, operation.coordinatorA);
});

const step = (account: string, payload: Payloads['care.step']) =>
  send(db, account, mutation(operation.id, 'care.step', care, payload));
const link = (account: string, payload: Payloads['care.link']) =>
  send(db, account, mutation(operation.id, 'care.link', care, payload));
const row = () => rowOf(db, 'care_cases', care);
const conflicts = () => db.sql<{ id: string }[]>`
  select * from public.care_events
  where case_id = ${care} and outcome = 'conflict' order by version`;
const put = (handoff: HandoffStatus, broughtBy: string | null = null) =>
  putCase(db, operation, care, handoff, broughtBy);
/** A step with all that the table asks of it. */
const whole = (from: HandoffStatus, to: HandoffStatus): Payloads['care.step'] => {
  const rule = handoffStep(from, to);
  return {
    from,
    to,
    ...(rule?.needsReason ? { reason: 'The road is closed' } : {}),
    ...(rule?.facility ? { facility_id: operation.clinic } : {}),
  };
};
const pairs = handoffStatuses.flatMap((from) =>
  handoffStatuses.filter((to) => to !== from).map((to) => ({ from, to })),
);

describe('[M3] the steps', () => {
  it('that the table has are taken by a medic, and no others', async () => {
    for (const { from, to } of pairs) {
      care = await openCase(db, operation, operation.coordinatorA);
      await put(from);
      const { outcome, reason } = await step(operation.medicB, whole(from, to));
      const expected = handoffStep(from, to) ? 'applied' : 'transition_not_allowed';
      expect([from, to, reason ?? outcome]).toEqual([from, to, expected]);
      if (outcome === 'applied') expect(await row()).toMatchObject({ handoff: to });
    }
  });

  it('[M2] of a facility are for medics alone, the others for the team’s coordinator too', async () => {
    for (const { from, to } of pairs.filter(({ from, to }) => handoffStep(from, to))) {
      care = await openCase(db, operation, operation.coordinatorA);
      await put(from);
      const { outcome, reason } = await step(operation.coordinatorA, whole(from, to));
      const expected = handoffStep(from, to)?.by === 'carer' ? 'applied' : 'not_allowed';
      expect([from, to, reason ?? outcome]).toEqual([from, to, expected]);
    }
  });

  it('without the reason or the facility that the table asks for are refused', async () => {
    for (const from of handoffStatuses)
      for (const to of nextHandoffs(from)) {
        const rule = handoffStep(from, to);
        care = await openCase(db, operation, operation.coordinatorA);
        await put(from);
        const answer = await step(operation.medicB, { from, to, reason: ' ' });
        if (rule?.needsReason)
          expect(answer).toMatchObject({ reason: 'reason_required', field: 'reason' });
        else if (rule?.facility)
          expect(answer).toMatchObject({ reason: 'invalid_payload', field: 'facility_id' });
        else expect(answer).toMatchObject({ outcome: 'applied' });
      }
  });

  it('to another facility are refused to the same one, and to what is no facility', async () => {
    await put('not_received');
    for (const facility_id of [operation.hospital, operation.site, uuid()])
      expect(
        await step(operation.medicB, { from: 'not_received', to: 'in_transport', facility_id }),
      ).toMatchObject({ reason: 'invalid_payload', field: 'facility_id' });
    await db.sql`update public.sites set deleted_at = now() where id = ${operation.clinic}`;
    expect(await step(operation.medicB, whole('not_received', 'in_transport'))).toMatchObject({
      field: 'facility_id',
    });
  });

  it('keep the reason, the facility and both times: the server’s for the limits, the phone’s to read', async () => {
    const draft = mutation(
      operation.id,
      'care.step',
      care,
      { from: 'triaged', to: 'in_transport', facility_id: operation.hospital },
      { device_at: new Date(Date.now() - 3_600_000).toISOString() },
    );
    await send(db, operation.coordinatorA, draft);
    const after = await row();
    expect(after).toMatchObject({ handoff: 'in_transport', facility_id: operation.hospital });
    expect(Date.parse(after?.handoff_happened_at as string)).toBe(Date.parse(draft.device_at));
    expect(Date.now() - Date.parse(after?.handoff_at as string)).toBeLessThan(60_000);
    await step(operation.coordinatorA, {
      from: 'in_transport',
      to: 'transport_requested',
      facility_id: operation.clinic,
      reason: 'The axle broke',
    });
    expect(await row()).toMatchObject({
      facility_id: operation.clinic,
      handoff_reason: 'The axle broke',
    });
  });
});

describe('[M2] receipt is confirmed by a medic who did not bring the person', () => {
  it.each([
    ['arrived', 'received'],
    ['arrived', 'not_received'],
    ['not_received', 'received'],
  ] as const)('%s -> %s', async (from, to) => {
    await put(from, operation.medicA);
    expect(await step(operation.medicA, whole(from, to))).toMatchObject({
      outcome: 'rejected',
      reason: 'own_work',
    });
    expect(await step(operation.coordinatorA, whole(from, to))).toMatchObject({
      reason: 'not_allowed',
    });
    expect(await step(operation.medicB, whole(from, to))).toMatchObject({ outcome: 'applied' });
  });

  it('of the last journey, not of one before', async () => {
    await put('arrived', operation.medicA);
    await put('arrived', operation.medicB);
    expect(await step(operation.medicA, whole('arrived', 'received'))).toMatchObject({
      outcome: 'applied',
    });
  });

  it('but once somebody else has received them, whoever brought them may go on', async () => {
    await put('received', operation.medicA);
    expect(await step(operation.medicA, whole('received', 'discharged'))).toMatchObject({
      outcome: 'applied',
    });
  });
});

describe('[M3] what no longer fits', () => {
  it('is a conflict: the case stays and asks for a decision, its history has both sides', async () => {
    await step(operation.medicB, whole('triaged', 'in_transport'));
    const before = await row();
    const late = { from: 'triaged', to: 'died', reason: 'At the gate' } as const;
    expect(await step(operation.coordinatorA, late)).toMatchObject({
      outcome: 'conflict',
      reason: 'status_changed',
      version: expect.any(Number) as number,
    });
    expect(await row()).toMatchObject({
      handoff: 'in_transport',
      handoff_at: before?.handoff_at,
      needs_review: true,
    });
    expect(await conflicts()).toMatchObject([
      {
        kind: 'step',
        from_status: 'triaged',
        to_status: 'died',
        reason: 'At the gate',
        before_status: 'in_transport',
        before_facility_id: operation.clinic,
        conflict_reason: 'status_changed',
        actor_id: operation.coordinatorA,
        resolved_at: null,
      },
    ]);
  });

  it('to where the case is already changes nothing, to another facility is a conflict', async () => {
    await step(operation.medicB, whole('triaged', 'in_transport'));
    expect(await step(operation.coordinatorA, whole('triaged', 'in_transport'))).toMatchObject({
      outcome: 'applied',
      version: null,
    });
    const other = { ...whole('triaged', 'in_transport'), facility_id: operation.hospital };
    expect(await step(operation.coordinatorA, other)).toMatchObject({
      outcome: 'conflict',
      reason: 'fields_changed',
    });
    expect(await row()).toMatchObject({ facility_id: operation.clinic, needs_review: true });
  });

  it('a receipt for a facility that the case is not at is a conflict', async () => {
    await put('arrived');
    const receipt = whole('arrived', 'received');
    expect(
      await step(operation.medicB, { ...receipt, facility_id: operation.clinic }),
    ).toMatchObject({ outcome: 'conflict', reason: 'fields_changed' });
    expect(
      await step(operation.medicB, { ...receipt, facility_id: operation.hospital }),
    ).toMatchObject({ outcome: 'applied' });
  });

  it('about a deleted case is a conflict, and a look at the person is kept all the same', async () => {
    await db.sql`update public.care_cases set deleted_at = now() where id = ${care}`;
    expect(await step(operation.medicB, whole('triaged', 'died'))).toMatchObject({
      outcome: 'conflict',
      reason: 'row_deleted',
    });
    const triage = { category: 'minor', method: 'direct' } as const;
    expect(
      await send(db, operation.medicB, mutation(operation.id, 'care.triage', care, triage)),
    ).toMatchObject({ outcome: 'applied' });
  });

  it('[C6] is decided by a step, or by keeping things as they are', async () => {
    await put('arrived');
    await step(operation.medicB, whole('triaged', 'died'));
    await step(operation.medicB, { from: 'triaged', to: 'left', reason: 'With an uncle' });
    const [first, second] = (await conflicts()).map(({ id }) => id);
    await step(operation.medicB, { from: 'arrived', to: 'arrived', resolves: [first ?? ''] });
    expect(await row()).toMatchObject({ handoff: 'arrived', needs_review: true });
    await step(operation.medicB, {
      ...whole('arrived', 'received'),
      resolves: [second ?? '', uuid()],
    });
    expect(await row()).toMatchObject({ handoff: 'received', needs_review: false });
    expect((await conflicts()).map((event) => 'resolved_at' in event && event.resolved_at)).toEqual(
      [expect.any(Date), expect.any(Date)],
    );
    expect(await step(operation.medicB, { from: 'received', to: 'received' })).toMatchObject({
      outcome: 'applied',
      version: null,
    });
  });
});

describe('[M3] who the person is', () => {
  const [one, other] = [uuid(), uuid()];

  it('is linked, and the link taken back, by whoever saw what stands there', async () => {
    expect(await link(operation.coordinatorA, { person_id: one })).toMatchObject({
      outcome: 'applied',
    });
    expect(await row()).toMatchObject({ person_id: one });
    expect(await link(operation.medicB, { person_id: one })).toMatchObject({ version: null });
    await link(operation.medicB, { person_id: null, from_person_id: one });
    expect(await row()).toMatchObject({ person_id: null });
  });

  it('never changes by itself: another person than the one that stands there is a conflict', async () => {
    await link(operation.coordinatorA, { person_id: one });
    expect(await link(operation.medicB, { person_id: other })).toMatchObject({
      outcome: 'conflict',
      reason: 'fields_changed',
    });
    expect(await row()).toMatchObject({ person_id: one, needs_review: true });
    const [conflict] = await conflicts();
    expect(conflict).toMatchObject({ kind: 'link', person_id: other, before_person_id: one });
    await link(operation.medicB, {
      person_id: other,
      from_person_id: one,
      resolves: [conflict?.id ?? ''],
    });
    expect(await row()).toMatchObject({ person_id: other, needs_review: false });
  });
});
