/** Rules X1 to X3: what erasing for good leaves, of whom it takes what, and who may ask for it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Payloads } from '../../src/lib/domain/mutations.ts';
import { freshDatabase, user, type TestDatabase } from '../support/database.ts';
import { traces } from './erasing.fixture.ts';
import {
  apply,
  makeClaim,
  makeOperation,
  makePerson,
  makeRequest,
  mutation,
  pull,
  rowOf,
  send,
  uuid,
  type Draft,
  type Operation,
} from './fixture.ts';

let db: TestDatabase;
let operation: Operation;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  operation = await makeOperation(db);
  name = `خالد ${uuid()}`;
});

/** A text that stands nowhere but in what the test writes. */
let name: string;
const erasing = (id: string, reason: Payloads['person.erase']['reason'] = 'kept_too_long') =>
  mutation(operation.id, 'person.erase', id, { reason });
const erasingRequest = (id: string) =>
  mutation(operation.id, 'tracing.erase', id, { reason: 'request_of_the_family' });
const as = (account: string, draft: Draft) => send(db, account, draft);
const erase = async (draft: Draft) => {
  expect(await as(operation.admin, draft)).toMatchObject({ outcome: 'applied' });
};
const ledgerOf = (id: string) => db.sql`
  select operation_id, entity, reason, event_id from private.erased where id = ${id}`;
const peopleCounted = async () => {
  const [row] = await db.as(
    user(operation.observer),
    (tx) => tx<{ counts: { total: number } }[]>`
      select public.people_counts(${operation.id}) as counts`,
  );
  return row?.counts.total;
};

describe('[X1] the log has no payload of a person or of tracing', () => {
  it('but a hash over salt and payload, and the payload lies beside it with whom it is about', async () => {
    const request = await makeRequest(db, operation, { given: name });
    const person = await makePerson(db, operation, { given: name });
    await makeClaim(db, operation, request, person);
    const kept = await db.sql<{ kind: string; seals: boolean; about: string[] }[]>`
      select e.kind, s.about,
        e.payload = jsonb_build_object('sealed', encode(
          sha256(convert_to(s.salt || e'\n' || s.payload, 'UTF8')), 'hex')) as seals
      from public.events e join private.sealed_payloads s on s.event_id = e.id
      where e.operation_id = ${operation.id} order by e.seq`;
    expect(kept).toMatchObject([
      { kind: 'tracing.request', seals: true, about: [request] },
      { kind: 'person.create', seals: true, about: [person] },
      { kind: 'tracing.claim', seals: true },
    ]);
    expect(kept[2]?.about).toEqual(expect.arrayContaining([request, person]));
  });

  it('nor of one that was refused, was kept as a conflict, or was discarded', async () => {
    const person = await makePerson(db, operation, { given: name });
    const update = (set: Payloads['person.update']['set'], base: object = {}) =>
      mutation(operation.id, 'person.update', person, { set, base });
    const discard = mutation(operation.id, 'record.discard', uuid(), {
      record_id: uuid(),
      kind: 'person.create',
      entity_id: uuid(),
      payload: { given: name },
      reason: name,
      state: 'refused',
    });
    const drafts = [
      update({ family: name }, { family: 'x' }),
      update({ deleted: true, family: name }),
      mutation(operation.id, 'person.unmerge', person, { reason: name }),
      mutation(operation.id, 'tracing.step', uuid(), {
        from: 'open',
        to: 'closed',
        reason: name,
      }),
      discard,
    ];
    await apply(db, operation.coordinatorB, drafts);
    const [left] = await db.sql<{ count: number; sealed: number }[]>`
      select count(*)::int, count(*) filter (where payload ? 'sealed')::int as sealed
      from public.events where id = any (${drafts.map(({ id }) => id)})`;
    expect(left).toEqual({ count: 5, sealed: 5 });
    expect(await traces(db, name)).not.toContain('public.events');
  });

  it('and says in clear why somebody was erased, of the closed list alone', async () => {
    const person = await makePerson(db, operation);
    const wrong = { ...erasing(person), payload: { reason: name } };
    expect(await as(operation.admin, wrong)).toMatchObject({
      reason: 'invalid_payload',
      field: 'reason',
    });
    const right = erasing(person, 'recorded_by_mistake');
    await erase(right);
    const events = await db.sql<{ payload: object }[]>`
      select payload from public.events where id in (${wrong.id}, ${right.id}) order by seq`;
    expect(events[0]?.payload).toHaveProperty('sealed');
    expect(events[1]?.payload).toEqual({ reason: 'recorded_by_mistake' });
  });
});

