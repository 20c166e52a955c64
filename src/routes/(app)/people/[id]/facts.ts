/** What a record knows, in the order in which it is read. */
import type { Person } from '$lib/domain/rows';
import { personFields, type PersonField } from '../readEvent';

/** Said elsewhere on the page, or together with another field. */
const elsewhere: readonly PersonField[] = [
  'found_area_id',
  'group_id',
  'consent_at',
  'expires_on',
  'merged_into',
  'deleted',
];

/** "With nobody" counts as known once somebody has asked. */
export const knownFacts = (person: Person): PersonField[] =>
  personFields.filter((field) => {
    if (elsewhere.includes(field) || field === 'deleted') return false;
    if (field === 'share_consent') return person.consent_at !== null;
    const value = person[field];
    if (Array.isArray(value)) return value.length > 0;
    return value !== null && value !== 'unknown' && value !== false;
  });
