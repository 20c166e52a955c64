import type { TracingClaim } from '$lib/domain/tracing-rows';

/** Claims on any record of a person: what stands before what was decided, then by when they came. */
export const besides = (
  claims: readonly TracingClaim[],
  standsFor: (personId: string) => string,
  personId: string,
): TracingClaim[] => {
  const same = standsFor(personId);
  return claims
    .filter(({ person_id }) => standsFor(person_id) === same)
    .toSorted((a, b) => place(a) - place(b) || (a.created_at < b.created_at ? -1 : 1));
};

const place = ({ status }: TracingClaim): number => {
  if (status === 'confirmed') return 0;
  return status === 'rejected' || status === 'reversed' ? 2 : 1;
};
