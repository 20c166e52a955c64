import { standsFor } from '$lib/domain/people/traced';
import type { PersonPhoto } from '$lib/domain/rows';
import type { OperationState } from '$lib/state/operation.svelte';

type Rows = Pick<OperationState, 'photos' | 'person'>;

/** The photographs of all records that stand for the same person as this one [N2], the newest first. */
export const photosOf = ({ photos, person }: Rows, personId: string): PersonPhoto[] => {
  const same = standsFor(personId, person);
  return photos
    .filter(({ person_id }) => standsFor(person_id, person) === same)
    .toSorted((a, b) => b.taken_at.localeCompare(a.taken_at) || a.id.localeCompare(b.id));
};

/** One photograph of each record that has some: consent is taken back by each of them [G3]. */
export const onePerRecord = (photos: readonly PersonPhoto[]): PersonPhoto[] => [
  ...new Map(photos.map((photo) => [photo.person_id, photo])).values(),
];
