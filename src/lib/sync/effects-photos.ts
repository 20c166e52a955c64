import type { Mutation } from '../domain/mutations.ts';
import type { PhotoPayloads } from '../domain/photo-rows.ts';
import { entryOf } from './effects-people.ts';
import type { Author, Effects, Layer } from './layer.ts';
import { newRow } from './layer.ts';
import { takeAwayPhotos, takenAway } from './taken-photos.ts';

type PhotoMutation = Extract<Mutation, { kind: keyof PhotoPayloads }>;

/** What was said of photographs, in the person's record and its history [G1], [G3]. */
const setConsent = (
  layer: Layer,
  mutation: PhotoMutation,
  author: Author,
  personId: string,
  isAgreed: boolean,
): void => {
  const person = layer.get('people', personId);
  if (!person || (person.photo_consent && isAgreed)) return;
  const { device_at: at } = mutation;
  layer.put('people', { ...person, photo_consent: isAgreed, changed_at: at, updated_at: at });
  layer.put('person_events', {
    ...entryOf(mutation, author, 'updated', {
      old: { photo_consent: person.photo_consent },
      new: { photo_consent: isAgreed },
    }),
    person_id: personId,
    deleted_at: person.deleted_at,
  });
};

export const photoEffects: Effects<PhotoMutation['kind']> = {
  'photo.record': (layer, mutation, author) => {
    const { id, entity_id } = mutation;
    const { person_id, sha256, size_bytes, taken_at, consent_by } = mutation.payload;
    const person = layer.get('people', person_id);
    const isHere = layer.get('person_photos', entity_id) || layer.isKnown('person_events', id);
    if (isHere || person?.deleted_at !== null) return;
    layer.put('person_photos', {
      ...newRow(entity_id, mutation),
      ...{ person_id, sha256, size_bytes, taken_at, consent_by },
      actor_id: author.userId,
      team_id: author.teamId,
      stored_at: null,
      removal: null,
    });
    setConsent(layer, mutation, author, person_id, true);
  },

  'photo.stored': (layer, mutation, author) => {
    const photo = layer.get('person_photos', mutation.entity_id);
    if (photo?.deleted_at !== null || photo.stored_at !== null) return;
    if (photo.actor_id !== author.userId) return;
    const { device_at: at } = mutation;
    layer.put('person_photos', { ...photo, stored_at: at, updated_at: at });
  },

  'photo.remove': (layer, mutation, author) => {
    const { id, device_at, payload } = mutation;
    const photo = layer.get('person_photos', mutation.entity_id);
    if (!photo || layer.isKnown('person_events', id)) return;
    if (payload.reason === 'consent_withdrawn') {
      setConsent(layer, mutation, author, photo.person_id, false);
      takeAwayPhotos(layer, photo.person_id, payload.reason, device_at);
    } else if (photo.deleted_at === null)
      layer.put('person_photos', takenAway(photo, payload.reason, device_at));
  },
};
