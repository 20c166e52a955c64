import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  apply,
  makeOperation,
  makeTask,
  mutation,
  rowOf,
  send,
  uuid,
  type Draft,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
let task: string;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  task = await makeTask(db, operation, { team_id: operation.teamA, title: 'Open the doors' });
});

const status = (payload: Payloads['task.status'], more: Partial<Draft> = {}) =>
  mutation(operation.id, 'task.status', task, payload, more);
const update = (payload: Payloads['task.update'], more: Partial<Draft> = {}) =>
  mutation(operation.id, 'task.update', task, payload, more);
const row = () => rowOf(db, 'tasks', task);
const versionOf = async () => Number((await row())?.version);
const conflictsOf = () => db.sql<
  { id: string; reason: string; payload: unknown; before: unknown; resolved: boolean }[]
>`
  select id, reason, payload, before, resolved_at is not null as resolved
  from public.task_events where task_id = ${task} and outcome = 'conflict' order by version, id`;
const as = (account: string, draft: Draft) => send(db, account, draft);

describe('[C1] a conflict', () => {
  it('leaves the task as it is, asks for a decision and keeps the whole payload', async () => {
    await as(operation.admin, status({ status: 'in_progress', from: 'open' }));
    const before = await row();
    const late = status({ status: 'blocked', from: 'en_route', reason: 'The stairs are gone' });
    const answer = await as(operation.coordinatorA, late);
    expect(answer).toMatchObject({ outcome: 'conflict', reason: 'status_changed' });
    expect(await row()).toEqual({
      ...before,
      needs_review: true,
      version: answer.version,
      updated_at: expect.any(String) as string,
    });
    expect(await conflictsOf()).toEqual([
      {
        id: late.id,
        reason: 'status_changed',
        payload: late.payload,
        before: { status: 'in_progress' },
        resolved: false,
      },
    ]);
    expect((await rowOf(db, 'task_events', late.id))?.version).toBe(answer.version);
  });
});

