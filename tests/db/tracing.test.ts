import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { claimId } from '../../src/lib/domain/people/claim-id.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  makeClaim,
  makeOperation,
  makePerson,
  makeRequest,
  mutation,
  rowOf,
  send,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let request: string;
let person: string;
let claim: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  request = await makeRequest(db, operation, { given: 'خالد', seeker_name: 'فاطمة' });
  person = await makePerson(db, operation, { given: 'خالد' });
  claim = await makeClaim(db, operation, request, person);
});

type Who = 'coordinatorA' | 'coordinatorB' | 'medicB' | 'admin' | 'observer';
const step = (
  who: Who,
  from: Payloads['tracing.claim_step']['from'],
  to: Payloads['tracing.claim_step']['to'],
  more: Partial<Payloads['tracing.claim_step']> = {},
  id = claim,
) =>
  send(db, operation[who], mutation(operation.id, 'tracing.claim_step', id, { from, to, ...more }));
const end = (who: Who, payload: Payloads['tracing.step'], id = request) =>
  send(db, operation[who], mutation(operation.id, 'tracing.step', id, payload));
const row = (table: string, id: string) => rowOf(db, table, id);
const handOver = async () => {
  await step('coordinatorA', 'proposed', 'confirmed_once');
  return step('medicB', 'confirmed_once', 'confirmed');
};

describe('[F6] a request that was taken away', () => {
  const setDeleted = (deleted: boolean, id = request) =>
    send(
      db,
      operation.admin,
      mutation(operation.id, 'tracing.update', id, {
        set: { deleted },
        base: { deleted: !deleted },
      }),
    );
  const handOverToAnother = async () => {
    const other = await makeRequest(db, operation, { given: 'خالد', seeker_name: 'هدى' });
    const rival = await makeClaim(db, operation, other, person);
    await step('coordinatorB', 'proposed', 'confirmed_once', {}, rival);
    return step('medicB', 'confirmed_once', 'confirmed', {}, rival);
  };

  it('keeps its hand-over: a second one of the same person is contested, and comes after it', async () => {
    expect(await handOver()).toMatchObject({ outcome: 'applied' });
    expect(await setDeleted(true)).toMatchObject({ outcome: 'applied' });
    expect(await handOverToAnother()).toMatchObject({ outcome: 'conflict', reason: 'contested' });
    expect(await setDeleted(false)).toMatchObject({ outcome: 'applied' });
    expect(
      await step('admin', 'confirmed', 'reversed', { reason: 'another family' }),
    ).toMatchObject({
      outcome: 'applied',
    });
  });

  it('comes back with its hand-over', async () => {
    await handOver();
    await setDeleted(true);
    expect(await setDeleted(false)).toMatchObject({ outcome: 'applied' });
    expect(await row('tracing_claims', claim)).toMatchObject({
      status: 'confirmed',
      deleted_at: null,
    });
  });
});

describe('[F1] a request and its claims', () => {
  it('has who is sought and who seeks, its author’s team, a consent with its time, and its first entry', async () => {
    const id = uuid();
    const draft = mutation(operation.id, 'tracing.request', id, {
      given: ' خالد ',
      kunya: '  ',
      seeker_contact: '+963 11 000',
      share_consent: 'partners',
      expires_at: '2030-01-01T00:00:00Z',
    });
    expect(await send(db, operation.coordinatorA, draft)).toMatchObject({ outcome: 'applied' });
    expect(await row('tracing_requests', id)).toMatchObject({
      given: ' خالد ',
      kunya: null,
      seeker_relation: 'unknown',
      share_consent: 'partners',
      consent_at: expect.any(String) as unknown,
      team_id: operation.teamA,
      status: 'open',
    });
    expect(await row('tracing_events', draft.id)).toMatchObject({
      kind: 'requested',
      request_id: id,
      detail: { new: { share_consent: 'partners' } },
    });
  });

  it('waits with a candidate once a person is proposed, with what spoke for it and who said so', async () => {
    expect(await row('tracing_requests', request)).toMatchObject({ status: 'candidate_proposed' });
    expect(await row('tracing_claims', claim)).toMatchObject({
      status: 'proposed',
      proposed_by: operation.coordinatorA,
    });
  });

  it('two who propose the same agree; under another id it exists already', async () => {
    const again = (id: string) =>
      mutation(operation.id, 'tracing.claim', id, { request_id: request, person_id: person });
    expect(await send(db, operation.medicB, again(claimId(request, person)))).toMatchObject({
      outcome: 'applied',
      version: null,
    });
    expect(await send(db, operation.medicB, again(uuid()))).toMatchObject({
      reason: 'already_exists',
    });
  });

  it('[F5] a proposal after somebody rejected the same is a conflict, and so is one for a request that ended', async () => {
    await step('coordinatorA', 'proposed', 'rejected', { reason: 'Namesake' });
    const pair = { request_id: request, person_id: person, reasons: ['mother'] };
    const again = mutation(operation.id, 'tracing.claim', claim, pair);
    expect(await send(db, operation.medicB, again)).toMatchObject({
      outcome: 'conflict',
      reason: 'status_changed',
    });
    expect(await row('tracing_claims', claim)).toMatchObject({ status: 'rejected' });
    expect(await row('tracing_events', again.id)).toMatchObject({
      kind: 'conflict',
      claim_id: claim,
      detail: { present: { claim: 'rejected' }, reasons: ['mother'] },
    });
    await end('medicB', { from: 'open', to: 'closed', reason: 'Gone' });
    const other = await makePerson(db, operation);
    const late = mutation(operation.id, 'tracing.claim', claimId(request, other), {
      request_id: request,
      person_id: other,
    });
    expect(await send(db, operation.medicB, late)).toMatchObject({ outcome: 'conflict' });
    expect(await row('tracing_claims', claimId(request, other))).toBeUndefined();
    expect(await row('tracing_requests', request)).toMatchObject({ needs_review: true });
  });

  it('[C5] of a person whose record was taken away it is a conflict', async () => {
    const gone = await makePerson(db, operation);
    const remove = { set: { deleted: true }, base: { deleted: false } };
    await send(db, operation.admin, mutation(operation.id, 'person.update', gone, remove));
    const draft = mutation(operation.id, 'tracing.claim', claimId(request, gone), {
      request_id: request,
      person_id: gone,
    });
    expect(await send(db, operation.medicB, draft)).toMatchObject({ reason: 'row_deleted' });
  });
});

