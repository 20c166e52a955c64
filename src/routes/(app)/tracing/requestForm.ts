/** The form of a tracing request: what stands in its inputs, and what that means. */
import type { FieldChanges } from '$lib/domain/mutations';
import { withAliases, type AliasError } from '$lib/domain/people/aliases';
import { keepFault, keptUntil } from '$lib/domain/people/keeping';
import type { NamePart } from '$lib/domain/people/names';
import type { PersonAgeGroup, PersonSex, ShareScope } from '$lib/domain/people/record';
import type { SeekerRelation } from '$lib/domain/people/vocabulary';
import { err, ok, type Result } from '$lib/domain/result';
import type { TracingFields } from '$lib/domain/tracing-payloads';
import type { TracingRequest } from '$lib/domain/tracing-rows';
import { toClockTime } from '$lib/i18n/zoned';
import { changesBetween } from '../admin/changes';
import {
  emptyNames,
  knownOf,
  longestText,
  namesOf,
  parseConsent,
  parseNames,
  parseYear,
  type NameInputs,
} from '../people/formParts';
import type { Keep, KeepFault } from '../people/personForm';

export interface RequestForm {
  /** Of who is sought, by part. */
  names: NameInputs;
  aliases: string[];
  /** What is typed of more aliases, and not yet among them: it is kept with them. */
  aliasText: string;
  sex: PersonSex;
  ageGroup: PersonAgeGroup;
  birthYear: string;
  /** "" for not known. */
  home: string;
  lastSiteId: string;
  seekerName: string;
  relation: SeekerRelation;
  contact: string;
  /** What whoever seeks said; null while nobody has asked. */
  share: ShareScope | null;
  keep: Keep;
}

/** Which field is wrong; the screen says it in words. */
export type RequestFormError =
  | { type: 'too_long'; field: NamePart | 'seeker_name' | 'seeker_contact' }
  | AliasError
  | { type: 'nobody_named' }
  | { type: 'year_not_possible' }
  | { type: 'keep'; fault: KeepFault };

/** A request is kept for a year, unless the family says otherwise. */
export const emptyRequestForm = (): RequestForm => ({
  names: emptyNames(),
  aliases: [],
  aliasText: '',
  sex: 'unknown',
  ageGroup: 'unknown',
  birthYear: '',
  home: '',
  lastSiteId: '',
  seekerName: '',
  relation: 'unknown',
  contact: '',
  share: null,
  keep: { choice: 'one_year', day: '' },
});

export const requestFormOf = (request: TracingRequest): RequestForm => ({
  names: namesOf(request),
  aliases: [...request.also_known_as],
  aliasText: '',
  sex: request.sex,
  ageGroup: request.age_group,
  birthYear: request.birth_year === null ? '' : String(request.birth_year),
  home: request.home_adm1_pcode ?? '',
  lastSiteId: request.last_site_id ?? '',
  seekerName: request.seeker_name ?? '',
  relation: request.seeker_relation,
  contact: request.seeker_contact ?? '',
  share: request.consent_at === null ? null : request.share_consent,
  keep: {
    choice: request.expires_at === null ? 'undecided' : 'day',
    day: request.expires_at?.slice(0, 10) ?? '',
  },
});

/** Whose form it is, and when it is read. */
interface Reading {
  /** Null for a new one. */
  opened: TracingRequest | null;
  now: Date;
  /** IANA; days are those of the operation's clock. */
  timeZone: string | undefined;
}

const parseForm = (
  form: RequestForm,
  reading: Reading,
): Result<TracingFields, RequestFormError> => {
  const { opened, now } = reading;
  const texts = { ...form.names, seeker_name: form.seekerName, seeker_contact: form.contact };
  const tooLong = Object.entries(texts).find(([, text]) => text.trim().length > longestText);
  if (tooLong) return err({ type: 'too_long', field: tooLong[0] as NamePart });
  const names = parseNames(form.names);
  const aliases = withAliases(form.aliases, form.aliasText);
  if (!aliases.ok) return aliases;
  const isNamed = aliases.value.length > 0 || Object.values(names).some((name) => name !== null);
  if (!isNamed && opened === null) return err({ type: 'nobody_named' });
  const birthYear = parseYear(form.birthYear, now.getUTCFullYear());
  if (birthYear === undefined) return err({ type: 'year_not_possible' });
  const expiresAt = parseKeep(form.keep, reading);
  if (!expiresAt.ok) return expiresAt;
  return ok({
    ...names,
    also_known_as: aliases.value,
    sex: form.sex,
    age_group: form.ageGroup,
    birth_year: birthYear,
    home_adm1_pcode: form.home || null,
    last_site_id: form.lastSiteId || null,
    seeker_name: form.seekerName.trim() || null,
    seeker_relation: form.relation,
    seeker_contact: form.contact.trim() || null,
    ...parseConsent(form.share, opened, now),
    expires_at: expiresAt.value,
  });
};

/** The whole of the day counts; one that was left as it is keeps its hour, and may have passed. */
const parseKeep = (
  { choice, day }: Keep,
  { opened, now, timeZone }: Reading,
): Result<string | null, RequestFormError> => {
  const today = toClockTime(now.getTime(), timeZone).slice(0, 10);
  const until = keptUntil(choice, day, today);
  if (until === null) return ok(null);
  if (opened?.expires_at?.slice(0, 10) === until) return ok(opened.expires_at);
  const fault = keepFault(until, today);
  return fault === null ? ok(`${until}T23:59:59Z`) : err({ type: 'keep', fault });
};

/** What is known, without what nobody knows. A family knows whom it seeks: one name is asked for. */
export const newRequestPayload = (
  form: RequestForm,
  now: Date,
  timeZone?: string,
): Result<Partial<TracingFields>, RequestFormError> => {
  const parsed = parseForm(form, { opened: null, now, timeZone });
  if (!parsed.ok) return parsed;
  return ok(knownOf(parsed.value, form.share));
};

/**
 * What the author of the form changed, with what stood there when the form was opened.
 * @returns null when nothing was changed
 */
export const requestChangesOf = (
  opened: TracingRequest,
  form: RequestForm,
  now: Date,
  timeZone?: string,
): Result<FieldChanges<TracingFields> | null, RequestFormError> => {
  const before = parseForm(requestFormOf(opened), { opened, now, timeZone });
  if (!before.ok) return before;
  const parsed = parseForm(form, { opened, now, timeZone });
  if (!parsed.ok) return parsed;
  const stood: TracingFields = opened;
  return ok(changesBetween(stood, before.value, parsed.value));
};