describe('[X2] a person who is erased', () => {
  const person = (): Payloads['person.create'] => ({
    given: name,
    father: name,
    grandfather: name,
    family: name,
    mother: name,
    kunya: name,
    also_known_as: [name],
    sex: 'male',
    age_group: 'adult',
    birth_year: 1980,
    languages: ['ar'],
    home_adm1_pcode: 'SY07',
    found_at: '2024-12-08T09:00:00Z',
    condition: 'injured',
    group_id: uuid(),
    photo_consent: true,
    share_consent: 'family',
    expires_on: '2030-01-01',
  });

  it('leaves a tombstone of which every column is what it is of nobody', async () => {
    const nobody = await makePerson(db, operation);
    const id = await makePerson(db, operation, {
      ...person(),
      found_site_id: operation.site,
      found_area_id: operation.area,
    });
    await erase(erasing(id));
    const shell = ['id', 'team_id', 'version', 'created_at', 'updated_at', 'changed_at'];
    const [erased, empty] = await Promise.all([
      rowOf(db, 'people', id),
      rowOf(db, 'people', nobody),
    ]);
    for (const [column, value] of Object.entries(empty ?? {}))
      if (!shell.includes(column) && column !== 'deleted_at')
        expect(erased?.[column], column).toEqual(value);
    expect(erased).toMatchObject({ team_id: null, deleted_at: expect.any(String) as string });
    expect(await ledgerOf(id)).toMatchObject([
      { operation_id: operation.id, entity: 'people', reason: 'kept_too_long' },
    ]);
  });

  it('is a deletion to every phone that had the record, its history with it', async () => {
    const id = await makePerson(db, operation, person());
    const { cursor } = await pull(db, operation.coordinatorB, operation.id);
    await erase(erasing(id));
    const { changes } = await pull(db, operation.coordinatorB, operation.id, cursor);
    expect(changes.map(({ table, op, row }) => [table, op, row])).toEqual([
      ['people', 'delete', null],
      ['person_events', 'delete', null],
    ]);
    expect(JSON.stringify(await pull(db, operation.coordinatorB, operation.id))).not.toContain(id);
    expect(await traces(db, name)).toEqual([]);
  });

  it('is counted no more, and nothing of the releases changes', async () => {
    const count = () => db.sql`select * from public.releases where operation_id = ${operation.id}`;
    await as(
      operation.coordinatorA,
      mutation(operation.id, 'release.record', uuid(), { women: 2 }),
    );
    const before = await count();
    const id = await makePerson(db, operation, person());
    expect(await peopleCounted()).toBe(1);
    await erase(erasing(id));
    expect(await peopleCounted()).toBe(0);
    expect(await count()).toEqual(before);
  });

  it('goes with the records that stand for the same person, and not with the one that it stands for', async () => {
    const [top, middle, low] = [
      await makePerson(db, operation, { given: 'وليد' }),
      await makePerson(db, operation, person()),
      await makePerson(db, operation, person()),
    ];
    const merge = (id: string, into: string) =>
      as(operation.medicB, mutation(operation.id, 'person.merge', id, { into, reasons: [name] }));
    await merge(low, middle);
    await db.sql`update public.people set merged_into = ${top} where id = ${middle}`;
    await erase(erasing(middle));
    expect(await traces(db, name)).toEqual([]);
    expect(await rowOf(db, 'people', low)).toMatchObject({ merged_into: null, given: null });
    expect(await rowOf(db, 'people', top)).toMatchObject({ given: 'وليد', deleted_at: null });
    expect(await ledgerOf(low)).toHaveLength(1);
    expect(await ledgerOf(top)).toEqual([]);
  });

  it('takes along why another record was once taken for the same', async () => {
    const [kept, id] = [await makePerson(db, operation), await makePerson(db, operation, person())];
    const merge = mutation(operation.id, 'person.merge', kept, { into: id, reasons: [name] });
    await as(operation.medicB, merge);
    await as(operation.medicB, mutation(operation.id, 'person.unmerge', kept, { reason: name }));
    await erase(erasing(id));
    expect(await traces(db, name)).toEqual([]);
    expect(await rowOf(db, 'person_events', merge.id)).toMatchObject({
      deleted_at: null,
      kind: 'merged',
      detail: { new: { merged_into: id } },
    });
  });

  it('is linked to no care any more, which goes on', async () => {
    const id = await makePerson(db, operation, person());
    const care = uuid();
    await as(operation.medicB, mutation(operation.id, 'care.open', care, { person_id: id }));
    await erase(erasing(id));
    expect(await rowOf(db, 'care_cases', care)).toMatchObject({
      person_id: null,
      deleted_at: null,
    });
    const linked = await db.sql`
      select id from public.care_events where person_id = ${id} or before_person_id = ${id}`;
    expect(linked).toEqual([]);
  });

  it('stays erased under the id: an admin brings back nothing', async () => {
    const id = await makePerson(db, operation, person());
    await erase(erasing(id));
    const back = mutation(operation.id, 'person.update', id, {
      set: { deleted: false, given: name },
      base: { deleted: true, given: null },
    });
    const anew = mutation(operation.id, 'person.create', id, person());
    for (const draft of [back, anew])
      expect(await as(operation.admin, draft)).toMatchObject({
        outcome: 'rejected',
        reason: 'erased',
      });
    expect(await rowOf(db, 'people', id)).toMatchObject({ given: null });
    expect(await traces(db, name)).toEqual([]);
  });

  it('was taken away before: what lies in the tombstone goes all the same', async () => {
    const id = await makePerson(db, operation, person());
    const away = { set: { deleted: true }, base: { deleted: false } };
    await as(operation.admin, mutation(operation.id, 'person.update', id, away));
    await erase(erasing(id));
    expect(await traces(db, name)).toEqual([]);
  });
});