describe('[F3] a hand-over', () => {
  it('takes two confirmations of different accounts, each kept with its time', async () => {
    expect(await step('coordinatorA', 'proposed', 'confirmed_once')).toMatchObject({
      outcome: 'applied',
    });
    expect(await row('tracing_requests', request)).toMatchObject({ status: 'matched_pending' });
    expect(await step('coordinatorA', 'confirmed_once', 'confirmed')).toMatchObject({
      outcome: 'rejected',
      reason: 'same_account',
    });
    expect(await row('tracing_claims', claim)).toMatchObject({ status: 'confirmed_once' });
    expect(await step('medicB', 'confirmed_once', 'confirmed')).toMatchObject({
      outcome: 'applied',
    });
    expect(await row('tracing_claims', claim)).toMatchObject({
      status: 'confirmed',
      confirmed_first_by: operation.coordinatorA,
      confirmed_first_at: expect.any(String) as unknown,
      confirmed_second_by: operation.medicB,
      confirmed_second_at: expect.any(String) as unknown,
    });
    expect(await row('tracing_requests', request)).toMatchObject({ status: 'handed_over' });
  });

  it('cannot have the same account twice, whoever writes past the door', async () => {
    const account = operation.coordinatorA;
    await expect(
      db.sql`update public.tracing_claims set status = 'confirmed',
        confirmed_first_by = ${account}, confirmed_second_by = ${account} where id = ${claim}`,
    ).rejects.toThrow('tracing_claims_are_confirmed_by_two_accounts');
    await expect(
      db.sql`update public.tracing_claims set status = 'confirmed',
        confirmed_first_by = ${account} where id = ${claim}`,
    ).rejects.toThrow('tracing_claims_have_the_confirmations_of_their_status');
  });

  it('[F5] two first confirmations are not one hand-over: the second account is asked again', async () => {
    await step('coordinatorA', 'proposed', 'confirmed_once');
    expect(await step('medicB', 'proposed', 'confirmed_once')).toMatchObject({
      outcome: 'conflict',
      reason: 'status_changed',
    });
    expect(await row('tracing_claims', claim)).toMatchObject({
      status: 'confirmed_once',
      confirmed_first_by: operation.coordinatorA,
    });
    expect(await row('tracing_requests', request)).toMatchObject({ needs_review: true });
    expect(await step('coordinatorA', 'proposed', 'confirmed_once')).toMatchObject({
      outcome: 'applied',
      version: null,
    });
  });

  it('waits while another family’s claim on the same person stands, held ones too', async () => {
    const other = await makeRequest(db, operation);
    const rival = await makeClaim(db, operation, other, person);
    await step('coordinatorA', 'proposed', 'confirmed_once');
    for (const to of ['proposed', 'held'] as const) {
      if (to === 'held') await step('coordinatorB', 'proposed', 'held', {}, rival);
      const late = await step('medicB', 'confirmed_once', 'confirmed');
      expect(late).toMatchObject({ outcome: 'conflict', reason: 'contested' });
      expect(await row('tracing_events', late.id)).toMatchObject({ detail: { rivals: [rival] } });
      expect(await row('tracing_claims', claim)).toMatchObject({ status: 'confirmed_once' });
    }
    // Who has confirmed neither may not decide between families; who has confirmed the other may.
    const reason = { reason: 'Another Khaled' };
    expect(await step('medicB', 'held', 'rejected', reason, rival)).toMatchObject({
      outcome: 'conflict',
      reason: 'contested',
    });
    expect(await step('coordinatorA', 'held', 'rejected', reason, rival)).toMatchObject({
      outcome: 'applied',
    });
    expect(await step('medicB', 'confirmed_once', 'confirmed')).toMatchObject({
      outcome: 'applied',
    });
  });

  it('is reversed with a reason, keeps who confirmed it, and the request is looked at again', async () => {
    await handOver();
    for (const reason of [undefined, ' \u200f'])
      expect(
        await step('medicB', 'confirmed', 'reversed', reason === undefined ? {} : { reason }),
      ).toMatchObject({ reason: 'reason_required' });
    const answer = await step('coordinatorB', 'confirmed', 'reversed', { reason: 'Wrong mother' });
    expect(answer).toMatchObject({ outcome: 'applied' });
    expect(await row('tracing_claims', claim)).toMatchObject({
      status: 'reversed',
      status_reason: 'Wrong mother',
      confirmed_first_by: operation.coordinatorA,
      confirmed_second_by: operation.medicB,
    });
    expect(await row('tracing_requests', request)).toMatchObject({
      status: 'reversed',
      status_reason: 'Wrong mother',
    });
    expect(await row('tracing_events', answer.id)).toMatchObject({
      kind: 'claim_step',
      detail: { old: { claim: 'confirmed' }, new: { claim: 'reversed' }, why: 'Wrong mother' },
    });
  });

  it('of an account after it was reversed begins anew: again two are needed', async () => {
    await handOver();
    await step('coordinatorB', 'confirmed', 'reversed', { reason: 'Wrong mother' });
    await step('coordinatorB', 'reversed', 'proposed', { reason: 'Right after all' });
    expect(await row('tracing_claims', claim)).toMatchObject({
      confirmed_first_by: null,
      confirmed_second_by: null,
    });
  });

  it('of who was handed over already waits for the reversal of the first', async () => {
    await handOver();
    const other = await makeRequest(db, operation);
    const rival = await makeClaim(db, operation, other, person);
    await step('coordinatorB', 'proposed', 'confirmed_once', {}, rival);
    expect(await step('admin', 'confirmed_once', 'confirmed', {}, rival)).toMatchObject({
      reason: 'contested',
    });
    await step('admin', 'confirmed', 'reversed', { reason: 'Wrong mother' });
    expect(await step('admin', 'confirmed_once', 'confirmed', {}, rival)).toMatchObject({
      outcome: 'applied',
    });
  });
});

