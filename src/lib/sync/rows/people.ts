import * as v from 'valibot';
import {
  personAgeGroups,
  personConditions,
  personEventKinds,
  personSexes,
  shareScopes,
} from '../../domain/people/record.ts';
import { photoConsentGivers, photoRemovals } from '../../domain/photo-rows.ts';
import { conflictReasons } from '../../domain/mutation-answers.ts';
import { roles } from '../../domain/vocabulary.ts';
import { id, integer, orNull, record, synced, text, texts, time } from './columns.ts';

const personDetail = v.object({
  old: v.exactOptional(record),
  new: v.exactOptional(record),
  wanted: v.exactOptional(record),
  seen: v.exactOptional(record),
  present: v.exactOptional(record),
  reasons: v.exactOptional(texts),
  reason: v.exactOptional(text),
});

export const peopleSchemas = {
  people: v.object({
    ...synced,
    given: orNull(text),
    father: orNull(text),
    grandfather: orNull(text),
    family: orNull(text),
    mother: orNull(text),
    kunya: orNull(text),
    also_known_as: texts,
    sex: v.picklist(personSexes),
    age_group: v.picklist(personAgeGroups),
    birth_year: orNull(integer),
    languages: texts,
    home_adm1_pcode: orNull(text),
    found_site_id: orNull(id),
    found_area_id: orNull(id),
    found_task_id: orNull(id),
    found_at: orNull(time),
    team_id: orNull(id),
    condition: v.picklist(personConditions),
    group_id: orNull(id),
    photo_consent: v.boolean(),
    share_consent: v.picklist(shareScopes),
    consent_at: orNull(time),
    expires_on: orNull(text),
    merged_into: orNull(id),
    needs_review: v.boolean(),
    changed_at: time,
  }),
  person_events: v.object({
    ...synced,
    person_id: id,
    kind: v.picklist(personEventKinds),
    reason: orNull(v.picklist(conflictReasons)),
    actor_id: orNull(id),
    actor_role: v.picklist(roles),
    actor_team_id: orNull(id),
    detail: personDetail,
    device_at: time,
    received_at: time,
    resolved_by: orNull(id),
  }),
  person_photos: v.object({
    ...synced,
    person_id: id,
    sha256: text,
    size_bytes: integer,
    consent_by: v.picklist(photoConsentGivers),
    taken_at: time,
    actor_id: id,
    team_id: orNull(id),
    stored_at: orNull(time),
    removal: orNull(v.picklist(photoRemovals)),
  }),
};
