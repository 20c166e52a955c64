import { createHash } from 'node:crypto';
import { claimId } from '../../../src/lib/domain/people/claim-id.ts';
import { mutation, uuid } from '../../db/fixture.ts';
import { value } from '../../support/api.ts';
import { clinicalWords, secret, secretNumbers } from './secrets.ts';
import type { World } from './world.ts';

/** One record of everything that an observer may not see, by its id, written through the door. */
export type Planted = Awaited<ReturnType<typeof plant>>;

/** The bytes of the file and of its working copy. */
const original = Buffer.from(`${secret('original')} ${'.'.repeat(200)}`);
const working = Buffer.from(secret('working'));
const picture = Buffer.from(secret('picture'));
export const originalSha256 = createHash('sha256').update(original).digest('hex');
export const pictureSha256 = createHash('sha256').update(picture).digest('hex');

export async function plant(world: World) {
  const ids = {
    person: uuid(),
    other: uuid(),
    request: uuid(),
    ended: uuid(),
    lead: uuid(),
    care: uuid(),
    teamCare: uuid(),
    checkin: uuid(),
    evidence: uuid(),
    photo: uuid(),
  };
  const claim = claimId(ids.request, ids.person);
  await plantPeople(world, ids);
  await plantTracing(world, ids, claim);
  await plantLead(world, ids.lead);
  await plantCare(world, ids);
  await plantWords(world, ids.checkin);
  await plantEvidence(world, ids.evidence);
  await plantPhoto(world, ids.photo, ids.person);
  return { ...ids, claim };
}

/** Every part of a name; `of` tells one record's names from another's. */
const names = (of: string) => ({
  given: secret(`${of}given`),
  father: secret(`${of}father`),
  grandfather: secret(`${of}grandfather`),
  family: secret(`${of}family`),
  mother: secret(`${of}mother`),
  kunya: secret(`${of}kunya`),
  also_known_as: [secret(`${of}alias`)],
});

type Ids = Record<'person' | 'other' | 'request' | 'ended' | 'care' | 'teamCare', string>;

async function plantPeople({ coordinator, site, area, task, operation }: World, ids: Ids) {
  const found = { found_site_id: site, found_area_id: area, found_task_id: task };
  await coordinator.say('person.create', ids.person, { ...names('person'), ...found });
  await coordinator.say('person.create', ids.other, names('other'));
  const renamed = { set: { family: secret('renamed') }, base: { family: secret('otherfamily') } };
  await coordinator.say('person.update', ids.other, renamed);
  // A conflict keeps what was wanted, what was seen and what stands there.
  const late = mutation(operation, 'person.update', ids.other, {
    set: { family: secret('wanted') },
    base: { family: secret('otherfamily') },
  });
  await coordinator.apply([late]);
  const why = { into: ids.person, reasons: [secret('mergereason')] };
  await coordinator.say('person.merge', ids.other, why);
  await coordinator.say('person.unmerge', ids.other, { reason: secret('unmergereason') });
}

async function plantTracing({ coordinator, site }: World, ids: Ids, claim: string) {
  const sought = {
    ...names('sought'),
    last_site_id: site,
    seeker_name: secret('seeker'),
    seeker_contact: secret('contact'),
    source_record_id: `example.org/${secret('source')}`,
  };
  await coordinator.say('tracing.request', ids.request, sought);
  await coordinator.say('tracing.request', ids.ended, { given: secret('endedgiven') });
  const ended = { from: 'open', to: 'closed', reason: secret('endreason') } as const;
  await coordinator.say('tracing.step', ids.ended, ended);
  const claimed = { request_id: ids.request, person_id: ids.person };
  const reasons = { reasons: [secret('claimreason')] };
  await coordinator.say('tracing.claim', claim, { ...claimed, ...reasons });
  const held = { from: 'proposed', to: 'held', reason: secret('heldreason') } as const;
  await coordinator.say('tracing.claim_step', claim, held);
}

