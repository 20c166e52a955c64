import { uuid } from '../../db/fixture.ts';
import type { Planted } from './planted.ts';
import { clinicalWords, secret, secretNumbers } from './secrets.ts';
import type { World } from './world.ts';

/** Changes every planted row once more, so that whoever listens hears whatever is to be heard. */
export async function changeEverything(world: World, planted: Planted): Promise<void> {
  const { coordinator, medic, teamA, task, hospital } = world;
  const newName = { set: { given: secret('newname') } };
  const oldName = (given: string) => ({ ...newName, base: { given: secret(given) } });
  await coordinator.say('person.update', planted.person, oldName('persongiven'));
  await coordinator.say('tracing.update', planted.request, oldName('soughtgiven'));
  const rejected = { from: 'held', to: 'rejected', reason: secret('rejectreason') } as const;
  await coordinator.say('tracing.claim_step', planted.claim, rejected);
  const code = { access_code: secret('newcode') };
  const oldCode = { access_code: secret('accesscode') };
  await coordinator.say('report.update', planted.lead, { set: code, base: oldCode });
  await medic.say('care.triage', planted.care, {
    category: clinicalWords.category,
    method: 'direct',
  });
  await medic.say('care.observe', planted.care, {
    signs: [clinicalWords.sign],
    weight_kg: secretNumbers.weightKg,
    note: secret('newnote'),
  });
  await medic.say('care.step', planted.care, {
    from: 'transport_requested',
    to: 'in_transport',
    facility_id: hospital,
    reason: secret('newstep'),
  });
  await coordinator.say('team.checkin', teamA, {
    checkin_id: uuid(),
    lat: secretNumbers.lat,
    lon: secretNumbers.lon,
    note: secret('newcheckin'),
  });
  await coordinator.say('task.comment', task, { body: secret('newcomment') });
  const sealed = { action: 'sealed', reason: secret('sealreason') } as const;
  await coordinator.say('custody.record', planted.evidence, sealed);
  const photo = { person_id: planted.other, sha256: 'a'.repeat(64), size_bytes: 7 };
  await coordinator.say('photo.record', uuid(), {
    ...photo,
    taken_at: '2024-12-08T11:00:00Z',
    consent_by: 'person',
  });
  await medic.say('photo.remove', planted.photo, { reason: 'consent_withdrawn' });
}
