/** The cases that a person may be the one of. */
import type { CareCase } from '$lib/domain/care-rows';
import { mayCareFor, type Actor } from '$lib/domain/permissions';
import type { Person } from '$lib/domain/rows';
import { hasEnded } from '../../care/listing';

/**
 * Open cases of which nobody knows who it is, and which the actor may link: those from the place
 * where the person was found first, then the newest.
 */
export const linkableCases = (
  actor: Actor,
  cases: readonly CareCase[],
  { found_site_id }: Pick<Person, 'found_site_id'>,
): CareCase[] => {
  const isNear = ({ site_id }: CareCase) => found_site_id !== null && site_id === found_site_id;
  return cases
    .filter((care) => care.person_id === null && !hasEnded(care.handoff) && mayCareFor(actor, care))
    .toSorted(
      (a, b) =>
        Number(isNear(b)) - Number(isNear(a)) ||
        b.created_at.localeCompare(a.created_at) ||
        a.id.localeCompare(b.id),
    );
};