describe('[C2] task.status', () => {
  it('from the status that the author saw takes a step of the table', async () => {
    expect(
      await as(operation.coordinatorA, status({ status: 'en_route', from: 'open' })),
    ).toMatchObject({
      outcome: 'applied',
    });
    expect(await row()).toMatchObject({ status: 'en_route', needs_review: false });
    expect(
      await as(operation.coordinatorA, status({ status: 'verified', from: 'en_route' })),
    ).toMatchObject({ outcome: 'rejected', reason: 'own_work' });
    expect(
      await as(operation.coordinatorA, status({ status: 'done', from: 'en_route' })),
    ).toMatchObject({
      outcome: 'rejected',
      reason: 'transition_not_allowed',
    });
  });

  it('to a status that it already has is applied and changes nothing', async () => {
    await as(operation.admin, status({ status: 'en_route', from: 'open' }));
    const before = await row();
    const answer = await as(operation.coordinatorA, status({ status: 'en_route', from: 'open' }));
    expect(answer).toMatchObject({ outcome: 'applied', version: null });
    expect(await row()).toEqual(before);
  });

  it('without `from` takes the present status when no other account changed it since', async () => {
    const seen = await versionOf();
    await as(operation.coordinatorA, status({ status: 'en_route' }, { base_version: seen }));
    const own = await as(
      operation.coordinatorA,
      status({ status: 'in_progress' }, { base_version: seen }),
    );
    expect(own).toMatchObject({ outcome: 'applied' });
    await as(operation.admin, mutation(operation.id, 'task.comment', task, { body: 'Well done' }));
    expect(
      await as(operation.coordinatorA, status({ status: 'done' }, { base_version: seen })),
    ).toMatchObject({ outcome: 'applied' });
  });

  it('without `from` is a conflict when another account changed it since', async () => {
    const seen = await versionOf();
    await as(operation.admin, status({ status: 'en_route', from: 'open' }));
    for (const base_version of [seen, null]) {
      expect(
        await as(operation.coordinatorA, status({ status: 'in_progress' }, { base_version })),
      ).toMatchObject({ outcome: 'conflict', reason: 'status_changed' });
    }
  });

  it('keeps the reason with the status, and takes it away with the next', async () => {
    await as(operation.coordinatorA, status({ status: 'en_route', from: 'open' }));
    await as(
      operation.coordinatorA,
      status({ status: 'blocked', from: 'en_route', reason: 'Mines' }),
    );
    expect(await row()).toMatchObject({ status: 'blocked', status_reason: 'Mines' });
    await as(operation.coordinatorA, status({ status: 'in_progress', from: 'blocked' }));
    expect(await row()).toMatchObject({ status: 'in_progress', status_reason: null });
  });

  it('[P4] blocked and cancelled need a reason in words', async () => {
    for (const reason of [undefined, '', ' \u200f\n']) {
      for (const wanted of ['blocked', 'cancelled'] as const) {
        const payload = {
          status: wanted,
          from: 'open' as const,
          ...(reason === undefined ? {} : { reason }),
        };
        expect(await as(operation.admin, status(payload))).toMatchObject({
          outcome: 'rejected',
          reason: 'reason_required',
        });
      }
    }
  });

  it('[P3] done remembers the team that held it, which does not verify its own work', async () => {
    await as(operation.coordinatorA, status({ status: 'in_progress', from: 'open' }));
    await as(operation.coordinatorA, status({ status: 'done', from: 'in_progress' }));
    expect(await row()).toMatchObject({ done_team_id: operation.teamA });
    const hand = mutation(operation.id, 'task.hand_over', task, { team_id: operation.teamB });
    await as(operation.coordinatorA, hand);
    expect(
      await as(operation.coordinatorA, status({ status: 'verified', from: 'done' })),
    ).toMatchObject({ outcome: 'rejected', reason: 'own_work' });
    expect(
      await as(operation.coordinatorB, status({ status: 'verified', from: 'done' })),
    ).toMatchObject({ outcome: 'applied' });
  });
});

describe('[C1] [P2] work on a task that was taken away meanwhile', () => {
  it('is a conflict when the author’s team held it at the version that the author saw', async () => {
    const seen = await versionOf();
    const hand = { team_id: operation.teamB, from_team_id: operation.teamA };
    await as(operation.admin, mutation(operation.id, 'task.hand_over', task, hand));
    const drafts = [
      status({ status: 'en_route', from: 'open' }, { base_version: seen }),
      update({ set: { details: 'x' }, base: { details: null } }, { base_version: seen }),
      mutation(operation.id, 'task.hand_over', task, { team_id: null }, { base_version: seen }),
    ];
    for (const draft of drafts) {
      expect(await as(operation.coordinatorA, draft)).toMatchObject({
        outcome: 'conflict',
        reason: 'held_by_other_team',
      });
    }
    expect(await row()).toMatchObject({
      status: 'open',
      team_id: operation.teamB,
      needs_review: true,
    });
  });

  it('is refused when the author could see that another team held it', async () => {
    const hand = { team_id: operation.teamB, from_team_id: operation.teamA };
    await as(operation.admin, mutation(operation.id, 'task.hand_over', task, hand));
    const seen = await versionOf();
    expect(
      await as(
        operation.coordinatorA,
        status({ status: 'en_route', from: 'open' }, { base_version: seen }),
      ),
    ).toMatchObject({ outcome: 'rejected', reason: 'not_allowed' });
  });
});