async function plantLead({ coordinator, site, area, teamA, task }: World, lead: string) {
  await coordinator.say('report.create', lead, {
    kind: 'lead',
    text: secret('leadtext'),
    source: secret('leadsource'),
    link: `https://example.org/${secret('leadlink')}`,
    access_code: secret('accesscode'),
    informant: secret('informant'),
    site_id: site,
    area_id: area,
    adm1_pcode: null,
  });
  await coordinator.say('report.grade', lead, {
    reliability: 'B',
    credibility: '2',
    from: { reliability: 'F', credibility: '6' },
    reason: secret('gradereason'),
  });
  const mine = { assigned_team_id: teamA, from_team_id: null, reason: secret('assignreason') };
  await coordinator.say('report.assign', lead, mine);
  const followed = { task_id: task, from_task_id: null, reason: secret('taskreason') };
  await coordinator.say('report.task', lead, followed);
}

async function plantCare({ medic, coordinator, site, task, hospital }: World, ids: Ids) {
  const triage = { category: clinicalWords.category, method: 'direct' } as const;
  const where = { site_id: site, task_id: task };
  await medic.say('care.open', ids.care, { person_id: ids.person, ...where, triage });
  await medic.say('care.observe', ids.care, {
    signs: [clinicalWords.sign],
    needs: [clinicalWords.need],
    weight_kg: secretNumbers.weightKg,
    height_cm: secretNumbers.heightCm,
    note: secret('carenote'),
  });
  await medic.say('care.step', ids.care, {
    from: 'triaged',
    to: 'transport_requested',
    facility_id: hospital,
    reason: secret('carereason'),
  });
  const direct = { category: 'delayed', method: 'direct' } as const;
  await coordinator.say('care.open', ids.teamCare, { ...where, triage: direct });
  await coordinator.say('care.link', ids.teamCare, { person_id: ids.other, from_person_id: null });
}

/** What somebody says to their team, and what they laid down. */
async function plantWords({ coordinator, teamA, site, task }: World, checkin: string) {
  const { lat, lon } = secretNumbers;
  const said = { checkin_id: checkin, site_id: site, lat, lon, note: secret('checkinnote') };
  await coordinator.say('team.checkin', teamA, said);
  await coordinator.say('task.comment', task, { body: secret('comment'), help: true });
  const discarded = uuid();
  await coordinator.say('record.discard', discarded, {
    record_id: discarded,
    kind: 'person.create',
    entity_id: uuid(),
    payload: { given: secret('discarded') },
    reason: secret('discardreason'),
    state: 'refused',
  });
}

async function plantEvidence({ coordinator, operation, site, area, task }: World, item: string) {
  // Of a claim, which observers read: from there no way leads to what was collected for it.
  const claim = uuid();
  await coordinator.say('report.create', claim, { kind: 'claim', text: 'All are out' });
  await coordinator.say('evidence.record', item, {
    sha256: originalSha256,
    size_bytes: original.byteLength,
    media_type: 'image/jpeg',
    original_name: `${secret('filename')}.jpg`,
    method: 'camera',
    source: secret('evidencesource'),
    collected_at: '2024-12-08T10:30:00Z',
    site_id: site,
    area_id: area,
    task_id: task,
    report_id: claim,
    lat: secretNumbers.lat,
    lon: secretNumbers.lon,
    accuracy_m: 9,
    working_sha256: createHash('sha256').update(working).digest('hex'),
    working_bytes: working.byteLength,
  });
  const bucket = coordinator.client.storage.from('evidence');
  for (const [name, bytes] of [['part-0000', original] as const, ['working', working] as const]) {
    const contentType = 'application/octet-stream';
    value(await bucket.upload(`${operation}/${item}/${name}`, bytes, { contentType }));
  }
  await coordinator.say('evidence.stored', item, {});
  await coordinator.say('custody.record', item, { action: 'viewed', reason: secret('viewed') });
  await coordinator.say('custody.record', item, {
    action: 'handed_over',
    from_party: secret('fromparty'),
    to_party: secret('toparty'),
    reason: secret('custodyreason'),
  });
}

async function plantPhoto({ coordinator, operation }: World, photo: string, person: string) {
  await coordinator.say('photo.record', photo, {
    person_id: person,
    sha256: pictureSha256,
    size_bytes: picture.byteLength,
    taken_at: '2024-12-08T10:30:00Z',
    consent_by: 'guardian',
  });
  const bucket = coordinator.client.storage.from('person-photos');
  const contentType = 'application/octet-stream';
  value(await bucket.upload(`${operation}/${photo}/part-0000`, picture, { contentType }));
  await coordinator.say('photo.stored', photo, {});
}
