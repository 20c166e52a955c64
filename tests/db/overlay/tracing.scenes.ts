/** Requests of families and claims on people. */
import { expect } from 'vitest';
import { claimId } from '../../../src/lib/domain/people/claim-id.ts';
import { makeClaim, makePerson, makeRequest, mutation, send, uuid } from '../fixture.ts';
import { ask, type Scenes } from './scene.ts';

export const tracingScenes: Scenes = {
  'tracing.request with nothing known, and with much; tracing.update': {
    who: 'coordinatorA',
    steps: (operation) => {
      const id = uuid();
      return [
        ask('tracing.request', uuid(), {}),
        ask('tracing.request', id, {
          given: 'خالد',
          family: ' ',
          also_known_as: ['Khaled'],
          sex: 'male',
          birth_year: 1985,
          home_adm1_pcode: 'SY03',
          last_site_id: operation.site,
          seeker_name: 'فاطمة',
          seeker_relation: 'parent',
          seeker_contact: '+963 11 000',
          share_consent: 'partners',
          expires_at: '2099-12-08T00:00:00Z',
          source_record_id: 'example.org/7',
        }),
        ask('tracing.update', id, { set: { mother: 'فاطمة', seeker_contact: null } }),
        ask('tracing.update', id, { set: { share_consent: 'none' } }),
        ask('tracing.update', id, { set: { sex: 'male' } }),
      ];
    },
  },
  'tracing.claim twice, tracing.claim_step to a first confirmation and back, tracing.step': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const [request, other] = [await makeRequest(db, operation), await makeRequest(db, operation)];
      const person = await makePerson(db, operation, { given: 'خالد' });
      const rival = await makeClaim(db, operation, other, person);
      const claim = claimId(request, person);
      const pair = { request_id: request, person_id: person, reasons: ['mother'] };
      return [
        ask('tracing.claim', claim, pair),
        ask('tracing.claim', claim, pair),
        ask('tracing.claim_step', claim, { from: 'proposed', to: 'held' }),
        ask('tracing.claim_step', claim, { from: 'held', to: 'proposed' }),
        ask('tracing.claim_step', claim, { from: 'proposed', to: 'confirmed_once' }),
        // Who confirmed the one may reject the other.
        ask('tracing.claim_step', rival, { from: 'proposed', to: 'rejected', reason: 'Namesake' }),
        ask('tracing.claim_step', claim, {
          from: 'confirmed_once',
          to: 'proposed',
          reason: 'Too early',
        }),
        ask('tracing.step', request, { from: 'candidate_proposed', to: 'closed', reason: 'Gone' }),
        ask('tracing.step', request, { from: 'closed', to: 'open', reason: 'Back' }),
        ask('tracing.claim_step', claim, { from: 'rejected', to: 'proposed', reason: 'Again' }),
        ask('tracing.step', other, { from: 'open', to: 'withdrawn', reason: 'Asked' }),
      ];
    },
  },
  'tracing.claim_step and tracing.step that say again what stands': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const [request, other] = [await makeRequest(db, operation), await makeRequest(db, operation)];
      const claim = await makeClaim(db, operation, request, await makePerson(db, operation));
      const once = { from: 'proposed', to: 'confirmed_once' } as const;
      const close = { from: 'open', to: 'closed', reason: 'Gone' } as const;
      return [
        ask('tracing.claim_step', claim, once),
        ask('tracing.claim_step', claim, once),
        ask('tracing.step', other, close),
        ask('tracing.step', other, close),
      ];
    },
  },
  'tracing.claim_step that hands over after another account, and reverses it': {
    who: 'medicB',
    steps: async (operation, db) => {
      const request = await makeRequest(db, operation);
      const person = await makePerson(db, operation, { given: 'خالد' });
      const claim = await makeClaim(db, operation, request, person);
      const first = mutation(operation.id, 'tracing.claim_step', claim, {
        from: 'proposed',
        to: 'confirmed_once',
      });
      expect((await send(db, operation.coordinatorA, first)).outcome).toBe('applied');
      return [
        ask('tracing.claim_step', claim, { from: 'confirmed_once', to: 'confirmed' }),
        ask('tracing.step', request, { from: 'handed_over', to: 'closed' }),
        ask('tracing.claim_step', claim, { from: 'confirmed', to: 'reversed', reason: 'Wrong' }),
        ask('tracing.claim_step', claim, { from: 'reversed', to: 'proposed', reason: 'Again' }),
      ];
    },
  },
  'tracing.claim on a record that was merged away, and a rival on the one that stands': {
    who: 'admin',
    steps: async (operation, db) => {
      const [request, other] = [await makeRequest(db, operation), await makeRequest(db, operation)];
      const [one, two] = [await makePerson(db, operation), await makePerson(db, operation)];
      await makeClaim(db, operation, request, one);
      const rival = await makeClaim(db, operation, other, two);
      return [
        ask('person.merge', one, { into: two, reasons: [] }),
        ask('tracing.claim_step', rival, { from: 'proposed', to: 'rejected', reason: 'Namesake' }),
      ];
    },
  },
  'tracing.step to expired, tracing.update that takes a request away': {
    who: 'admin',
    steps: async (operation, db) => {
      const past = await makeRequest(db, operation, { expires_at: '2024-12-09T00:00:00Z' });
      const gone = await makeRequest(db, operation, { given: 'خالد' });
      await makeClaim(db, operation, gone, await makePerson(db, operation));
      return [
        ask('tracing.step', past, { from: 'open', to: 'expired' }),
        ask('tracing.update', gone, { set: { deleted: true } }),
      ];
    },
  },
  'tracing.update and tracing.claim_step that decide conflicts': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const request = await makeRequest(db, operation, { given: 'خالد' });
      const person = await makePerson(db, operation);
      const claim = await makeClaim(db, operation, request, person);
      const late = mutation(operation.id, 'tracing.update', request, {
        set: { given: 'خليل' },
        base: { given: 'وليد' },
      });
      const stale = mutation(operation.id, 'tracing.claim_step', claim, {
        from: 'held',
        to: 'rejected',
        reason: 'x',
      });
      for (const draft of [late, stale])
        expect((await send(db, operation.medicB, draft)).outcome).toBe('conflict');
      return [
        ask('tracing.update', request, { set: {}, resolves: [late.id] }),
        ask('tracing.claim_step', claim, { from: 'proposed', to: 'held', resolves: [stale.id] }),
      ];
    },
  },
};
