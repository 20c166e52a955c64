/** Records of people: what is known, which are the same, and erasing. */
import type { Payloads } from '../../../src/lib/domain/mutations.ts';
import { expect } from 'vitest';
import { claimId } from '../../../src/lib/domain/people/claim-id.ts';
import { makeClaim, makePerson, makeRequest, mutation, send, uuid } from '../fixture.ts';
import { ask, type Scenes } from './scene.ts';

export const peopleScenes: Scenes = {
  'person.create with nothing known, and with much': {
    who: 'coordinatorA',
    steps: ({ site, area }) => [
      ask('person.create', uuid(), {}),
      ask('person.create', uuid(), {
        given: 'خالد',
        family: ' ',
        also_known_as: ['Khaled'],
        sex: 'male',
        birth_year: 1985,
        languages: ['ar', 'kmr'],
        found_site_id: site,
        found_area_id: area,
        found_at: '2024-12-08T10:30:00Z',
        condition: 'injured',
        group_id: uuid(),
        share_consent: 'family',
        expires_on: '2025-12-08',
      }),
    ],
  },
  'person.update, all of it or none': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const person = await makePerson(db, operation, { given: 'خالد', share_consent: 'family' });
      const { site, area } = operation;
      return [
        ask('person.update', person, { set: { given: 'وليد', mother: 'فاطمة', kunya: ' ' } }),
        ask('person.update', person, { set: { given: 'وليد', condition: 'stable' } }),
        ask('person.update', person, { set: { found_site_id: site, found_area_id: area } }),
        ask('person.update', person, { set: { share_consent: 'none', photo_consent: true } }),
        ask('person.update', person, { set: { sex: 'unknown' } }),
        ask('person.update', person, {
          set: { share_consent: 'public', consent_at: '2024-12-08T10:30:00Z' },
        }),
        ask('person.update', person, { set: { found_at: '2024-12-08T10:45:00.000Z' } }),
      ];
    },
  },
  'person.update that decides a conflict, and one that keeps things as they are': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const person = await makePerson(db, operation, { given: 'خالد' });
      const late = () =>
        mutation(operation.id, 'person.update', person, {
          set: { given: 'خليل' },
          base: { given: 'وليد' },
        });
      const [first, second] = [late(), late()];
      for (const draft of [first, second])
        expect((await send(db, operation.medicB, draft)).outcome).toBe('conflict');
      return [
        ask('person.update', person, { set: { given: 'خليل' }, resolves: [first.id] }),
        ask('person.update', person, { set: {}, resolves: [second.id] }),
      ];
    },
  },
  'person.update that takes a record away': {
    who: 'admin',
    steps: async (operation, db) => [
      ask('person.update', await makePerson(db, operation, { given: 'خالد' }), {
        set: { deleted: true },
      }),
    ],
  },
  'person.merge, person.unmerge and person.merge into another': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const [one, two, three] = [
        await makePerson(db, operation, { given: 'خالد' }),
        await makePerson(db, operation, { given: 'Khaled' }),
        await makePerson(db, operation),
      ];
      return [
        ask('person.merge', one, { into: two, reasons: ['given', 'born'] }),
        ask('person.merge', one, { into: two, reasons: [] }),
        ask('person.unmerge', one, { reason: 'Two cousins' }),
        ask('person.unmerge', one, { reason: 'Two cousins' }),
        ask('person.merge', one, { into: three, reasons: [] }),
        ask('person.merge', two, { into: three, reasons: ['seen together'] }),
      ];
    },
  },
  'person.erase and tracing.erase, with claims of both, one of them handed over': {
    who: 'admin',
    steps: async (operation, db) => {
      const [person, stranger] = [await makePerson(db, operation), await makePerson(db, operation)];
      const [found, looking, ended] = [
        await makeRequest(db, operation),
        await makeRequest(db, operation),
        await makeRequest(db, operation),
      ];
      const claim = await makeClaim(db, operation, found, person);
      await makeClaim(db, operation, looking, person);
      await makeClaim(db, operation, looking, stranger);
      await makeClaim(db, operation, ended, stranger);
      const step = (payload: Payloads['tracing.claim_step'], id = claim) =>
        mutation(operation.id, 'tracing.claim_step', id, payload);
      const rival = claimId(looking, person);
      await send(
        db,
        operation.admin,
        step({ from: 'proposed', to: 'rejected', reason: 'Namesake' }, rival),
      );
      await send(db, operation.medicB, step({ from: 'proposed', to: 'held' }, rival));
      await send(db, operation.medicB, step({ from: 'proposed', to: 'confirmed_once' }));
      await send(db, operation.coordinatorA, step({ from: 'confirmed_once', to: 'confirmed' }));
      return [
        ask('person.erase', person, { reason: 'request_of_the_person' }),
        ask('tracing.erase', ended, { reason: 'recorded_by_mistake' }),
      ];
    },
  },
};