describe('[C3] who holds a task', () => {
  const claim = (payload: Payloads['task.claim'], more: Partial<Draft> = {}) =>
    mutation(operation.id, 'task.claim', task, payload, more);
  const handOver = (payload: Payloads['task.hand_over'], more: Partial<Draft> = {}) =>
    mutation(operation.id, 'task.hand_over', task, payload, more);

  it('a claim takes what nobody holds', async () => {
    task = await makeTask(db, operation);
    expect(await as(operation.coordinatorA, claim({}))).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ team_id: operation.teamA, holding: 'claimed' });
  });

  it('of two claims the second is a conflict', async () => {
    task = await makeTask(db, operation);
    await as(operation.coordinatorA, claim({ from_team_id: null }));
    expect(await as(operation.coordinatorB, claim({ from_team_id: null }))).toMatchObject({
      outcome: 'conflict',
      reason: 'held_by_other_team',
    });
    expect(await row()).toMatchObject({ team_id: operation.teamA, needs_review: true });
  });

  it('a claim of what the own team holds already changes nothing', async () => {
    expect(await as(operation.coordinatorA, claim({}))).toMatchObject({
      outcome: 'applied',
      version: null,
    });
  });

  it('a claim of a task that was cancelled meanwhile is a conflict, of one that was seen so is refused', async () => {
    task = await makeTask(db, operation);
    const seen = await versionOf();
    await as(operation.admin, status({ status: 'cancelled', from: 'open', reason: 'Twice' }));
    expect(await as(operation.coordinatorA, claim({}, { base_version: seen }))).toMatchObject({
      outcome: 'conflict',
      reason: 'status_changed',
    });
    expect(
      await as(operation.coordinatorA, claim({}, { base_version: await versionOf() })),
    ).toMatchObject({ outcome: 'rejected', reason: 'not_allowed' });
  });

  it('a coordinator hands over what the own team holds, and gives it back', async () => {
    await as(
      operation.coordinatorA,
      handOver({ team_id: operation.teamB, note: 'Needs a doctor' }),
    );
    expect(await row()).toMatchObject({ team_id: operation.teamB, holding: 'handed_over' });
    await as(operation.coordinatorB, handOver({ team_id: null }));
    expect(await row()).toMatchObject({ team_id: null, holding: 'given_back' });
  });

  it('an admin assigns', async () => {
    await as(
      operation.admin,
      handOver({ team_id: operation.teamB, from_team_id: operation.teamA }),
    );
    expect(await row()).toMatchObject({ team_id: operation.teamB, holding: 'assigned' });
  });

  it('a hand-over from a team that no longer holds it is a conflict', async () => {
    await as(operation.coordinatorA, handOver({ team_id: null }));
    expect(
      await as(
        operation.admin,
        handOver({ team_id: operation.teamB, from_team_id: operation.teamA }),
      ),
    ).toMatchObject({ outcome: 'conflict', reason: 'held_by_other_team' });
  });

  it('a team that is gone or elsewhere takes nothing', async () => {
    const elsewhere = await makeOperation(db);
    await db.sql`update public.teams set deleted_at = now() where id = ${operation.teamB}`;
    for (const team_id of [operation.teamB, elsewhere.teamA, uuid()]) {
      expect(await as(operation.coordinatorA, handOver({ team_id }))).toMatchObject({
        outcome: 'rejected',
        reason: 'invalid_payload',
        field: 'team_id',
      });
    }
  });
});

