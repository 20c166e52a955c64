/** Evidence and its custody: what is written, by whom, and that none of it can be written again. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CustodyEntry } from '../../src/lib/domain/evidence-rows.ts';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import {
  apply,
  evidencePayload,
  fakeUpload,
  makeEvidence,
  makeOperation,
  mutation,
  rowOf,
  send,
  uuid,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let item: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  item = await makeEvidence(db, operation);
});

const custody = (of = item) =>
  db.sql<CustodyEntry[]>`
    select * from public.custody_entries where evidence_id = ${of} order by seq`;
const say = (who: string, payload: Payloads['custody.record'], of = item) =>
  send(db, who, mutation(operation.id, 'custody.record', of, payload));
const stored = (who = operation.coordinatorA, of = item) =>
  send(db, who, mutation(operation.id, 'evidence.stored', of, {}));
const check = (of: string, sha256: string) =>
  db.as(
    { role: 'service_role' },
    (tx) => tx<{ answer: unknown }[]>`
      select public.record_evidence_check(${of}, ${sha256}) as answer`,
  );
const handOver = { action: 'handed_over', to_party: 'Clerk', reason: 'Summons' } as const;

describe('[V1] what was collected', () => {
  it('is kept as its collector said, with the site of its area', async () => {
    const id = await makeEvidence(db, operation, { site_id: null, area_id: operation.area });
    expect(await rowOf(db, 'evidence', id)).toMatchObject({
      ...evidencePayload,
      collected_at: '2024-12-08T10:30:00+00:00',
      site_id: operation.site,
      area_id: operation.area,
      actor_id: operation.coordinatorA,
      team_id: operation.teamA,
      stored_at: null,
      checked_sha256: null,
    });
  });

  it('is recorded by everyone but observers', async () => {
    for (const who of ['admin', 'coordinatorA', 'medicB', 'observer'] as const) {
      const draft = mutation(operation.id, 'evidence.record', uuid(), evidencePayload);
      const { outcome, reason } = await send(db, operation[who], draft);
      expect([who, reason ?? outcome]).toEqual([
        who,
        who === 'observer' ? 'not_allowed' : 'applied',
      ]);
    }
  });

  it('is in this operation or nowhere', async () => {
    const elsewhere = await makeOperation(db);
    for (const [kind, payload] of [
      ['evidence.stored', {}],
      ['custody.record', { action: 'viewed' }],
      ['evidence.record', evidencePayload],
    ] as const) {
      const draft = { ...mutation(elsewhere.id, kind, item, payload as never) };
      expect(await send(db, elsewhere.admin, draft)).toMatchObject({ reason: 'wrong_operation' });
    }
    expect(await say(operation.admin, { action: 'viewed' }, uuid())).toMatchObject({
      reason: 'not_found',
    });
    expect(
      await send(
        db,
        operation.admin,
        mutation(operation.id, 'evidence.record', item, evidencePayload),
      ),
    ).toMatchObject({ reason: 'already_exists' });
  });

  it.each(['sha256', 'original_name', 'source', 'collected_at', 'actor_id', 'site_id'])(
    'never changes its %s, whoever asks',
    async (column) => {
      const other: Record<string, string | null> = {
        sha256: 'cd'.repeat(32),
        collected_at: '2020-01-01T00:00:00Z',
        actor_id: operation.admin,
        site_id: null,
      };
      const value = column in other ? (other[column] ?? null) : 'x';
      await expect(
        db.sql`update public.evidence set ${db.sql(column)} = ${value} where id = ${item}`,
      ).rejects.toMatchObject({ code: '42501' });
      await expect(db.owner`delete from public.evidence where id = ${item}`).rejects.toBeDefined();
    },
  );
});

describe('[V2] what is stored', () => {
  it('is believed only when Storage has every part in its size', async () => {
    expect(await stored()).toMatchObject({ outcome: 'rejected', reason: 'not_stored' });
    await fakeUpload(db, item);
    await db.sql`update storage.objects set metadata = '{"size": 5}'
      where name like ${`%${item}/part-0001`}`;
    expect(await stored()).toMatchObject({ reason: 'not_stored' });
    await db.sql`delete from storage.objects where name like ${`%${item}/part-0001`}`;
    expect(await stored()).toMatchObject({ reason: 'not_stored' });
    await db.sql`delete from storage.objects where name like ${`%${item}/%`}`;
    await fakeUpload(db, item);
    expect(await stored()).toMatchObject({ outcome: 'applied' });
    expect((await custody()).map(({ action }) => action)).toEqual(['collected', 'stored']);
  });

  it('needs the working copy too, where one was recorded', async () => {
    const working = { working_sha256: 'cd'.repeat(32), working_bytes: 900 };
    const id = await makeEvidence(db, operation, working);
    await fakeUpload(db, id);
    await db.sql`delete from storage.objects where name like ${`%${id}/working`}`;
    expect(await stored(operation.coordinatorA, id)).toMatchObject({ reason: 'not_stored' });
  });

  it('is said by its collector alone, and once', async () => {
    await fakeUpload(db, item);
    for (const who of [operation.admin, operation.coordinatorB])
      expect(await stored(who)).toMatchObject({ reason: 'not_allowed' });
    expect(await stored()).toMatchObject({ outcome: 'applied' });
    expect(await stored()).toMatchObject({ outcome: 'applied', version: null });
    expect(await custody()).toHaveLength(2);
  });

  it('is checked by the server, in the custody and in the log', async () => {
    await expect(check(item, evidencePayload.sha256)).rejects.toMatchObject({ code: '22023' });
    await fakeUpload(db, item);
    await stored();
    await check(item, 'cd'.repeat(32));
    expect(await rowOf(db, 'evidence', item)).toMatchObject({ checked_sha256: 'cd'.repeat(32) });
    await check(item, evidencePayload.sha256);
    const entries = await custody();
    expect(entries.map(({ action }) => action)).toEqual([
      'collected',
      'stored',
      'mismatch',
      'checked',
    ]);
    const logged = await db.sql`
      select id, actor, payload from public.events
      where kind = 'evidence.check' and entity_id = ${item} order by seq`;
    expect(logged).toEqual([
      {
        id: entries[2]?.id,
        actor: null,
        payload: { sha256: 'cd'.repeat(32), matches: false },
      },
      {
        id: entries[3]?.id,
        actor: null,
        payload: { sha256: evidencePayload.sha256, matches: true },
      },
    ]);
    for (const wrong of ['', 'AB'.repeat(32), null])
      await expect(check(item, wrong as string)).rejects.toMatchObject({ code: '22023' });
  });

  it('is checked by nobody else', async () => {
    for (const who of [operation.admin, operation.coordinatorA, operation.observer])
      await expect(
        db.as(
          user(who),
          (tx) => tx`select public.record_evidence_check(${item}, ${'cd'.repeat(32)})`,
        ),
      ).rejects.toMatchObject({ code: '42501' });
  });
});

describe('[V3] the custody of an item', () => {
  const netstring = (value: string | number | null) =>
    value === null ? '-' : `${Buffer.byteLength(String(value))}:${value}`;

  it('is a chain of hashes that begins with the hash of the item', async () => {
    await say(operation.coordinatorA, handOver);
    await say(operation.medicB, { action: 'viewed', reason: 'سطر\nآخر' });
    const entries = await db.sql<{ entry: CustodyEntry; device: string; received: string }[]>`
      select to_jsonb(c) as entry, private.log_time(c.device_at) as device,
        private.log_time(c.received_at) as received
      from public.custody_entries c where evidence_id = ${item} order by seq`;
    expect(entries).toHaveLength(3);
    let before = evidencePayload.sha256;
    for (const [place, { entry, device, received }] of entries.entries()) {
      expect([entry.seq, entry.prev_hash]).toEqual([place + 1, before]);
      const text = [
        entry.prev_hash,
        entry.id,
        entry.operation_id,
        entry.evidence_id,
        entry.seq,
        entry.action,
        entry.from_party,
        entry.to_party,
        entry.reason,
        entry.actor_id,
        entry.actor_role,
        entry.actor_team_id,
        device,
        received,
      ].map(netstring);
      expect(entry.hash).toBe(createHash('sha256').update(text.join('\n')).digest('hex'));
      before = entry.hash;
    }
  });

  it('has an event of the log with its id for every entry', async () => {
    await fakeUpload(db, item);
    await stored();
    await check(item, evidencePayload.sha256);
    await say(operation.admin, { action: 'exported' });
    const [row] = await db.sql<{ missing: number; entries: number }[]>`
      select count(*) filter (where e.id is null)::int as missing, count(*)::int as entries
      from public.custody_entries c
      left join public.events e
        on e.id = c.id and e.entity = 'evidence' and e.entity_id = c.evidence_id
      where c.evidence_id = ${item}`;
    expect(row).toEqual({ missing: 0, entries: 4 });
  });

  it('is one chain also for many entries of one batch', async () => {
    const drafts = Array.from({ length: 5 }, () =>
      mutation(operation.id, 'custody.record', item, { action: 'viewed' }),
    );
    await apply(db, operation.medicB, drafts);
    const entries = await custody();
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(entries.slice(1).map(({ prev_hash }) => prev_hash)).toEqual(
      entries.slice(0, -1).map(({ hash }) => hash),
    );
  });

  it('is said by everyone but observers, exports by admins alone', async () => {
    const word = async (who: string, payload: Payloads['custody.record']) => {
      const { outcome, reason } = await say(who, payload);
      return reason ?? outcome;
    };
    for (const who of ['admin', 'coordinatorB', 'medicB', 'observer'] as const) {
      const isObserver = who === 'observer';
      for (const payload of [{ action: 'viewed' }, handOver, { action: 'sealed' }] as const)
        expect(await word(operation[who], payload)).toBe(isObserver ? 'not_allowed' : 'applied');
      expect(await word(operation[who], { action: 'exported' })).toBe(
        who === 'admin' ? 'applied' : 'not_allowed',
      );
    }
  });

  it('names a reason for every hand-over, return and copy', async () => {
    for (const action of ['handed_over', 'returned', 'copied'] as const)
      expect(await say(operation.medicB, { action, to_party: 'Clerk', reason: ' ' })).toMatchObject(
        { reason: 'reason_required' },
      );
  });

  it('goes on when the operation is closed, and nothing new is collected', async () => {
    await db.sql`update public.operations set status = 'closed' where id = ${operation.id}`;
    await fakeUpload(db, item);
    expect(await stored()).toMatchObject({ outcome: 'applied' });
    expect(await say(operation.coordinatorA, handOver)).toMatchObject({ outcome: 'applied' });
    const late = mutation(operation.id, 'evidence.record', uuid(), evidencePayload);
    expect(await send(db, operation.admin, late)).toMatchObject({ reason: 'operation_closed' });
  });

  it('is never changed, deleted or emptied, not even by the owner of the table', async () => {
    for (const as of [db.owner, db.sql]) {
      await expect(
        as`update public.custody_entries set reason = 'x' where evidence_id = ${item}`,
      ).rejects.toMatchObject({ code: '42501' });
      await expect(
        as`delete from public.custody_entries where evidence_id = ${item}`,
      ).rejects.toBeDefined();
      await expect(as`truncate public.custody_entries`).rejects.toBeDefined();
    }
  });
});
