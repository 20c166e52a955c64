/** Records in words: what they are about, how far they are, what was answered. */
import type { Mutation, PersonFields } from '$lib/domain/mutations';
import { evidenceCode } from '$lib/domain/evidence-rows';
import { ageInWords } from '$lib/i18n/dates';
import { isolated } from '$lib/i18n/isolated';
import { reasonWords, taskKindWords } from '$lib/i18n/labels';
import { nameOf } from '$lib/i18n/names';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import type { OutboxRecord, SendError } from '$lib/sync/outbox';
import { fieldWords } from '../../admin/fieldNames';
import { valueWords } from '../../admin/valueWords';
import { areaPath } from '../words';
import { tableOf } from './saying';

export interface About {
  /** In the reader's language. */
  name: string;
  /** The page of it; null where there is none, or the row is not on this phone. */
  href: string | null;
}

/** What a record is about: a task, a team, a place, a person, the operation. */
export const aboutOf = (operation: OperationState, mutation: Mutation): About => {
  const { entity_id: id, kind, payload } = mutation;
  switch (kind.slice(0, kind.indexOf('.'))) {
    case 'task':
      return aboutTask(operation, id, kind === 'task.create' ? payload : undefined);
    case 'team': {
      const team = operation.team(id) ?? named(payload);
      return { name: team ? nameOf(team) : m.records_about_unknown(), href: null };
    }
    case 'care': {
      const site = operation.site(operation.careCase(id)?.site_id ?? null);
      return { name: site ? nameOf(site) : m.records_about_unknown(), href: null };
    }
    case 'facility':
    case 'site': {
      const site = operation.site(id) ?? named(payload);
      const href = operation.site(id) ? `/sites/${id}` : null;
      return { name: site ? nameOf(site) : m.records_about_unknown(), href };
    }
    case 'area':
      return aboutArea(operation, id, payload);
    case 'person':
      return aboutPerson(operation, id, payload);
    case 'photo': {
      const of = operation.photo(id)?.person_id;
      return aboutPerson(
        operation,
        of ?? ('person_id' in payload ? String(payload.person_id) : ''),
        {},
      );
    }
    case 'tracing':
      return aboutTracing(operation, mutation);
    case 'report':
      return aboutReport(operation, id, payload);
    case 'operation':
      return { name: nameOf(operation.operation), href: null };
    case 'custody':
    case 'evidence':
      return aboutEvidence(operation, id);
    default:
      return { name: m.records_about_unknown(), href: null };
  }
};

const aboutTask = (
  operation: OperationState,
  id: string,
  created: Partial<Extract<Mutation, { kind: 'task.create' }>['payload']> | undefined,
): About => {
  const row = operation.task(id);
  const task = row ?? created;
  if (!task?.kind) return { name: m.records_about_unknown(), href: null };
  const name = task.title?.trim() ? isolated(task.title) : taskKindWords[task.kind]();
  const code = row ? ` (${isolated(row.code)})` : '';
  const site = operation.site(task.site_id ?? null);
  const whole = `${name}${code}`;
  return {
    name: site ? m.records_about_place({ name: whole, place: nameOf(site) }) : whole,
    href: row ? `/field/tasks/${id}` : null,
  };
};

const aboutArea = (operation: OperationState, id: string, payload: object): About => {
  const area = operation.area(id);
  const made = named(payload);
  const siteId = area?.site_id ?? ('site_id' in payload ? String(payload.site_id) : null);
  const site = operation.site(siteId);
  const name = area ? areaPath(operation, area) : made ? nameOf(made) : m.records_about_unknown();
  return {
    name: site ? m.records_about_place({ name, place: nameOf(site) }) : name,
    href: area && site ? `/field/search/${site.id}?area=${id}` : null,
  };
};

const aboutPerson = (operation: OperationState, id: string, payload: object): About => ({
  name: saidAloud(operation.person(id) ?? payload),
  href: operation.person(id) ? `/people/${id}` : null,
});