describe('[X2] a tracing request that is erased', () => {
  const sought = (): Payloads['tracing.request'] => ({
    given: name,
    seeker_name: name,
    seeker_contact: name,
    source_record_id: name,
    last_site_id: null,
    birth_year: 1980,
    expires_at: '2030-01-01T00:00:00Z',
  });

  it('leaves a tombstone, without claims or history, and the person stays', async () => {
    const request = await makeRequest(db, operation, sought());
    const person = await makePerson(db, operation, { given: 'وليد' });
    const claim = await makeClaim(db, operation, request, person);
    await erase(erasingRequest(request));
    expect(await traces(db, name)).toEqual([]);
    expect(await rowOf(db, 'tracing_requests', request)).toMatchObject({
      seeker_contact: null,
      birth_year: null,
      deleted_at: expect.any(String) as string,
    });
    expect(await rowOf(db, 'tracing_claims', claim)).toMatchObject({
      status: 'rejected',
      deleted_at: expect.any(String) as string,
    });
    expect(await rowOf(db, 'people', person)).toMatchObject({ given: 'وليد', deleted_at: null });
  });

  it('frees the person for the claim of another family', async () => {
    const [first, second] = [
      await makeRequest(db, operation, sought()),
      await makeRequest(db, operation),
    ];
    const person = await makePerson(db, operation);
    const confirm = async (claim: string) => {
      const step = (from: 'proposed' | 'confirmed_once', to: 'confirmed_once' | 'confirmed') =>
        mutation(operation.id, 'tracing.claim_step', claim, { from, to });
      await as(operation.coordinatorA, step('proposed', 'confirmed_once'));
      return as(operation.coordinatorB, step('confirmed_once', 'confirmed'));
    };
    await confirm(await makeClaim(db, operation, first, person));
    await erase(erasingRequest(first));
    expect(await confirm(await makeClaim(db, operation, second, person))).toMatchObject({
      outcome: 'applied',
    });
  });
});