describe('[C4] task.update', () => {
  it('merges fields that others did not touch', async () => {
    await as(operation.admin, update({ set: { priority: 'high' }, base: { priority: 'normal' } }));
    const late = update({
      set: { details: 'Third floor', due_at: '2024-12-09T10:00:00.000Z', people_expected: 12 },
      base: { details: null, due_at: null, people_expected: null },
    });
    expect(await as(operation.coordinatorA, late)).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({
      priority: 'high',
      details: 'Third floor',
      due_at: '2024-12-09T10:00:00+00:00',
      people_expected: 12,
      needs_review: false,
    });
  });

  it('takes a value as the same however it is written', async () => {
    await as(
      operation.admin,
      update({ set: { due_at: '2024-12-09T12:00:00+02:00' }, base: { due_at: null } }),
    );
    const again = update({
      set: { due_at: '2024-12-10T10:00:00Z', title: ' ' },
      base: { due_at: '2024-12-09T10:00:00.000Z', title: 'Open the doors' },
    });
    expect(await as(operation.coordinatorA, again)).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ due_at: '2024-12-10T10:00:00+00:00', title: null });
  });

  it('sets the fields that fit, and the others are one conflict that names them', async () => {
    await as(
      operation.admin,
      update({ set: { title: 'Open the red doors' }, base: { title: 'Open the doors' } }),
    );
    const late = update({
      set: { title: 'Open the white doors', priority: 'critical' },
      base: { title: 'Open the doors', priority: 'normal' },
    });
    const answer = await as(operation.coordinatorA, late);
    expect(answer).toMatchObject({ outcome: 'conflict', reason: 'fields_changed' });
    expect(await row()).toMatchObject({
      title: 'Open the red doors',
      priority: 'critical',
      needs_review: true,
      version: answer.version,
    });
    expect(await conflictsOf()).toMatchObject([
      { id: late.id, payload: late.payload, before: { title: 'Open the red doors' } },
    ]);
    const [applied] = await db.sql`
      select payload, before from public.task_events
      where task_id = ${task} and version = ${answer.version} and outcome = 'applied'`;
    expect(applied).toEqual({
      payload: { set: { priority: 'critical' } },
      before: { priority: 'normal' },
    });
  });

  it('without a base sets a field at the version that the author saw, and at no other', async () => {
    const seen = await versionOf();
    expect(
      await as(operation.coordinatorA, update({ set: { details: 'x' } }, { base_version: seen })),
    ).toMatchObject({ outcome: 'applied' });
    for (const base_version of [seen, null]) {
      expect(
        await as(operation.coordinatorA, update({ set: { details: 'y' } }, { base_version })),
      ).toMatchObject({ outcome: 'conflict', reason: 'fields_changed' });
    }
  });

  it('to what is there already is applied and changes nothing', async () => {
    const before = await row();
    expect(
      await as(
        operation.coordinatorA,
        update({ set: { title: 'Open the doors' }, base: { title: 'Else' } }),
      ),
    ).toMatchObject({ outcome: 'applied', version: null });
    expect(await row()).toEqual(before);
  });

  it('takes the site from the area, and lets go of the area with the site', async () => {
    await as(
      operation.admin,
      update({ set: { area_id: operation.area }, base: { area_id: null } }),
    );
    expect(await row()).toMatchObject({ area_id: operation.area, site_id: operation.site });
    const other = uuid();
    await as(
      operation.admin,
      mutation(operation.id, 'site.create', other, {
        code: 'H',
        name_en: 'Hospital',
        kind: 'hospital',
      }),
    );
    await as(
      operation.admin,
      update({ set: { site_id: other }, base: { site_id: operation.site } }),
    );
    expect(await row()).toMatchObject({ area_id: null, site_id: other });
  });
});