/** The request: of a claim that whose claim it is. */
const aboutTracing = (operation: OperationState, { entity_id, payload }: Mutation): About => {
  const ofClaim =
    'request_id' in payload ? payload.request_id : operation.claim(entity_id)?.request_id;
  const id = ofClaim ?? entity_id;
  const request = operation.tracingRequest(id);
  return {
    name: saidAloud((request ?? payload) as Partial<PersonFields>),
    href: request ? `/tracing/${id}` : null,
  };
};

/** The name as it is said aloud: without the mother and the kunya. */
const saidAloud = (person: Partial<PersonFields>): string => {
  const name = [person.given, person.father, person.grandfather, person.family]
    .map((part) => part?.trim() ?? '')
    .filter((part) => part !== '')
    .join(' ');
  return name === '' ? m.records_about_unnamed() : isolated(name);
};

/** The first words of what is reported: never a code, never who told. */
const aboutReport = (operation: OperationState, id: string, payload: object): About => {
  const report = operation.report(id);
  const text = report?.text ?? ('text' in payload ? String(payload.text) : '');
  return {
    name: text.trim() === '' ? m.records_about_unknown() : isolated(text.trim().slice(0, 80)),
    href: report ? `/reports/${id}` : null,
  };
};

/** The beginning of the fingerprint is the name that everyone can read from a label. */
const aboutEvidence = (operation: OperationState, id: string): About => {
  const item = operation.evidenceItem(id);
  if (!item) return { name: m.records_about_unknown(), href: null };
  return { name: isolated(evidenceCode(item)), href: `/evidence/${id}` };
};

const named = (payload: object): { name_en: string; name_ar: string } | undefined =>
  'name_en' in payload && typeof payload.name_en === 'string'
    ? {
        name_en: payload.name_en,
        name_ar: 'name_ar' in payload && typeof payload.name_ar === 'string' ? payload.name_ar : '',
      }
    : undefined;

/** The value of a field of a record; an id of something that is not on this phone says just that. */
export const saidWords = (
  field: string,
  value: unknown,
  kind: Mutation['kind'],
  operation: OperationState,
): string => {
  const words = valueWords(
    field,
    value,
    tableOf(kind),
    operation,
    operation.operation.settings.time_zone,
  );
  return field.endsWith('_id') && words === value ? m.records_form_not_here() : words;
};

/** "Tried 4 times, again in 2 min" */
export const attemptWords = (record: OutboxRecord, nowMs: number): string => {
  if (record.attempts === 0) return m.records_not_tried();
  const tried = m.records_tried({ count: record.attempts });
  if (record.state !== 'waiting') return tried;
  const again =
    record.nextAttemptAt === null || record.nextAttemptAt <= nowMs
      ? m.records_again_soon()
      : m.records_again_at({ age: ageInWords(nowMs - record.nextAttemptAt) });
  return listed([tried, again]);
};

/** Joined as the reader's language does. */
const listed = (parts: readonly string[]): string => parts.join(m.records_comma());

export const errorWords = (error: SendError): string => {
  switch (error.type) {
    case 'offline':
      return m.records_error_offline();
    case 'server':
      return m.records_error_server({ status: error.status ?? '-' });
    case 'unauthorized':
      return m.records_error_unauthorized();
    case 'bad_answer':
      return m.records_error_bad_answer();
    case 'server_error':
      return m.records_error_server_error();
  }
};

/** Why it was refused, or is in conflict, with the field at fault; "" for any other record. */
export const answerWords = ({ reason, field }: OutboxRecord): string => {
  // A newer server may know more reasons than this phone.
  const why = reason ? (reasonWords as Partial<typeof reasonWords>)[reason]?.() : undefined;
  const where = field ? m.records_field_at_fault({ field: fieldWords(field) }) : '';
  return [why ?? '', where].filter(Boolean).join(' ');
};
