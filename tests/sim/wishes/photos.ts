/** Photographs of people: taken with consent, sent, taken away, and consent that is taken back meanwhile. */
import { createHash } from 'node:crypto';
import { mayRecordPeople, mayRemovePhotos } from '../../../src/lib/domain/permissions.ts';
import { photoConsentGivers, photoReasons } from '../../../src/lib/domain/photo-rows.ts';
import type { KindsOfWishes } from './wish.ts';
import { some } from './wish.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const photoWishes: KindsOfWishes<'photo.record' | 'photo.stored' | 'photo.remove'> = {
  'photo.record': {
    weight: 6,
    may: mayRecordPeople,
    make: ({ dice, replica, nowMs }) => {
      const person = some(dice, replica.all('people'));
      if (!person) return null;
      const entityId = dice.uuid();
      return {
        entityId,
        payload: {
          person_id: person.id,
          sha256: sha256(entityId),
          size_bytes: 1 + dice.int(300_000),
          taken_at: new Date(nowMs).toISOString(),
          consent_by: dice.pick(photoConsentGivers),
        },
      };
    },
  },
  'photo.stored': {
    weight: 5,
    may: mayRecordPeople,
    make: ({ dice, replica, author }) => {
      const waiting = replica.all('person_photos').filter(({ stored_at }) => stored_at === null);
      const own = waiting.filter(({ actor_id }) => actor_id === author.userId);
      const photo = some(dice, dice.chance(0.05) ? waiting : own);
      return photo ? { entityId: photo.id, payload: {} } : null;
    },
  },
  'photo.remove': {
    weight: 4,
    may: mayRemovePhotos,
    make: ({ dice, replica }) => {
      const photo = some(dice, replica.all('person_photos'));
      return photo ? { entityId: photo.id, payload: { reason: dice.pick(photoReasons) } } : null;
    },
  },
};