describe('[F4] claims on a record that stands for another one', () => {
  it('stay with it, count for the person, and are as they were once the records are parted', async () => {
    const second = await makePerson(db, operation);
    const other = await makeRequest(db, operation);
    const rival = await makeClaim(db, operation, other, second);
    await step('coordinatorA', 'proposed', 'confirmed_once');
    const before = await row('tracing_claims', rival);
    const merge = mutation(operation.id, 'person.merge', second, { into: person, reasons: [] });
    await send(db, operation.medicB, merge);
    expect(await row('tracing_claims', rival)).toEqual(before);
    expect(await step('medicB', 'confirmed_once', 'confirmed')).toMatchObject({
      reason: 'contested',
    });
    const part = mutation(operation.id, 'person.unmerge', second, { reason: 'Two cousins' });
    await send(db, operation.medicB, part);
    expect(await row('tracing_claims', rival)).toEqual(before);
    expect(await step('medicB', 'confirmed_once', 'confirmed')).toMatchObject({
      outcome: 'applied',
    });
  });

  it('also through two records in between, and when both were merged into a third', async () => {
    const [second, third] = [await makePerson(db, operation), await makePerson(db, operation)];
    const rival = await makeClaim(db, operation, await makeRequest(db, operation), second);
    for (const [one, into] of [
      [second, third],
      [person, third],
    ] as const) {
      const draft = mutation(operation.id, 'person.merge', one, { into, reasons: [] });
      expect(await send(db, operation.medicB, draft)).toMatchObject({ outcome: 'applied' });
    }
    await step('coordinatorA', 'proposed', 'confirmed_once');
    const late = await step('medicB', 'confirmed_once', 'confirmed');
    expect(await row('tracing_events', late.id)).toMatchObject({ detail: { rivals: [rival] } });
  });
});

