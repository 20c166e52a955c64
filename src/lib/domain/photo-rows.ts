/** Photographs of people, as rows.ts gives the other rows. Never visible to an observer. */
import type { Synced } from './synced.ts';

/** Who agreed: the person, or the parent or guardian who speaks for a child. */
export const photoConsentGivers = ['person', 'guardian'] as const;
export type PhotoConsentGiver = (typeof photoConsentGivers)[number];

/** Why somebody takes a photograph away. The first one takes away all of the person [G3]. */
export const photoReasons = ['consent_withdrawn', 'replaced', 'wrong_person', 'unclear'] as const;
export type PhotoReason = (typeof photoReasons)[number];

/** The same, and what follows from the person's record. */
export const photoRemovals = [...photoReasons, 'person_removed', 'expired'] as const;
type PhotoRemoval = (typeof photoRemovals)[number];

/** The picture is in Storage and nowhere else: nothing of a row shows anybody [G2]. */
export interface PersonPhoto extends Synced {
  person_id: string;
  /** Of the picture as it is stored, in lower-case hexadecimal. */
  sha256: string;
  /** At most 1 MiB: one part. */
  size_bytes: number;
  consent_by: PhotoConsentGiver;
  /** When the phone says that it was taken. */
  taken_at: string;
  /** Who took it. */
  actor_id: string;
  team_id: string | null;
  /** When Storage had it. */
  stored_at: string | null;
  removal: PhotoRemoval | null;
}

export interface PhotoRows {
  person_photos: PersonPhoto;
}

export interface PhotoPayloads {
  /** entity_id is the photograph. There is none without who agreed [G1]. */
  'photo.record': Pick<
    PersonPhoto,
    'person_id' | 'sha256' | 'size_bytes' | 'taken_at' | 'consent_by'
  > & {
    /** The version of the person's record that the author saw; null for one that only the phone has. */
    person_version?: number | null;
  };
  /** The picture is in Storage [G2]. */
  'photo.stored': { parts?: never };
  'photo.remove': { reason: PhotoReason };
}
