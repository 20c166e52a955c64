/** Evidence in words. */
import type { CustodyEntry, Evidence } from '$lib/domain/rows';
import { roleWords } from '$lib/i18n/labels';
import { nameOf } from '$lib/i18n/names';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import { areaPath } from '../field/words';

/** Site and room; null where nobody wrote it down. */
export const placeWords = (operation: OperationState, item: Evidence): string | null => {
  const site = operation.site(item.site_id);
  const area = operation.area(item.area_id);
  if (!site) return null;
  return area ? `${nameOf(site)} › ${areaPath(operation, area)}` : nameOf(site);
};

/** Who says so: by role and team, never by a person's name. */
export const actorWords = (operation: OperationState, entry: CustodyEntry): string => {
  if (!entry.actor_role) return m.evidence_by_server();
  const role = roleWords[entry.actor_role]();
  const team = operation.team(entry.actor_team_id);
  return team ? m.field_history_who({ role, team: nameOf(team) }) : role;
};

const isolated = (text: string): string => `\u2068${text}\u2069`;

/** "From the guard to the court clerk"; "" where nobody gave it to anybody. */
export const handsWords = ({ from_party, to_party }: CustodyEntry): string => {
  if (to_party === null) return '';
  const to = isolated(to_party);
  return from_party === null
    ? m.evidence_to({ to })
    : m.evidence_from_to({ from: isolated(from_party), to });
};
