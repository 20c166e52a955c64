/** What an item was collected for is put right: by whom, what stays said, and who sees it from then on [V7]. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import {
  makeEvidence,
  makeOperation,
  makeReport,
  mutation,
  pull,
  rowOf,
  send,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let claim: string;
let lead: string;
let item: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  claim = await makeReport(db, operation);
  lead = await makeReport(db, operation, { kind: 'lead', text: 'Third shelf' });
  item = await makeEvidence(db, operation, { report_id: claim });
});

const tie = (who: string, report_id: string | null, more: Partial<Payloads['evidence.tie']> = {}) =>
  send(
    db,
    who,
    mutation(operation.id, 'evidence.tie', item, { report_id, reason: 'Another door', ...more }),
  );
const reportOf = async () => (await rowOf(db, 'evidence', item))?.['report_id'];
const custody = () =>
  db.sql<{ seq: number; action: string; reason: string | null; prev_hash: string; hash: string }[]>`
    select seq, action, reason, prev_hash, hash from public.custody_entries
    where evidence_id = ${item} order by seq`;

describe('[V7] what an item was collected for', () => {
  it('is put right, and taken back, with a reason that stands in its custody and both ids in the log', async () => {
    expect(await tie(operation.coordinatorB, lead, { from_report_id: claim })).toMatchObject({
      outcome: 'applied',
    });
    expect(await reportOf()).toBe(lead);
    const last = await tie(operation.admin, null, { reason: 'Of no report' });
    expect(last).toMatchObject({ outcome: 'applied' });
    expect(await rowOf(db, 'evidence', item)).toMatchObject({
      report_id: null,
      version: last.version,
    });
    const entries = await custody();
    expect(entries.map(({ action, reason }) => [action, reason])).toEqual([
      ['collected', null],
      ['tied', 'Another door'],
      ['tied', 'Of no report'],
    ]);
    expect(entries[2]?.prev_hash).toBe(entries[1]?.hash);
    const events = await db.sql<{ payload: object }[]>`
      select payload from public.events where kind = 'evidence.tie' and entity_id = ${item}
      order by seq`;
    expect(events[0]?.payload).toMatchObject({ report_id: lead, from_report_id: claim });
  });

  it('is for coordinators and admins: nobody else is told whether item or report are there', async () => {
    for (const who of [operation.medicB, operation.observer])
      for (const report of [claim, lead, uuid(), null])
        expect(await tie(who, report)).toMatchObject({
          outcome: 'rejected',
          reason: 'not_allowed',
        });
    expect(await reportOf()).toBe(claim);
  });

  it('has a reason, and a report of the same operation', async () => {
    for (const reason of ['', ' \n', undefined as never])
      expect(await tie(operation.admin, lead, { reason })).toMatchObject({
        reason: 'reason_required',
      });
    const elsewhere = await makeOperation(db);
    for (const report of [uuid(), await makeReport(db, elsewhere)])
      expect(await tie(operation.admin, report)).toMatchObject({
        reason: 'invalid_payload',
        field: 'report_id',
      });
    expect(await reportOf()).toBe(claim);
  });

  it('is left alone where another one stands than its author saw, and agreed to where it stands so', async () => {
    await tie(operation.coordinatorA, lead, { from_report_id: claim });
    expect(await tie(operation.coordinatorB, null, { from_report_id: claim })).toMatchObject({
      outcome: 'conflict',
      reason: 'fields_changed',
    });
    expect(await tie(operation.coordinatorB, lead, { from_report_id: claim })).toMatchObject({
      outcome: 'applied',
      version: null,
    });
    expect([await reportOf(), (await custody()).length]).toEqual([lead, 2]);
  });

  it('changes nothing else of an item, and by no other way', async () => {
    for (const value of [lead, null])
      await expect(
        db.sql`update public.evidence set report_id = ${value} where id = ${item}`,
      ).rejects.toMatchObject({ code: '42501' });
    await db.sql`update public.operations set status = 'closed' where id = ${operation.id}`;
    expect(await tie(operation.admin, lead)).toMatchObject({ reason: 'operation_closed' });
  });
});

describe('[V7] [R4] phones of medics', () => {
  const phone = async (who: string, cursor: string | null) => {
    const page = await pull(db, who, operation.id, cursor, 1000);
    const ids = (table: string) =>
      page.changes.filter((change) => change.table === table).map(({ id }) => id);
    return { ...page, items: ids('evidence'), entries: ids('custody_entries').length };
  };

  it('lose an item that comes to a lead, and have it whole with its custody when it leaves one', async () => {
    const before = await phone(operation.medicB, null);
    expect([before.items, before.entries]).toEqual([[item], 1]);
    await tie(operation.coordinatorA, lead);
    const hidden = await phone(operation.medicB, before.cursor);
    expect([hidden.reset, hidden.items, hidden.entries]).toEqual([true, [], 0]);
    await tie(operation.coordinatorA, null);
    const shown = await phone(operation.medicB, hidden.cursor);
    expect([shown.reset, shown.items, shown.entries]).toEqual([true, [item], 3]);
    const next = await phone(operation.medicB, shown.cursor);
    expect([next.reset, next.items]).toEqual([false, []]);
  });

  it('go on where no lead is concerned, and so do those of everybody else', async () => {
    const other = await makeReport(db, operation);
    const medic = await phone(operation.medicB, null);
    await tie(operation.coordinatorA, other);
    expect(await phone(operation.medicB, medic.cursor)).toMatchObject({
      reset: false,
      items: [item],
    });
    const cursors = new Map<string, string>();
    for (const who of [operation.admin, operation.coordinatorB, operation.observer])
      cursors.set(who, (await phone(who, null)).cursor);
    await tie(operation.coordinatorA, lead);
    for (const [who, cursor] of cursors)
      expect(await phone(who, cursor)).toMatchObject({ reset: false });
  });

  it('read neither the item nor its custody by the tables while it belongs to a lead', async () => {
    await tie(operation.coordinatorA, lead);
    const rows = await db.as(
      user(operation.medicB),
      (tx) => tx`select id from public.evidence union all select id from public.custody_entries`,
    );
    expect(rows).toHaveLength(0);
  });
});