describe('[C4] updates of what only admins change', () => {
  const kinds = [
    ['sites', 'site.update', () => operation.site, 'Site'],
    ['site_areas', 'area.update', () => operation.area, 'Room 1'],
    ['teams', 'team.update', () => operation.teamA, 'Team A'],
    ['operations', 'operation.update', () => operation.id, 'Operation'],
  ] as const;

  it.each(kinds)(
    '%s: what fits is set, the rest is a conflict in the log alone',
    async (table, kind, id, name) => {
      const change = (name_en: string, base: string, more: object) =>
        mutation(operation.id, kind, id(), {
          set: { name_en, ...more },
          base: { name_en: base, name_ar: 'x' },
        });
      expect(await as(operation.admin, change('First', name, {}))).toMatchObject({
        outcome: 'applied',
      });
      const late = change('Second', name, {
        name_ar: (await rowOf(db, table, id()))?.name_ar as string,
      });
      expect(await as(operation.admin, late)).toMatchObject({
        outcome: 'conflict',
        reason: 'fields_changed',
        version: null,
      });
      expect(await rowOf(db, table, id())).toMatchObject({ name_en: 'First' });
      const [event] =
        await db.sql`select outcome, payload from public.events where id = ${late.id}`;
      expect(event).toEqual({ outcome: 'conflict', payload: late.payload });
      const half = mutation(operation.id, kind, id(), {
        set: { name_en: 'Third', name_ar: 'اسم' },
        base: { name_en: name, name_ar: (await rowOf(db, table, id()))?.name_ar as string },
      });
      const answer = await as(operation.admin, half);
      expect(answer.outcome).toBe('conflict');
      expect(await rowOf(db, table, id())).toMatchObject({
        name_en: 'First',
        name_ar: 'اسم',
        version: answer.version,
      });
    },
  );

  it.each(kinds.slice(0, 3))(
    '%s: is taken away as a tombstone and brought back',
    async (table, kind, id) => {
      const set = (deleted: boolean) =>
        mutation(operation.id, kind, id(), { set: { deleted }, base: { deleted: !deleted } });
      expect(await as(operation.admin, set(true))).toMatchObject({ outcome: 'applied' });
      expect((await rowOf(db, table, id()))?.deleted_at).not.toBeNull();
      const rename = mutation(operation.id, kind, id(), { set: { name_en: 'X' } });
      expect(await as(operation.admin, rename)).toMatchObject({
        reason: 'row_deleted',
        version: null,
      });
      expect(await as(operation.admin, set(false))).toMatchObject({ outcome: 'applied' });
      expect((await rowOf(db, table, id()))?.deleted_at).toBeNull();
    },
  );

  it('a site’s status and beds that are the same again were confirmed', async () => {
    const change = {
      set: { status: 'verified', beds_free: 4 },
      base: { status: 'reported', beds_free: null },
    } as const;
    await as(
      operation.admin,
      mutation(operation.id, 'site.update', operation.site, change, {
        device_at: '2024-12-08T11:00:00Z',
      }),
    );
    await db.sql`update public.sites set status_at = '2024-12-01', beds_at = '2024-12-01' where id = ${operation.site}`;
    await as(operation.admin, mutation(operation.id, 'site.update', operation.site, change));
    const site = await rowOf(db, 'sites', operation.site);
    expect(site?.status_at).not.toContain('2024-12-01');
    expect(site?.beds_at).not.toContain('2024-12-01');
  });
});

describe('[C5] a deleted task', () => {
  it('turns every change into a conflict, and none into a change', async () => {
    await db.sql`update public.tasks set deleted_at = now() where id = ${task}`;
    const drafts = [
      status({ status: 'en_route', from: 'open' }),
      update({ set: { title: 'x' }, base: { title: 'Open the doors' } }),
      mutation(operation.id, 'task.claim', task, {}),
      mutation(operation.id, 'task.hand_over', task, { team_id: null }),
    ];
    for (const draft of drafts) {
      expect(await as(operation.coordinatorA, draft)).toMatchObject({
        outcome: 'conflict',
        reason: 'row_deleted',
      });
    }
    expect(await conflictsOf()).toHaveLength(4);
    expect(await row()).toMatchObject({
      status: 'open',
      title: 'Open the doors',
      needs_review: true,
    });
  });
});