describe('[X2] a request whose person is erased', () => {
  const reasoned = async (request: string, person: string) => {
    const claim = await makeClaim(db, operation, request, person);
    const hold = { from: 'proposed', to: 'held', reason: name } as const;
    await as(operation.medicB, mutation(operation.id, 'tracing.claim_step', claim, hold));
    return claim;
  };

  it('stands where its other claims put it', async () => {
    const request = await makeRequest(db, operation, { given: 'وليد' });
    await reasoned(request, await makePerson(db, operation));
    const person = await makePerson(db, operation, { given: name });
    await reasoned(request, person);
    await erase(erasing(person));
    expect(await rowOf(db, 'tracing_requests', request)).toMatchObject({
      status: 'candidate_proposed',
      deleted_at: null,
    });
    const other = await makeRequest(db, operation);
    const alone = await makePerson(db, operation, { given: name });
    await reasoned(other, alone);
    await erase(erasing(alone));
    expect(await rowOf(db, 'tracing_requests', other)).toMatchObject({ status: 'open' });
  });

  it('[F2] is closed when they had found each other, and claims nobody else any more', async () => {
    const request = await makeRequest(db, operation);
    const person = await makePerson(db, operation, { given: name });
    const claim = await makeClaim(db, operation, request, person);
    const other = await makeClaim(db, operation, request, await makePerson(db, operation));
    const step = (account: string, payload: Payloads['tracing.claim_step']) =>
      as(account, mutation(operation.id, 'tracing.claim_step', claim, payload));
    await step(operation.coordinatorA, { from: 'proposed', to: 'confirmed_once' });
    await step(operation.coordinatorB, { from: 'confirmed_once', to: 'confirmed' });
    await erase(erasing(person));
    expect(await rowOf(db, 'tracing_requests', request)).toMatchObject({ status: 'closed' });
    expect(await rowOf(db, 'tracing_claims', other)).toMatchObject({ status: 'rejected' });
    expect(await traces(db, name)).toEqual([]);
  });

  it('[F6] is brought back without them, whenever it was taken away', async () => {
    const request = await makeRequest(db, operation, { given: 'وليد' });
    const person = await makePerson(db, operation, { given: name });
    const gone = await reasoned(request, person);
    const kept = await reasoned(request, await makePerson(db, operation, { given: 'خالد' }));
    const setDeleted = (deleted: boolean) =>
      as(
        operation.admin,
        mutation(operation.id, 'tracing.update', request, {
          set: { deleted },
          base: { deleted: !deleted },
        }),
      );
    await setDeleted(true);
    await erase(erasing(person));
    await setDeleted(false);
    await setDeleted(true);
    expect(await setDeleted(false)).toMatchObject({ outcome: 'applied' });
    const standing = await db.sql`
      select c.id from public.tracing_claims c
      where c.request_id = ${request} and c.deleted_at is null`;
    expect(standing).toEqual([{ id: kept }]);
    const told = await db.sql`
      select e.id from public.tracing_events e
      where e.deleted_at is null and (e.claim_id = ${gone} or e.person_id = ${person})`;
    expect(told).toEqual([]);
  });

  it('asks nobody to decide about who is gone', async () => {
    const request = await makeRequest(db, operation);
    const person = await makePerson(db, operation, { given: name });
    const claim = await makeClaim(db, operation, request, person);
    const late = { from: 'held', to: 'rejected', reason: name } as const;
    await as(operation.medicB, mutation(operation.id, 'tracing.claim_step', claim, late));
    expect(await rowOf(db, 'tracing_requests', request)).toMatchObject({ needs_review: true });
    await erase(erasing(person));
    expect(await rowOf(db, 'tracing_requests', request)).toMatchObject({ needs_review: false });
    expect(await traces(db, name)).toEqual([]);
  });
});

