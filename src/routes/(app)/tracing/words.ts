/** Tracing requests and claims in words. */
import { fullName } from '$lib/domain/people/names';
import type { TracingClaim, TracingEvent, TracingRequest } from '$lib/domain/tracing-rows';
import { nameOf } from '$lib/i18n/names';
import { personAgeGroupWords, personSexWords } from '$lib/i18n/people-labels';
import { seekerRelationWords } from '$lib/i18n/tracing-labels';
import { governorateOf } from '$lib/domain/governorates';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import { actorWords } from '../field/words';

/** Who is sought: the name as it is said aloud, as far as it is known. */
export const soughtWords = (request: TracingRequest): string =>
  fullName(request) || (request.kunya ?? request.also_known_as[0] ?? m.people_name_unknown());

/** "فاطمة · Mother or father" */
export const seekerWords = ({ seeker_name, seeker_relation }: TracingRequest): string =>
  [
    seeker_name ?? m.tracing_seeker_unnamed(),
    ...(seeker_relation === 'unknown' ? [] : [seekerRelationWords[seeker_relation]()]),
  ].join(' · ');

/** "Male · Adult · 1985": what is known of how to tell who is sought. */
export const tellingWords = ({ sex, age_group, birth_year }: TracingRequest): string =>
  [
    ...(sex === 'unknown' ? [] : [personSexWords[sex]()]),
    ...(age_group === 'unknown' ? [] : [personAgeGroupWords[age_group]()]),
    ...(birth_year === null ? [] : [String(birth_year)]),
  ].join(' · ');

export const homeWords = (pcode: string | null): string | null => {
  const home = pcode === null ? undefined : governorateOf(pcode);
  return home ? nameOf(home) : pcode;
};

/**
 * Who confirmed, by role and team, and when.
 * @param which the first confirmation, or the second that handed over
 */
export const confirmationIn = (
  history: readonly TracingEvent[],
  claim: TracingClaim,
  which: 'first' | 'second',
): TracingEvent | undefined => {
  const to = which === 'first' ? 'confirmed_once' : 'confirmed';
  return history.findLast(
    ({ claim_id, kind, detail }) =>
      claim_id === claim.id && kind === 'claim_step' && detail.new?.['claim'] === to,
  );
};

/** "You", or the role and the team. */
export const byWords = (
  operation: OperationState,
  event: Pick<TracingEvent, 'actor_id' | 'actor_role' | 'actor_team_id'>,
): string =>
  event.actor_id === operation.me.user_id ? m.tracing_you() : actorWords(operation, event);
