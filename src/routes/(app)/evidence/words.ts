/** Evidence in words. */
import type { CustodyEntry } from '$lib/domain/rows';
import { isolated } from '$lib/i18n/isolated';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import { actorWords } from '../field/words';

/** Who says so: by role and team, never by a person's name. */
export const authorWords = (
  operation: OperationState,
  { actor_role, actor_team_id }: CustodyEntry,
): string =>
  actor_role ? actorWords(operation, { actor_role, actor_team_id }) : m.evidence_by_server();

/** "From the guard to the court clerk"; "" where nobody gave it to anybody. */
export const handsWords = ({ from_party, to_party }: CustodyEntry): string => {
  if (to_party === null) return '';
  const to = isolated(to_party);
  return from_party === null
    ? m.evidence_to({ to })
    : m.evidence_from_to({ from: isolated(from_party), to });
};
