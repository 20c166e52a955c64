/** Evidence and photographs: what is recorded of a file. */
import {
  evidencePayload,
  fakePhotoUpload,
  fakeUpload,
  makeEvidence,
  makePerson,
  makePhoto,
  photoPayload,
  uuid,
} from '../fixture.ts';
import { ask, smallerCopy, type Scenes } from './scene.ts';

export const filesScenes: Scenes = {
  'evidence.record, custody.record, evidence.stored and evidence.tie, of a photograph and of a file':
    {
      who: 'coordinatorA',
      steps: async (operation, db) => {
        const { area } = operation;
        const [photo, file] = [uuid(), uuid()];
        const stored = await makeEvidence(db, operation, { ...smallerCopy });
        await fakeUpload(db, stored);
        const lead = uuid();
        return [
          ask('report.create', lead, { kind: 'lead', text: 'A door behind the stove' }),
          ask('evidence.record', uuid(), { ...evidencePayload, report_id: lead }),
          ask('evidence.record', photo, { ...evidencePayload, area_id: area, source: '  ' }),
          ask('custody.record', photo, { action: 'sealed', reason: 'Envelope 7' }),
          ask('evidence.record', file, {
            ...evidencePayload,
            method: 'file',
            lat: 33.66,
            lon: 36.32,
            ...smallerCopy,
          }),
          ask('evidence.stored', stored, {}),
          ask('evidence.stored', stored, {}),
          ask('evidence.tie', stored, { report_id: lead, reason: 'The door in this photo' }),
          ask('evidence.tie', stored, { report_id: lead, reason: 'Once more' }),
          ask('evidence.tie', stored, { report_id: null, reason: 'Another door' }),
          ask('custody.record', stored, {
            action: 'handed_over',
            from_party: ' ',
            to_party: 'Court clerk',
            reason: 'Summons 14',
          }),
        ];
      },
    },
  'photo.record of somebody who was found just now, photo.stored, photo.remove of a bad one': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const [person, known] = [uuid(), await makePerson(db, operation)];
      const [sent, bad] = [await makePhoto(db, operation, known), uuid()];
      await fakePhotoUpload(db, sent);
      return [
        ask('person.create', person, {}),
        ask('photo.record', uuid(), {
          ...photoPayload,
          person_id: person,
          consent_by: 'guardian',
        }),
        ask('photo.stored', sent, {}),
        ask('photo.stored', sent, {}),
        ask('photo.record', bad, { ...photoPayload, person_id: known }),
        ask('photo.remove', bad, { reason: 'unclear' }),
        ask('photo.remove', bad, { reason: 'replaced' }),
      ];
    },
  },
  'photo.remove for a consent that was taken back, and a photo.record once it is given again': {
    who: 'medicB',
    steps: async (operation, db) => {
      const person = await makePerson(db, operation);
      const [one] = [
        await makePhoto(db, operation, person),
        await makePhoto(db, operation, person),
      ];
      return [
        ask('photo.remove', one, { reason: 'consent_withdrawn' }),
        ask('photo.record', uuid(), { ...photoPayload, person_id: person }),
      ];
    },
  },
  'person.update that takes consent back, or the record away, with its photographs': {
    who: 'admin',
    steps: async (operation, db) => {
      const [person, gone] = [await makePerson(db, operation), await makePerson(db, operation)];
      for (const of of [person, person, gone]) await makePhoto(db, operation, of);
      return [
        ask('person.update', person, { set: { photo_consent: false } }),
        ask('person.update', gone, { set: { deleted: true } }),
      ];
    },
  },
};
