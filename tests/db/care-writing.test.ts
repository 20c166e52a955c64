import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MutationKind, Payloads } from '../../src/lib/domain/mutations.ts';
import {
  mayCareFor,
  mayOpenCare,
  mayReportFacility,
  maySeeClinical,
  type Actor,
} from '../../src/lib/domain/permissions.ts';
import { roles } from '../../src/lib/domain/vocabulary.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { makeCareOperation, openCase, type CareOperation } from './care.fixture.ts';
import { addMember, makeAccount, makeTask, mutation, rowOf, send, uuid } from './fixture.ts';

let db: TestDatabase;
let operation: CareOperation;
let elsewhere: CareOperation;
let deactivated: string;
beforeAll(async () => {
  db = await freshDatabase();
  operation = await makeCareOperation(db);
  elsewhere = await makeCareOperation(db);
  deactivated = await makeAccount(db);
  await addMember(db, operation.id, deactivated, 'medic', operation.teamA);
  await db.sql`update public.members set active = false where user_id = ${deactivated}`;
});
afterAll(() => db.close());

const say = <K extends MutationKind>(
  account: string,
  kind: K,
  entity: string,
  payload: Payloads[K],
) => send(db, account, mutation(operation.id, kind, entity, payload));
const triage = { category: 'immediate', method: 'direct' } as const;
const caseOf = (id: string) => rowOf(db, 'care_cases', id);
const entriesOf = (table: string, id: string) => db.sql`
  select * from ${db.sql(`public.${table}`)} where case_id = ${id} order by version`;

/** The reason, or the outcome where there is none. */
type Word = 'applied' | 'not_allowed';
type Name =
  | 'medicA'
  | 'medicB'
  | 'medic'
  | 'coordinatorA'
  | 'coordinatorB'
  | 'coordinator'
  | 'admin'
  | 'adminA'
  | 'observer'
  | 'observerA';
const names: Name[] = [
  'medicA',
  'medicB',
  'medic',
  'coordinatorA',
  'coordinatorB',
  'coordinator',
  'admin',
  'adminA',
  'observer',
  'observerA',
];
/** The caller as screens know them. */
const actorOf = (name: Name): Actor => ({
  role: roles.find((role) => name.startsWith(role)) ?? 'observer',
  teamId: name.endsWith('A') ? operation.teamA : name.endsWith('B') ? operation.teamB : null,
});
const wordOf = (may: boolean): Word => (may ? 'applied' : 'not_allowed');

