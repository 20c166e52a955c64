/** The values of fields in words, for conflicts and for the log. */
import { governorateOf } from '$lib/domain/governorates';
import { dateAndTime, dateOnly } from '$lib/i18n/dates';
import {
  bedKindWords,
  careNeedWords,
  careSignWords,
  facilityStatusWords,
  handoffWords,
  triageCategoryWords,
  triageMethodWords,
} from '$lib/i18n/care-labels';
import { custodyActionWords, evidenceMethodWords } from '$lib/i18n/evidence-labels';
import { photoConsentWords, photoRemovalWords } from '$lib/i18n/photo-labels';
import {
  areaAccessWords,
  areaLevelWords,
  coordSourceWords,
  operationStatusWords,
  priorityWords,
  roleWords,
  searchMethodWords,
  searchResultWords,
  siteKindWords,
  siteStatusWords,
  specialtyWords,
  taskKindWords,
  taskStatusWords,
  teamStatusWords,
} from '$lib/i18n/labels';
import {
  erasureReasonWords,
  personAgeGroupWords,
  personConditionWords,
  personSexWords,
  shareScopeWords,
} from '$lib/i18n/people-labels';
import {
  claimStatusWords,
  requestStatusWords,
  seekerRelationWords,
} from '$lib/i18n/tracing-labels';
import {
  credibilityWords,
  measureWords,
  reliabilityWords,
  reportKindWords,
  reportStatusWords,
} from '$lib/i18n/report-labels';
import { mutationWords } from '$lib/i18n/mutations';
import { nameOf } from '$lib/i18n/names';
import { inNumbers } from '$lib/i18n/numbers';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import { fieldWords } from './fieldNames';

const recordStateWords = {
  waiting: m.records_state_waiting,
  sending: m.records_state_sending,
  refused: m.records_state_refused,
  conflict: m.records_state_conflict,
} as const;

type Lists = Readonly<Record<string, () => string>>;

/** A word of a closed list means something by its field and by the table that it stands in. */
const listsOf = (field: string, entity: string): Lists | undefined => {
  const byEntity: Readonly<Record<string, Readonly<Record<string, Lists>>>> = {
    tasks: { kind: taskKindWords, status: taskStatusWords },
    // A report of a hospital is about its site.
    sites: { kind: siteKindWords, status: { ...facilityStatusWords, ...siteStatusWords } },
    teams: { status: teamStatusWords },
    operations: { status: operationStatusWords },
    // What was discarded, and as what it lay on the phone.
    records: { kind: mutationWords, state: recordStateWords },
    care_cases: { method: triageMethodWords },
    people: { reason: erasureReasonWords },
    tracing_requests: { status: requestStatusWords, reason: erasureReasonWords },
    tracing_claims: { status: claimStatusWords },
    reports: { kind: reportKindWords, status: reportStatusWords, from: reportStatusWords },
    evidence: { method: evidenceMethodWords, action: custodyActionWords },
    person_photos: { reason: photoRemovalWords, consent_by: photoConsentWords },
  };
  const anywhere: Readonly<Record<string, Lists>> = {
    priority: priorityWords,
    role: roleWords,
    specialty: specialtyWords,
    coord_source: coordSourceWords,
    level: areaLevelWords,
    access: areaAccessWords,
    method: searchMethodWords,
    result: searchResultWords,
    sex: personSexWords,
    age_group: personAgeGroupWords,
    condition: personConditionWords,
    share_consent: shareScopeWords,
    category: triageCategoryWords,
    handoff: handoffWords,
    signs: careSignWords,
    needs: careNeedWords,
    bed_kind: bedKindWords,
    seeker_relation: seekerRelationWords,
    claim: claimStatusWords,
    measure: measureWords,
    reliability: reliabilityWords,
    credibility: credibilityWords,
  };
  return byEntity[entity]?.[field] ?? anywhere[field];
};

type Names = Pick<OperationState, 'site' | 'team' | 'area' | 'task' | 'organisations' | 'members'> &
  Partial<Pick<OperationState, 'report'>>;

/** What an id stands for, as far as this device knows. */
const nameOfId = (field: string, id: string, names: Names): string | undefined => {
  if (
    field === 'site_id' ||
    field === 'found_site_id' ||
    field === 'facility_id' ||
    field === 'last_site_id'
  )
    return named(names.site(id));
  if (field === 'team_id' || field === 'assigned_team_id') return named(names.team(id));
  if (field === 'area_id' || field === 'parent_id' || field === 'found_area_id')
    return named(names.area(id));
  if (field === 'task_id' || field === 'found_task_id') return names.task(id)?.code;
  if (field === 'report_id') return names.report?.(id)?.text;
  if (field === 'user_id') {
    return names.members.find(({ user_id }) => user_id === id)?.display_name;
  }
  if (field === 'entity_id') {
    return names.task(id)?.code ?? named(names.site(id) ?? names.team(id) ?? names.area(id));
  }
  return field === 'organisation_id'
    ? named(names.organisations.find((organisation) => organisation.id === id))
    : undefined;
};

const named = (row: { name_en: string; name_ar: string } | undefined) => row && nameOf(row);

const isTime = (text: string) => /^\d{4}-\d\d-\d\dT/u.test(text);
const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/u.test(text);

/**
 * The value of a field as a person reads it.
 *
 * @param entity the table that the field stands in
 */
export const valueWords = (
  field: string,
  value: unknown,
  entity: string,
  names: Names,
  timeZone?: string,
): string => {
  if (value === null || value === undefined || value === '') return m.admin_empty_value();
  if (typeof value === 'boolean') return value ? m.admin_yes() : m.admin_no();
  if (typeof value === 'number') return isUngrouped(field) ? String(value) : inNumbers(value);
  if (Array.isArray(value)) {
    const parts = value.map((part) => valueWords(field, part, entity, names, timeZone));
    return parts.join('\n') || m.admin_empty_value();
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(
        ([name, part]) => `${fieldWords(name)}: ${valueWords(name, part, entity, names, timeZone)}`,
      )
      .join('\n');
  }
  const text = value as string;
  const words = listsOf(field, entity)?.[text];
  if (words) return words();
  if (field === 'adm1_pcode' || field === 'home_adm1_pcode')
    return named(governorateOf(text)) ?? text;
  if (field === 'time_zone') return text;
  if (isTime(text)) return dateAndTime(text, timeZone);
  if (isDate(text)) return dateOnly(text, 'UTC');
  return nameOfId(field, text, names) ?? text;
};

/** Positions and years are read without marks of thousands. */
const isUngrouped = (field: string) => field === 'lat' || field === 'lon' || field === 'birth_year';