describe('[F2] the steps of a request', () => {
  it('closing one rejects what it still claims, with the reason; it is taken up again with one', async () => {
    const answer = await end('medicB', {
      from: 'candidate_proposed',
      to: 'closed',
      reason: 'Came home',
    });
    expect(answer).toMatchObject({ outcome: 'applied' });
    expect(await row('tracing_claims', claim)).toMatchObject({
      status: 'rejected',
      status_reason: 'Came home',
      version: answer.version,
    });
    expect(await end('medicB', { from: 'closed', to: 'open' })).toMatchObject({
      reason: 'reason_required',
    });
    await end('medicB', { from: 'closed', to: 'open', reason: 'It was another' });
    expect(await row('tracing_requests', request)).toMatchObject({ status: 'open' });
  });

  it('[F5] closing what others found a candidate for meanwhile is a conflict', async () => {
    const late = await end('coordinatorB', { from: 'open', to: 'closed', reason: 'Given up' });
    expect(late).toMatchObject({ outcome: 'conflict', reason: 'status_changed' });
    expect(await row('tracing_requests', request)).toMatchObject({
      status: 'candidate_proposed',
      needs_review: true,
    });
    const keep = mutation(operation.id, 'tracing.update', request, {
      set: {},
      resolves: [late.id],
    });
    expect(await send(db, operation.medicB, keep)).toMatchObject({ outcome: 'applied' });
    expect(await row('tracing_requests', request)).toMatchObject({ needs_review: false });
    expect(await row('tracing_events', late.id)).toMatchObject({ resolved_by: keep.id });
  });

  it('only time lets one expire', async () => {
    const later = await makeRequest(db, operation, { expires_at: '2099-01-01T00:00:00Z' });
    const past = await makeRequest(db, operation, { expires_at: '2020-01-01T00:00:00Z' });
    const expire = { from: 'open', to: 'expired' } as const;
    for (const id of [later, await makeRequest(db, operation)])
      expect(await end('admin', expire, id)).toMatchObject({ reason: 'transition_not_allowed' });
    expect(await end('coordinatorB', expire, past)).toMatchObject({ outcome: 'applied' });
  });

  it('a withdrawn request is never taken up again, and one that was handed over is reversed first', async () => {
    await handOver();
    await end('medicB', { from: 'handed_over', to: 'closed' });
    expect(await end('admin', { from: 'closed', to: 'open', reason: 'x' })).toMatchObject({
      reason: 'transition_not_allowed',
    });
    const other = await makeRequest(db, operation);
    await end('medicB', { from: 'open', to: 'withdrawn', reason: 'Asked' }, other);
    expect(await end('admin', { from: 'withdrawn', to: 'open', reason: 'x' }, other)).toMatchObject(
      { reason: 'transition_not_allowed' },
    );
  });
});

describe('[N1] what is known of who is sought', () => {
  it('never merges by itself: all of an update or none', async () => {
    const late = mutation(operation.id, 'tracing.update', request, {
      set: { given: 'خليل', mother: 'فاطمة' },
      base: { given: 'وليد', mother: null },
    });
    expect(await send(db, operation.medicB, late)).toMatchObject({
      outcome: 'conflict',
      reason: 'fields_changed',
    });
    expect(await row('tracing_requests', request)).toMatchObject({
      given: 'خالد',
      mother: null,
      needs_review: true,
    });
    expect(await row('tracing_events', late.id)).toMatchObject({
      detail: { wanted: { given: 'خليل' }, seen: { given: 'وليد' }, present: { given: 'خالد' } },
    });
  });

  it('[F6] is taken away by an admin alone, with claims and history, and brought back', async () => {
    const remove = (deleted: boolean) =>
      mutation(operation.id, 'tracing.update', request, {
        set: { deleted },
        base: { deleted: !deleted },
      });
    expect(await send(db, operation.medicB, remove(true))).toMatchObject({ field: 'deleted' });
    const hidden = async () => {
      const rows = await db.sql<{ gone: boolean }[]>`
        select deleted_at is not null as gone from public.tracing_claims where id = ${claim}
        union all
        select deleted_at is not null from public.tracing_events where request_id = ${request}`;
      return new Set(rows.map(({ gone }) => gone));
    };
    await send(db, operation.admin, remove(true));
    expect(await hidden()).toEqual(new Set([true]));
    expect(await step('medicB', 'proposed', 'confirmed_once')).toMatchObject({
      reason: 'row_deleted',
    });
    await send(db, operation.admin, remove(false));
    expect(await hidden()).toEqual(new Set([false]));
  });
});
