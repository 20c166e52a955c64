import type { PersonPhoto } from '../domain/rows.ts';
import type { Layer } from './layer.ts';

export const takenAway = (
  photo: PersonPhoto,
  removal: PersonPhoto['removal'],
  at: string,
): PersonPhoto => ({ ...photo, removal, deleted_at: at, updated_at: at });

/** Every photograph of a record goes [G3], [G4], as private.take_away_photos has it. */
export const takeAwayPhotos = (
  layer: Layer,
  personId: string,
  removal: PersonPhoto['removal'],
  at: string,
): void => {
  for (const photo of layer.by('person_photos', personId))
    if (photo.deleted_at === null) layer.put('person_photos', takenAway(photo, removal, at));
};