describe('[X3] what comes about an erased record', () => {
  it('is refused as such and kept nowhere, a discarding too', async () => {
    const person = await makePerson(db, operation);
    const request = await makeRequest(db, operation);
    const claim = await makeClaim(db, operation, request, person);
    const other = await makePerson(db, operation);
    await erase(erasing(person));
    await erase(erasingRequest(request));
    const { id } = operation;
    const drafts = [
      mutation(id, 'person.update', person, { set: { given: name }, base: { given: null } }),
      mutation(id, 'person.merge', person, { into: other, reasons: [name] }),
      mutation(id, 'person.merge', other, { into: person, reasons: [name] }),
      mutation(id, 'person.unmerge', person, { reason: name }),
      mutation(id, 'tracing.update', request, { set: { given: name } }),
      mutation(id, 'tracing.step', request, { from: 'open', to: 'closed', reason: name }),
      mutation(id, 'tracing.claim', uuid(), {
        request_id: await makeRequest(db, operation),
        person_id: person,
        reasons: [name],
      }),
      mutation(id, 'tracing.claim_step', claim, {
        from: 'proposed',
        to: 'rejected',
        reason: name,
      }),
    ];
    const answers = await apply(db, operation.coordinatorA, drafts);
    expect(answers.map(({ outcome, reason }) => `${outcome} ${String(reason)}`)).toEqual(
      drafts.map(() => 'rejected erased'),
    );
    const discard = mutation(id, 'record.discard', uuid(), {
      record_id: drafts[0]?.id ?? '',
      kind: 'person.update',
      entity_id: person,
      payload: { set: { given: name } },
      reason: name,
      state: 'refused',
    });
    expect(await as(operation.coordinatorA, discard)).toMatchObject({ outcome: 'applied' });
    expect(await traces(db, name)).toEqual([]);
    expect(await rowOf(db, 'people', other)).toMatchObject({ needs_review: false });
  });

  it('in the same batch, before it or behind it, leaves nothing either', async () => {
    const person = uuid();
    const drafts = [
      mutation(operation.id, 'person.create', person, { given: name }),
      mutation(operation.id, 'person.update', person, { set: { family: name } }),
      erasing(person),
      mutation(operation.id, 'person.update', person, { set: { family: name } }),
    ];
    const answers = await apply(db, operation.admin, drafts);
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      'applied',
      'conflict',
      'applied',
      'rejected',
    ]);
    expect(await traces(db, name)).toEqual([]);
    // [W4] Sent again, each has its first answer.
    expect((await apply(db, operation.admin, drafts)).map(({ outcome }) => outcome)).toEqual(
      drafts.map(() => 'duplicate'),
    );
    expect(await traces(db, name)).toEqual([]);
  });

  it('opens a care case all the same, without the link', async () => {
    const person = await makePerson(db, operation);
    await erase(erasing(person));
    const care = uuid();
    const open = mutation(operation.id, 'care.open', care, { person_id: person });
    expect(await as(operation.medicB, open)).toMatchObject({ outcome: 'applied' });
    expect(await rowOf(db, 'care_cases', care)).toMatchObject({ person_id: null });
    const link = (payload: Payloads['care.link']) =>
      as(operation.medicB, mutation(operation.id, 'care.link', care, payload));
    expect(await link({ person_id: person })).toMatchObject({ reason: 'erased' });
    const other = await makePerson(db, operation);
    expect(await link({ person_id: other, from_person_id: person })).toMatchObject({
      outcome: 'applied',
    });
  });

  it('is told to the own operation alone', async () => {
    const person = await makePerson(db, operation);
    await erase(erasing(person));
    const elsewhere = await makeOperation(db);
    const ask = mutation(elsewhere.id, 'person.update', person, { set: { given: name } });
    expect(await as(elsewhere.admin, ask)).toMatchObject({ reason: 'wrong_operation' });
    expect(await traces(db, name)).toEqual([]);
  });
});

describe('[P1] erasing', () => {
  it('is refused to everybody but admins, of people as of requests', async () => {
    const [person, request] = [await makePerson(db, operation), await makeRequest(db, operation)];
    for (const account of [operation.coordinatorA, operation.medicB, operation.observer])
      for (const draft of [erasing(person), erasingRequest(request)])
        expect(await as(account, draft)).toMatchObject({
          outcome: 'rejected',
          reason: 'not_allowed',
        });
    expect(await rowOf(db, 'people', person)).toMatchObject({ deleted_at: null });
    const elsewhere = await makeOperation(db);
    expect(await as(elsewhere.admin, erasing(person))).toMatchObject({ reason: 'not_a_member' });
    const theirs = mutation(elsewhere.id, 'person.erase', person, { reason: 'kept_too_long' });
    expect(await as(elsewhere.admin, theirs)).toMatchObject({ reason: 'wrong_operation' });
    expect(await as(operation.admin, erasing(uuid()))).toMatchObject({ reason: 'not_found' });
  });

  it('is taken in an operation that is closed', async () => {
    const person = await makePerson(db, operation, { given: name });
    const close = mutation(operation.id, 'operation.update', operation.id, {
      set: { status: 'closed' },
      base: { status: 'active' },
    });
    await as(operation.admin, close);
    await erase(erasing(person));
    expect(await traces(db, name)).toEqual([]);
  });

  it('twice is one: the second admin agrees', async () => {
    const person = await makePerson(db, operation);
    await erase(erasing(person));
    const again = await as(operation.admin, erasing(person, 'request_of_the_person'));
    expect(again).toMatchObject({ outcome: 'applied', version: null });
    expect(await ledgerOf(person)).toMatchObject([{ reason: 'kept_too_long' }]);
  });

  it('knows no reason but those of the list, and nobody says that a date has passed', async () => {
    const person = await makePerson(db, operation);
    for (const payload of [{}, { reason: 'expired' }, { reason: 'x' }, { reason: null }])
      expect(await as(operation.admin, { ...erasing(person), payload })).toMatchObject({
        reason: 'invalid_payload',
        field: 'reason',
      });
  });

  it('leaves a ledger that no role of the API reads', async () => {
    for (const caller of [{ role: 'service_role' }, user(operation.admin)] as const)
      await expect(db.as(caller, (tx) => tx`select * from private.erased`)).rejects.toMatchObject({
        code: '42501',
      });
  });
});
