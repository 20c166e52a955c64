import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';

const shownOfId = 8;

/** Who acted, by the name that the account has now. */
export const actorName = (
  actor: string | null,
  { members }: Pick<OperationState, 'members'>,
): string => {
  if (actor === null) return m.admin_log_actor_service();
  const member = members.find(({ user_id }) => user_id === actor);
  return member?.display_name ?? m.admin_log_actor_unknown({ id: actor.slice(0, shownOfId) });
};
