/** The admin's words for what the server answered and what the log says. */
import type { AccountRefusal } from '$lib/domain/accounts';
import { mutationKinds, type MutationKind } from '$lib/domain/mutations';
import { reasonWords } from '$lib/i18n/labels';
import { mutationWords } from '$lib/i18n/mutations';
import { m } from '$lib/paraglide/messages.js';
import type { RequestError } from './accounts/api';
import type { EventOutcome } from './log/filters';

export const refusalWords: Readonly<Record<AccountRefusal, () => string>> = {
  login_invalid: m.admin_refusal_login_invalid,
  already_member: m.admin_refusal_already_member,
  team_unknown: m.admin_refusal_team_unknown,
  last_admin: m.admin_refusal_last_admin,
  not_admin: m.admin_refusal_not_admin,
  not_found: m.admin_refusal_not_found,
  works_elsewhere: m.admin_refusal_works_elsewhere,
  inactive: m.admin_refusal_inactive,
  server_error: m.admin_refusal_server_error,
};

export const requestErrorWords: Readonly<Record<RequestError['type'], () => string>> = {
  offline: m.admin_request_offline,
  signed_out: m.admin_request_signed_out,
  not_allowed: m.admin_request_not_allowed,
  server: m.admin_request_server,
};

export const outcomeWords: Readonly<Record<EventOutcome, () => string>> = {
  applied: m.admin_log_outcome_applied,
  conflict: m.admin_log_outcome_conflict,
  rejected: m.admin_log_outcome_rejected,
};

/** What the log has beside mutations. */
const otherEvents = {
  'operation.create': m.admin_event_operation_create,
  'member.set': m.admin_event_member_set,
  'member.reset': m.admin_event_member_reset,
  'member.sign_out': m.admin_event_member_sign_out,
  'member.wipe': m.admin_event_member_wipe,
} as const;

const isMutationKind = (kind: string): kind is MutationKind =>
  (mutationKinds as readonly string[]).includes(kind);
const isOtherEvent = (kind: string): kind is keyof typeof otherEvents => kind in otherEvents;

/** Every kind that the log may have, in the order in which a choice offers them. */
export const eventKinds: readonly string[] = [...mutationKinds, ...Object.keys(otherEvents)];

/** A kind of the log in words; a kind of a newer server stands as it is. */
export const eventWords = (kind: string): string => {
  if (isMutationKind(kind)) return mutationWords[kind]();
  return isOtherEvent(kind) ? otherEvents[kind]() : kind;
};

const isReason = (reason: string): reason is keyof typeof reasonWords => reason in reasonWords;

/** A reason of the log in words; one of a newer server stands as it is. */
export const logReasonWords = (reason: string): string =>
  isReason(reason) ? reasonWords[reason]() : reason;
