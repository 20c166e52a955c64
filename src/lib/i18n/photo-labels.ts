import type { PersonPhoto, PhotoConsentGiver } from '$lib/domain/photo-rows';
import { m } from '$lib/paraglide/messages.js';
import type { Words } from './labels';

export const photoConsentWords: Words<PhotoConsentGiver> = {
  person: m.domain_photo_consent_person,
  guardian: m.domain_photo_consent_guardian,
};

export const photoRemovalWords: Words<NonNullable<PersonPhoto['removal']>> = {
  consent_withdrawn: m.domain_photo_reason_consent_withdrawn,
  replaced: m.domain_photo_reason_replaced,
  wrong_person: m.domain_photo_reason_wrong_person,
  unclear: m.domain_photo_reason_unclear,
  person_removed: m.domain_photo_reason_person_removed,
  expired: m.domain_photo_reason_expired,
};
