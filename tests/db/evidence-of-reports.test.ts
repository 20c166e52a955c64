/** What was collected for a report: who ties it, who reads it, and that a lead's is for coordinators and admins [V6]. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, user, type Caller, type TestDatabase } from '../support/database.ts';
import {
  evidencePayload,
  fakeUpload,
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
/** Two items of the claim, one of the lead, and one of no report. */
let items: { claim: string; more: string; lead: string; none: string };
const told = 'a door behind the third shelf';
const working = { working_sha256: 'cd'.repeat(32), working_bytes: 900 };
const roles = ['admin', 'coordinatorA', 'coordinatorB', 'medicB', 'observer'] as const;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  claim = await makeReport(db, operation);
  lead = await makeReport(db, operation, { kind: 'lead', text: told });
  const of = (report_id: string | null) => makeEvidence(db, operation, { ...working, report_id });
  items = {
    claim: await of(claim),
    more: await of(claim),
    lead: await of(lead),
    none: await of(null),
  };
});

const record = async (who: string, payload: Partial<Payloads['evidence.record']>) => {
  const said = { ...evidencePayload, ...payload };
  return send(db, who, mutation(operation.id, 'evidence.record', uuid(), said));
};
const idsOf = (caller: Caller, table: 'evidence' | 'custody_entries') =>
  db.as(
    caller,
    (tx) => tx<{ item: string }[]>`
      select coalesce(to_jsonb(t) ->> 'evidence_id', id::text) as item
      from ${tx(`public.${table}`)} t`,
  );
const seenBy = async (account: string, table: 'evidence' | 'custody_entries' = 'evidence') =>
  (await idsOf(user(account), table)).map(({ item }) => item).toSorted();
const all = () => Object.values(items).toSorted();
const withoutLead = () => all().filter((id) => id !== items.lead);
const expectedOf = (who: (typeof roles)[number]) => {
  if (who === 'observer') return [];
  return who === 'medicB' ? withoutLead() : all();
};

describe('[V6] an item names the report that it was collected for', () => {
  it('several items a report, and none changes it afterwards, whoever asks', async () => {
    expect(await rowOf(db, 'evidence', items.claim)).toMatchObject({ report_id: claim });
    expect(await rowOf(db, 'evidence', items.more)).toMatchObject({ report_id: claim });
    for (const value of [lead, null])
      await expect(
        db.sql`update public.evidence set report_id = ${value} where id = ${items.claim}`,
      ).rejects.toMatchObject({ code: '42501' });
  });

  it('said by whoever writes reports, of a claim or a lead', async () => {
    for (const who of ['admin', 'coordinatorA', 'coordinatorB'] as const)
      for (const report_id of [claim, lead])
        expect(await record(operation[who], { report_id })).toMatchObject({ outcome: 'applied' });
  });

  it('refused to a medic in the same words whether the report is there or not', async () => {
    for (const report_id of [claim, lead, uuid()])
      expect(await record(operation.medicB, { report_id })).toMatchObject({
        outcome: 'rejected',
        reason: 'invalid_payload',
        field: 'report_id',
      });
    expect(await record(operation.observer, { report_id: lead })).toMatchObject({
      reason: 'not_allowed',
    });
  });

  it('in this operation alone', async () => {
    const foreign = await makeReport(db, await makeOperation(db));
    expect(await record(operation.admin, { report_id: foreign })).toMatchObject({
      reason: 'invalid_payload',
      field: 'report_id',
    });
  });

  it('kept for a report that was taken away since, and stays when it goes', async () => {
    const away = mutation(operation.id, 'report.update', lead, {
      set: { deleted: true },
      base: { deleted: false },
    });
    expect(await send(db, operation.admin, away)).toMatchObject({ outcome: 'applied' });
    expect(await record(operation.coordinatorA, { report_id: lead })).toMatchObject({
      outcome: 'applied',
    });
    expect(await seenBy(operation.coordinatorA)).toContain(items.lead);
    expect(await seenBy(operation.medicB)).toEqual(withoutLead());
  });
});

describe("[V6] a lead's item is read by coordinators and admins alone", () => {
  it.each(roles)('by select, with its custody: %s', async (who) => {
    expect(await seenBy(operation[who])).toEqual(expectedOf(who));
    expect(await seenBy(operation[who], 'custody_entries')).toEqual(expectedOf(who));
  });

  it.each(roles)('by pull: %s', async (who) => {
    const { changes } = await pull(db, operation[who], operation.id);
    const pulled = changes.filter(({ table }) => table === 'evidence').map(({ id }) => id);
    expect(pulled.toSorted()).toEqual(expectedOf(who));
    if (who === 'medicB' || who === 'observer') {
      expect(JSON.stringify(changes)).not.toContain(items.lead);
      expect(JSON.stringify(changes)).not.toContain(told);
    }
    if (who === 'observer')
      for (const id of all()) expect(JSON.stringify(changes)).not.toContain(id);
  });

  it('by its files, the working copy too', async () => {
    await fakeUpload(db, items.lead);
    await fakeUpload(db, items.none);
    const copies = (account: string) =>
      db.as(
        user(account),
        (tx) => tx<{ name: string }[]>`
          select name from storage.objects
          where bucket_id = 'evidence' and name like ${'%/working'}`,
      );
    const names = async (account: string) =>
      (await copies(account)).map(({ name }) => name.split('/')[1]).toSorted();
    const both = [items.lead, items.none].toSorted();
    for (const who of ['admin', 'coordinatorB'] as const)
      expect(await names(operation[who])).toEqual(both);
    expect(await names(operation.medicB)).toEqual([items.none]);
    expect(await names(operation.observer)).toEqual([]);
  });

  it('and is not there for a medic who writes into its custody, which would open it', async () => {
    const look = (who: string, id: string) =>
      send(db, who, mutation(operation.id, 'custody.record', id, { action: 'viewed' }));
    expect(await look(operation.medicB, items.lead)).toMatchObject({ reason: 'not_found' });
    expect(await look(operation.medicB, uuid())).toMatchObject({ reason: 'not_found' });
    for (const id of [items.claim, items.none])
      expect(await look(operation.medicB, id)).toMatchObject({ outcome: 'applied' });
    expect(await look(operation.coordinatorB, items.lead)).toMatchObject({ outcome: 'applied' });
  });

  it('[B3] by whatever is announced: nobody is sent a row', async () => {
    await db.sql`delete from realtime.messages`;
    await record(operation.coordinatorA, { report_id: lead });
    await record(operation.coordinatorA, { report_id: claim });
    const messages = await db.sql<{ payload: object }[]>`select payload from realtime.messages`;
    expect(messages.length).toBeGreaterThan(0);
    for (const secret of [lead, claim, evidencePayload.sha256, told])
      expect(JSON.stringify(messages)).not.toContain(secret);
  });

  it('[V5] and a package says the id of its report, and nothing of it', async () => {
    const [row] = await db.as(
      user(operation.admin),
      (tx) => tx<{ content: { items: { report_id: string | null }[] } }[]>`
        select public.export_evidence(${operation.id}, ${[items.lead]}) as content`,
    );
    expect(row?.content.items).toMatchObject([{ report_id: lead }]);
    expect(JSON.stringify(row?.content)).not.toContain(told);
  });
});
