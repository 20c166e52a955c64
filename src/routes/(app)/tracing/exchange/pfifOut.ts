/** Tracing requests as persons of PFIF: what may leave, and nothing of who seeks. */
import { fullName } from '$lib/domain/people/names';
import type { ShareConsent } from '$lib/domain/people/vocabulary';
import type { TracingEvent, TracingRequest } from '$lib/domain/tracing-rows';
import { homeOfPcode } from '$lib/pfif/governorates';
import { pfifDate, recordId } from '$lib/pfif/records';
import { writePfif, type SharedPerson, type WrittenPfif } from '$lib/pfif/write';

export interface Exported extends WrittenPfif {
  /** Requests that were not looked at for the file, by why. */
  without: { no_expiry: number; not_ours: number };
}

const outside: readonly TracingRequest['share_consent'][] = ['partners', 'public'];
const waiting: readonly TracingRequest['status'][] = [
  'open',
  'candidate_proposed',
  'matched_pending',
  'reversed',
];

/**
 * - With consent to share it outside, and while somebody looks: the request, until its expiry.
 * - Consent taken back, or the search over: a placeholder, so that those who hold a copy empty it.
 * - Without an expiry, or made from another organisation's record: nothing.
 *
 * @param historyOf the entries of a request
 * @param domain the host name under which this Daylight is reached
 * @param source what the operation is called
 * @param now ISO 8601
 */
export const exportRequests = (
  requests: readonly TracingRequest[],
  historyOf: (requestId: string) => readonly TracingEvent[],
  domain: string,
  source: string,
  now: string,
): Exported => {
  const without = { no_expiry: 0, not_ours: 0 };
  const shared = requests.flatMap((request): SharedPerson[] => {
    if (request.source_record_id !== null) {
      without.not_ours += 1;
      return [];
    }
    const consent = consentOf(request, historyOf(request.id));
    if (request.expires_at === null && consent !== 'none') {
      without.no_expiry += 1;
      return [];
    }
    return [sharedPerson(request, consent, domain, source, now)];
  });
  return { ...writePfif(shared, now), without };
};

/** Withdrawn where it was given once: those who hold a copy have to be told. */
const consentOf = (request: TracingRequest, history: readonly TracingEvent[]): ShareConsent => {
  const isGiven = outside.includes(request.share_consent);
  if (isGiven) return waiting.includes(request.status) ? 'given' : 'withdrawn';
  const was = history.some(
    ({ kind, detail }) =>
      kind !== 'conflict' &&
      outside.some((scope) =>
        [detail.old, detail.new].some((values) => values?.['share_consent'] === scope),
      ),
  );
  return was ? 'withdrawn' : 'none';
};

const sharedPerson = (
  request: TracingRequest,
  consent: ShareConsent,
  domain: string,
  source: string,
  now: string,
): SharedPerson => {
  const id = recordId(domain, request.id);
  return {
    consent,
    person: {
      person_record_id: id,
      expiry_date: pfifDate(request.expires_at ?? now),
      author_name: null,
      source_name: source,
      source_date: pfifDate(request.changed_at),
      full_name: fullName(request) || (request.kunya ?? ''),
      given_name: request.given,
      family_name: request.family,
      alternate_names: [...request.also_known_as, ...(request.kunya ? [request.kunya] : [])],
      sex: request.sex === 'unknown' ? null : request.sex,
      date_of_birth: request.birth_year === null ? null : String(request.birth_year),
      age: null,
      home_city: null,
      ...homeOfPcode(request.home_adm1_pcode),
    },
    notes: [
      {
        note_record_id: `${id}.sought`,
        person_record_id: id,
        linked_person_record_id: null,
        author_name: source,
        source_date: pfifDate(request.changed_at),
        status: 'information_sought',
        last_known_location: null,
        text: 'The family is looking for this person.',
      },
    ],
  };
};
