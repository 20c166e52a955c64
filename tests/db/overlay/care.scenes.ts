/** Care cases and what facilities report. */
import { expect } from 'vitest';
import type { HandoffStatus } from '../../../src/lib/domain/care/vocabulary.ts';
import type { TestDatabase } from '../../support/database.ts';
import { apply, makeFacility, mutation, send, uuid, type Operation } from '../fixture.ts';
import { ask, type Scenes } from './scene.ts';

const delayed = { category: 'delayed', method: 'direct' } as const;

/** A case that an account has opened, at some status, with a facility where it would have one. */
const makeCase = async (
  db: TestDatabase,
  { id, ...operation }: Operation,
  opener: 'coordinatorA' | 'medicB',
  handoff: HandoffStatus = 'triaged',
  facility: string | null = null,
): Promise<string> => {
  const care = uuid();
  await send(db, operation[opener], mutation(id, 'care.open', care, { triage: delayed }));
  await db.sql`update public.care_cases set handoff = ${handoff}, facility_id = ${facility}
    where id = ${care}`;
  return care;
};

export const careScenes: Scenes = {
  'care.open and care.triage by a coordinator, who sees the category alone': {
    who: 'coordinatorA',
    steps: ({ area, site }) => {
      const [registered, triaged] = [uuid(), uuid()];
      return [
        ask('care.open', triaged, { area_id: area, person_id: uuid(), triage: delayed }),
        ask('care.open', registered, { site_id: site }),
        ask('care.triage', registered, delayed),
        ask('care.triage', triaged, { category: 'expectant', method: 'direct' }),
      ];
    },
  },
  'care.open, care.triage and care.observe by a medic': {
    who: 'medicB',
    steps: async (operation, db) => {
      const [own, theirs] = [uuid(), await makeCase(db, operation, 'coordinatorA')];
      const path = [{ question: 'walks', answer: 'yes' }] as const;
      return [
        ask('care.open', own, { triage: { category: 'minor', method: 'start', path: [...path] } }),
        ask('care.open', uuid(), {}),
        ask('care.triage', theirs, { category: 'immediate', method: 'direct' }),
        ask('care.observe', own, { signs: ['fever', 'cough'], needs: ['isolation'], note: ' ' }),
        ask('care.observe', theirs, { weight_kg: 40.5, height_cm: 171, low_electrolytes: true }),
      ];
    },
  },
  'care.step from the door to another facility’s receipt': {
    who: 'medicB',
    steps: async (operation, db) => {
      const [near, far] = [await makeFacility(db, operation), await makeFacility(db, operation)];
      const brought = await makeCase(db, operation, 'coordinatorA', 'arrived', near);
      const own = await makeCase(db, operation, 'medicB');
      return [
        ask('care.step', brought, { from: 'arrived', to: 'not_received', reason: 'No bed' }),
        ask('care.step', brought, { from: 'not_received', to: 'in_transport', facility_id: far }),
        ask('care.step', brought, { from: 'in_transport', to: 'arrived', facility_id: far }),
        ask('care.step', own, { from: 'triaged', to: 'transport_requested', facility_id: near }),
        ask('care.step', own, { from: 'transport_requested', to: 'triaged', reason: 'No car' }),
        ask('care.step', own, { from: 'triaged', to: 'triaged' }),
        ask('care.step', own, { from: 'triaged', to: 'died', reason: ' ' }),
      ];
    },
  },
  'care.step and care.link that decide conflicts': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const care = await makeCase(db, operation, 'coordinatorA', 'transport_requested');
      const person = uuid();
      const late = [
        mutation(operation.id, 'care.step', care, { from: 'triaged', to: 'died' }),
        mutation(operation.id, 'care.link', care, { person_id: uuid(), from_person_id: uuid() }),
      ] as const;
      const answers = await apply(db, operation.medicB, late);
      expect(answers.map(({ outcome }) => outcome)).toEqual(['conflict', 'conflict']);
      return [
        ask('care.link', care, { person_id: person, resolves: [late[1].id] }),
        ask('care.step', care, {
          from: 'transport_requested',
          to: 'in_transport',
          resolves: [late[0].id],
        }),
        ask('care.link', care, { person_id: null }),
      ];
    },
  },
  'facility.report by an admin and the field': {
    who: 'admin',
    steps: async (operation, db) => {
      const hospital = await makeFacility(db, operation);
      return [
        ask('facility.report', hospital, {
          bed_kind: 'isolation',
          beds_total: 4,
          beds_free: 1,
          status: 'open',
        }),
        ask('facility.report', hospital, { status: 'full', services: ['Dialysis'] }),
      ];
    },
  },
};
