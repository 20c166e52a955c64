/** The form of a person's record: what stands in its inputs, and what that means. */
import type { FieldChanges, PersonFields } from '$lib/domain/mutations';
import { withAliases, type AliasError } from '$lib/domain/people/aliases';
import { keepFault, keptUntil, type KeepChoice } from '$lib/domain/people/keeping';
import { nameParts, type NamePart } from '$lib/domain/people/names';
import type {
  PersonAgeGroup,
  PersonCondition,
  PersonSex,
  ShareScope,
} from '$lib/domain/people/record';
import { err, ok, type Result } from '$lib/domain/result';
import type { Person } from '$lib/domain/rows';
import { toClockTime } from '$lib/i18n/zoned';
import { changesBetween } from '../admin/changes';
import type { RecordPlace } from '../field/place';
import {
  emptyNames,
  knownOf,
  longestText,
  namesOf,
  parseConsent,
  parseNames,
  parseYear,
  type NameInputs,
} from './formParts';

export interface PersonForm {
  sex: PersonSex;
  ageGroup: PersonAgeGroup;
  condition: PersonCondition;
  place: RecordPlace;
  names: NameInputs;
  aliases: string[];
  /** What is typed of more aliases, and not yet among them: it is kept with them. */
  aliasText: string;
  birthYear: string;
  languages: string[];
  /** The p-code of the governorate; "" for not known. */
  home: string;
  /** What the person said; null while nobody has asked. */
  share: ShareScope | null;
  keep: Keep;
}

/** Until when the record is kept. */
export interface Keep {
  choice: KeepChoice;
  /** YYYY-MM-DD, for another day than the choices name. */
  day: string;
}

export type KeepFault = NonNullable<ReturnType<typeof keepFault>>;

/** Which field is wrong; the screen says it in words. */
export type PersonFormError =
  | { type: 'name_too_long'; part: NamePart }
  | AliasError
  | { type: 'year_not_possible' }
  | { type: 'keep'; fault: KeepFault };

type FormFields = Pick<
  PersonFields,
  | NamePart
  | 'also_known_as'
  | 'sex'
  | 'age_group'
  | 'condition'
  | 'found_site_id'
  | 'found_area_id'
  | 'found_task_id'
  | 'birth_year'
  | 'languages'
  | 'home_adm1_pcode'
  | 'share_consent'
  | 'consent_at'
  | 'expires_on'
>;

export const emptyPersonForm = (place: RecordPlace): PersonForm => ({
  sex: 'unknown',
  ageGroup: 'unknown',
  condition: 'unknown',
  place,
  names: emptyNames(),
  aliases: [],
  aliasText: '',
  birthYear: '',
  languages: [],
  home: '',
  share: null,
  keep: { choice: 'undecided', day: '' },
});

export const personFormOf = (person: Person): PersonForm => ({
  sex: person.sex,
  ageGroup: person.age_group,
  condition: person.condition,
  place: {
    siteId: person.found_site_id,
    areaId: person.found_area_id,
    taskId: person.found_task_id,
  },
  names: namesOf(person),
  aliases: [...person.also_known_as],
  aliasText: '',
  birthYear: person.birth_year === null ? '' : String(person.birth_year),
  languages: [...person.languages],
  home: person.home_adm1_pcode ?? '',
  share: person.consent_at === null ? null : person.share_consent,
  keep: {
    choice: person.expires_on === null ? 'undecided' : 'day',
    day: person.expires_on ?? '',
  },
});

/** Whose record the form is of, and when it is read. */
interface Reading {
  /** Null for a new one. */
  opened: Person | null;
  now: Date;
  /** IANA; days are those of the operation's clock. */
  timeZone: string | undefined;
}

const parsePersonForm = (
  form: PersonForm,
  reading: Reading,
): Result<FormFields, PersonFormError> => {
  const { opened, now } = reading;
  const tooLong = nameParts.find((part) => form.names[part].trim().length > longestText);
  if (tooLong) return err({ type: 'name_too_long', part: tooLong });
  const aliases = withAliases(form.aliases, form.aliasText);
  if (!aliases.ok) return aliases;
  const birthYear = parseYear(form.birthYear, now.getUTCFullYear());
  if (birthYear === undefined) return err({ type: 'year_not_possible' });
  const expiresOn = parseKeep(form.keep, reading);
  if (!expiresOn.ok) return expiresOn;
  const { siteId, areaId, taskId } = form.place;
  return ok({
    ...parseNames(form.names),
    also_known_as: aliases.value,
    sex: form.sex,
    age_group: form.ageGroup,
    condition: form.condition,
    found_site_id: siteId,
    found_area_id: siteId === null ? null : areaId,
    found_task_id: taskId,
    birth_year: birthYear,
    languages: form.languages,
    home_adm1_pcode: form.home || null,
    ...parseConsent(form.share, opened, now),
    expires_on: expiresOn.value,
  });
};

/** A day that stands already is not asked again, though it may have passed by now. */
const parseKeep = (
  { choice, day }: Keep,
  { opened, now, timeZone }: Reading,
): Result<string | null, PersonFormError> => {
  const today = toClockTime(now.getTime(), timeZone).slice(0, 10);
  const until = keptUntil(choice, day, today);
  const fault = until === null || until === opened?.expires_on ? null : keepFault(until, today);
  return fault === null ? ok(until) : err({ type: 'keep', fault });
};

/** What is known of a new person, without what nobody knows: an empty form is a record too. */
export const newPersonPayload = (
  form: PersonForm,
  now: Date,
  timeZone?: string,
): Result<Partial<PersonFields>, PersonFormError> => {
  const parsed = parsePersonForm(form, { opened: null, now, timeZone });
  if (!parsed.ok) return parsed;
  return ok(knownOf(parsed.value, form.share));
};

/**
 * What the author of the form changed, with what stood there when the form was opened.
 *
 * @param opened the record as the author saw it, not as it stands by now
 * @returns null when nothing was changed
 */
export const personChangesOf = (
  opened: Person,
  form: PersonForm,
  now: Date,
  timeZone?: string,
): Result<FieldChanges<PersonFields> | null, PersonFormError> => {
  const before = parsePersonForm(personFormOf(opened), { opened, now, timeZone });
  if (!before.ok) return before;
  const parsed = parsePersonForm(form, { opened, now, timeZone });
  if (!parsed.ok) return parsed;
  const stood: FormFields = opened;
  const changes = changesBetween(stood, before.value, parsed.value);
  return ok(changes && withWholePlace(changes, stood, parsed.value));
};

/** A place is set whole: the site with the area, or with none [N1]. */
const withWholePlace = (
  { set, base }: FieldChanges<FormFields>,
  stood: FormFields,
  wanted: FormFields,
): FieldChanges<PersonFields> => {
  if (!('found_site_id' in set || 'found_area_id' in set)) return { set, base: base ?? {} };
  const placeOf = ({ found_site_id, found_area_id }: FormFields) => ({
    found_site_id,
    found_area_id,
  });
  return { set: { ...set, ...placeOf(wanted) }, base: { ...base, ...placeOf(stood) } };
};