describe('[C6] a person decides', () => {
  const makeConflicts = async () => {
    await as(operation.admin, status({ status: 'en_route', from: 'open' }));
    const first = status({ status: 'in_progress', from: 'open' });
    const second = status({ status: 'cancelled', from: 'open', reason: 'Twice' });
    await as(operation.coordinatorA, first);
    await as(operation.coordinatorA, second);
    return [first.id, second.id] as const;
  };

  it('by a mutation that resolves; the task needs review until none is left', async () => {
    const [first, second] = await makeConflicts();
    const decision = status({ status: 'in_progress', from: 'en_route', resolves: [first] });
    const answer = await as(operation.coordinatorA, decision);
    expect(answer).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ status: 'in_progress', needs_review: true });
    expect((await rowOf(db, 'task_events', first))?.version).toBe(answer.version);
    const keep = update({ set: {}, resolves: [second] });
    expect(await as(operation.coordinatorA, keep)).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ status: 'in_progress', needs_review: false });
    expect((await conflictsOf()).map((conflict) => conflict.resolved)).toEqual([true, true]);
  });

  it('by any mutation of the task, also one that changes nothing else', async () => {
    const [first, second] = await makeConflicts();
    const same = status({ status: 'en_route', from: 'en_route', resolves: [first] });
    expect((await as(operation.coordinatorA, same)).version).not.toBeNull();
    const hold = mutation(operation.id, 'task.claim', task, { resolves: [second] });
    expect((await as(operation.coordinatorA, hold)).version).not.toBeNull();
    expect(await row()).toMatchObject({ needs_review: false });
  });

  it('but not by one that is a conflict or refused itself', async () => {
    const [first, second] = await makeConflicts();
    const late = status({ status: 'blocked', from: 'open', reason: 'x', resolves: [first] });
    const refused = status({ status: 'done', from: 'en_route', resolves: [second] });
    const others = update({ set: { title: 'x' }, base: { title: 'y' }, resolves: [first] });
    expect((await as(operation.coordinatorA, late)).outcome).toBe('conflict');
    expect((await as(operation.coordinatorA, refused)).outcome).toBe('rejected');
    expect((await as(operation.coordinatorA, others)).outcome).toBe('conflict');
    expect((await conflictsOf()).filter((conflict) => conflict.resolved)).toEqual([]);
  });

  it('and not of another task', async () => {
    const [first] = await makeConflicts();
    const conflicting = task;
    task = await makeTask(db, operation, { team_id: operation.teamA });
    expect(await as(operation.coordinatorA, update({ set: {}, resolves: [first] }))).toMatchObject({
      outcome: 'applied',
      version: null,
    });
    task = conflicting;
    expect(await row()).toMatchObject({ needs_review: true });
  });
});

describe('[C7] what adds never conflicts', () => {
  it('comments, check-ins and searches, also of what is deleted by now', async () => {
    await db.sql`update public.tasks set deleted_at = now() where id = ${task}`;
    await db.sql`update public.site_areas set deleted_at = now() where id = ${operation.area}`;
    await db.sql`update public.teams set deleted_at = now() where id = ${operation.teamA}`;
    const search = { search_id: uuid(), method: 'dog', result: 'nothing_found' } as const;
    const answers = await apply(db, operation.coordinatorA, [
      mutation(operation.id, 'task.comment', task, { body: 'x' }, { base_version: 1 }),
      mutation(
        operation.id,
        'team.checkin',
        operation.teamA,
        { checkin_id: uuid() },
        { base_version: 1 },
      ),
      mutation(operation.id, 'area.search', operation.area, search, { base_version: 1 }),
    ]);
    expect(answers.map((answer) => answer.outcome)).toEqual(['applied', 'applied', 'applied']);
  });

  it('but an id that is taken is refused', async () => {
    const checkin = { checkin_id: uuid() };
    const search = { search_id: uuid(), method: 'dog', result: 'nothing_found' } as const;
    const drafts = () => [
      mutation(operation.id, 'team.checkin', operation.teamA, checkin),
      mutation(operation.id, 'area.search', operation.area, search),
      mutation(operation.id, 'task.create', task, { kind: 'search' }),
    ];
    await apply(db, operation.coordinatorA, drafts());
    const answers = await apply(db, operation.coordinatorA, drafts());
    expect(new Set(answers.map((answer) => answer.reason))).toEqual(new Set(['already_exists']));
  });
});