describe('[M1] who may write of care', () => {
  it.each(names)('%s, exactly as the screens offer it', async (name) => {
    const account = operation[name];
    const actor = actorOf(name);
    const ofTeamA = wordOf(mayCareFor(actor, { team_id: operation.teamA }));
    const word = async (answer: ReturnType<typeof say>) => {
      const { reason, outcome } = await answer;
      return reason ?? outcome;
    };
    const care = await openCase(db, operation, operation.coordinatorA);
    expect({
      open: await word(say(account, 'care.open', uuid(), { triage })),
      triage: await word(say(account, 'care.triage', care, triage)),
      step: await word(say(account, 'care.step', care, { from: 'triaged', to: 'died' })),
      link: await word(say(account, 'care.link', care, { person_id: uuid() })),
      observe: await word(say(account, 'care.observe', care, { signs: ['fever'] })),
      report: await word(say(account, 'facility.report', operation.hospital, { status: 'full' })),
    }).toEqual({
      open: wordOf(mayOpenCare(actor)),
      triage: ofTeamA,
      step: ofTeamA,
      link: ofTeamA,
      observe: wordOf(maySeeClinical(actor)),
      report: wordOf(mayReportFacility(actor)),
    });
  });

  it('a coordinator of another team, an admin and an observer nothing of a case', () => {
    const may = (name: Name) => mayCareFor(actorOf(name), { team_id: operation.teamA });
    expect(names.filter(may)).toEqual(['medicA', 'medicB', 'medic', 'coordinatorA']);
    expect(names.map(actorOf).filter(maySeeClinical)).toHaveLength(3);
    expect(names.filter((name) => !mayOpenCare(actorOf(name)))).toEqual([
      'coordinator',
      'admin',
      'adminA',
      'observer',
      'observerA',
    ]);
  });

  it('nobody of another operation, and no deactivated account', async () => {
    const care = await openCase(db, operation, operation.medicA);
    for (const account of [elsewhere.medicA, deactivated]) {
      const asked = [
        await say(account, 'care.open', uuid(), { triage }),
        await say(account, 'care.triage', care, triage),
        await say(account, 'care.observe', care, { signs: ['fever'] }),
        await say(account, 'care.step', care, { from: 'triaged', to: 'died' }),
        await say(account, 'care.link', care, { person_id: uuid() }),
        await say(account, 'facility.report', operation.hospital, { status: 'full' }),
      ];
      expect(new Set(asked.map(({ reason }) => reason))).toEqual(new Set(['not_a_member']));
    }
    expect(await entriesOf('triage_entries', care)).toHaveLength(1);
  });

  it('[W5] nobody about a case or a facility of another operation', async () => {
    const theirs = await openCase(db, elsewhere, elsewhere.medicA);
    const { medicA, hospital, site } = operation;
    const asked = [
      await say(medicA, 'care.open', theirs, { triage }),
      await say(medicA, 'care.triage', theirs, triage),
      await say(medicA, 'care.observe', theirs, { signs: ['fever'] }),
      await say(medicA, 'care.step', theirs, { from: 'triaged', to: 'died' }),
      await say(medicA, 'care.link', theirs, { person_id: null }),
      await say(medicA, 'facility.report', elsewhere.hospital, { status: 'full' }),
    ];
    expect(new Set(asked.map(({ reason }) => reason))).toEqual(new Set(['wrong_operation']));
    expect(await say(medicA, 'care.triage', uuid(), triage)).toMatchObject({ reason: 'not_found' });
    expect(await say(medicA, 'facility.report', site, { status: 'full' })).toMatchObject({
      reason: 'not_found',
    });
    expect(await say(medicA, 'care.open', uuid(), { site_id: elsewhere.site })).toMatchObject({
      reason: 'invalid_payload',
      field: 'site_id',
    });
    expect(hospital).not.toBe(elsewhere.hospital);
  });

  it('[W9] nobody in a closed operation', async () => {
    const closed = await makeCareOperation(db);
    const care = await openCase(db, closed, closed.medicA);
    await db.sql`update public.operations set status = 'closed' where id = ${closed.id}`;
    const answer = await send(
      db,
      closed.medicA,
      mutation(closed.id, 'care.triage', care, { ...triage }),
    );
    expect(answer).toMatchObject({ outcome: 'rejected', reason: 'operation_closed' });
  });
});

describe('care.open', () => {
  it('with a first look is triaged, in the hands of its author’s team, with both entries', async () => {
    const task = await makeTask(db, operation, { team_id: operation.teamA });
    const person = uuid();
    const id = await openCase(db, operation, operation.coordinatorA, 'minor', {
      area_id: operation.area,
      task_id: task,
      person_id: person,
    });
    expect(await caseOf(id)).toMatchObject({
      team_id: operation.teamA,
      site_id: operation.site,
      area_id: operation.area,
      task_id: task,
      person_id: person,
      category: 'minor',
      handoff: 'triaged',
      facility_id: null,
      needs_review: false,
    });
    expect(await entriesOf('triage_entries', id)).toMatchObject([
      { category: 'minor', method: 'direct', path: [], actor_id: operation.coordinatorA },
    ]);
    expect(await entriesOf('care_events', id)).toMatchObject([
      {
        kind: 'open',
        from_status: null,
        to_status: 'triaged',
        outcome: 'applied',
        person_id: person,
        team_id: operation.teamA,
        actor_team_id: operation.teamA,
      },
    ]);
  });

  it('without one is registered, and a medic without a team opens a case of no team', async () => {
    const id = await openCase(db, operation, operation.medic, null);
    expect(await caseOf(id)).toMatchObject({
      team_id: null,
      category: null,
      category_at: null,
      handoff: 'registered',
    });
    expect(await entriesOf('triage_entries', id)).toHaveLength(0);
  });

  it('names what is at fault in the first look', async () => {
    const expectant = { category: 'expectant', method: 'start' } as const;
    expect(await say(operation.medicA, 'care.open', uuid(), { triage: expectant })).toMatchObject({
      reason: 'invalid_payload',
      field: 'triage.category',
    });
  });

  it('does not take an id twice', async () => {
    const id = await openCase(db, operation, operation.medicA);
    expect(await say(operation.medicA, 'care.open', id, {})).toMatchObject({
      reason: 'already_exists',
    });
  });
});

