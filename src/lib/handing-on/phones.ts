import { unheardPhones, type PhoneHeard } from '$lib/domain/unheard';
import { m } from '$lib/paraglide/messages.js';

/** How many phones have not reported, as the page of releases says it. @param phones null: not known */
export const phonesInWords = (phones: readonly PhoneHeard[] | null, nowMs: number): string => {
  if (phones === null) return m.release_phones_unknown();
  if (phones.length === 0) return m.release_phones_none();
  const unheard = unheardPhones(phones, nowMs).length;
  return unheard === 0
    ? m.release_phones_all({ count: phones.length })
    : m.release_phones_some({ count: unheard, all: phones.length });
};
