import { phoneTime } from '$lib/domain/phone-time';
import type { ConflictReason } from '$lib/domain/mutation-answers';
import { dateAndTime } from '$lib/i18n/dates';
import { reasonWords } from '$lib/i18n/labels';
import { m } from '$lib/paraglide/messages.js';

/** An entry of a history in words, but for what it says. */
export interface HistoryEntry {
  /** By role and team, never by a person's name. */
  who: string;
  /** ISO. */
  at: string;
  /** Null where nothing stood against it. */
  conflict: EntryConflict | null;
  /** When the phone says it was, where that is far from `at`. */
  phoneTime?: string | null;
}

interface EntryConflict {
  words: string;
  /** Nobody has decided it yet. */
  isOpen: boolean;
  /** When somebody did, where that is known. */
  decided?: string;
}

export const conflictWords = (reason: ConflictReason | null): string =>
  m.field_history_conflict({ reason: reason ? reasonWords[reason]() : '' });

/** @param timeZone IANA, the operation's; null where the phone's time says nothing of its own */
export const phoneTimeWords = (
  event: Parameters<typeof phoneTime>[0],
  timeZone: string | undefined,
): string | null => {
  const at = phoneTime(event);
  return at && dateAndTime(at, timeZone);
};