describe('[M4] looks and observations are added, whatever has become of the case', () => {
  it('each look is kept, the last that came in is the present category', async () => {
    const id = await openCase(db, operation, operation.coordinatorA, 'minor');
    const path = [
      { question: 'walks', answer: 'no' },
      { question: 'breathing', answer: 'no' },
      { question: 'breathing_with_open_airway', answer: 'yes' },
    ] as const;
    const walked = { category: 'immediate', method: 'start', path: [...path] } as const;
    await say(operation.medicB, 'care.triage', id, { ...walked, path: [...path] });
    await say(operation.coordinatorA, 'care.triage', id, { category: 'delayed', method: 'direct' });
    expect(await entriesOf('triage_entries', id)).toMatchObject([
      { category: 'minor' },
      { category: 'immediate', method: 'start', path },
      { category: 'delayed' },
    ]);
    expect(await caseOf(id)).toMatchObject({ category: 'delayed', handoff: 'triaged' });
  });

  it('the first look at a registered case is a step of its hand-off, a later one is not', async () => {
    const id = await openCase(db, operation, operation.medicA, null);
    await say(operation.medicA, 'care.triage', id, triage);
    await say(operation.medicA, 'care.triage', id, triage);
    expect(await caseOf(id)).toMatchObject({ handoff: 'triaged', category: 'immediate' });
    expect(await entriesOf('care_events', id)).toMatchObject([
      { kind: 'open', to_status: 'registered' },
      { kind: 'step', from_status: 'registered', to_status: 'triaged' },
    ]);
    await say(operation.medicA, 'care.step', id, { from: 'triaged', to: 'died' });
    await say(operation.medicA, 'care.triage', id, { category: 'deceased', method: 'direct' });
    expect(await caseOf(id)).toMatchObject({ handoff: 'died', category: 'deceased' });
  });

  it('an observation has what was observed and null for what was not', async () => {
    const id = await openCase(db, operation, operation.medicA);
    const payload = {
      signs: ['wasting', 'weakness'],
      needs: ['nutrition'],
      weight_kg: 38.5,
      days_of_little_intake: 12,
      low_electrolytes: false,
      note: ' \n',
    } as const;
    await say(operation.medicB, 'care.observe', id, {
      ...payload,
      signs: [...payload.signs],
      needs: [...payload.needs],
    });
    expect(await entriesOf('care_observations', id)).toMatchObject([
      {
        ...payload,
        note: null,
        height_cm: null,
        alcohol_or_drugs: null,
        actor_id: operation.medicB,
      },
    ]);
    for (const nothing of [{}, { signs: [], needs: [] }, { weight_kg: null, note: ' ' }])
      expect(await say(operation.medicB, 'care.observe', id, nothing)).toMatchObject({
        reason: 'invalid_payload',
        field: 'signs',
      });
  });
});

describe('facility.report', () => {
  const report = (payload: Payloads['facility.report']) =>
    say(operation.coordinatorB, 'facility.report', operation.clinic, payload);

  it('is added, with beds of a kind, and says nothing of what it leaves out', async () => {
    await report({ bed_kind: 'maternity', beds_total: 6, beds_free: 0, status: 'full' });
    await report({ status: 'open', services: ['Dialysis', 'أشعة'] });
    const rows = await db.sql`
      select * from public.facility_reports where site_id = ${operation.clinic} order by version`;
    expect(rows).toMatchObject([
      { bed_kind: 'maternity', beds_total: 6, beds_free: 0, status: 'full', services: null },
      { bed_kind: null, beds_total: null, status: 'open', services: ['Dialysis', 'أشعة'] },
    ]);
  });

  it('refuses beds of no kind, and more free beds than there are', async () => {
    expect(await report({ beds_free: 3, status: 'open' })).toMatchObject({ field: 'beds_free' });
    expect(await report({ beds_total: 3, status: 'open' })).toMatchObject({ field: 'beds_total' });
    expect(
      await report({ bed_kind: 'general', beds_total: 3, beds_free: 4, status: 'open' }),
    ).toMatchObject({ field: 'beds_free' });
  });
});
