/** Entries of the history of a tracing request in words. */
import { claimStatuses, requestStatuses } from '$lib/domain/people/vocabulary';
import type { TracingEvent } from '$lib/domain/tracing-rows';
import { claimStatusWords, requestStatusWords } from '$lib/i18n/tracing-labels';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import { fieldWords } from '../../admin/fieldNames';
import { valueWords } from '../../admin/valueWords';
import { calledWords } from '../../people/words';

/** Fields of the request that an entry sets, or that a conflict wanted. */
const fieldsOf = (values: Record<string, unknown> | undefined): [string, unknown][] =>
  Object.entries(values ?? {}).filter(
    ([field]) => field !== 'claim' && field !== 'status' && field !== 'deleted',
  );

/** A list in one line, as a sentence needs it. */
const saidWords = (operation: OperationState, field: string, value: unknown): string => {
  const words = (one: unknown) =>
    valueWords(field, one, 'tracing_requests', operation, operation.operation.settings.time_zone);
  return Array.isArray(value) && value.length > 0
    ? value.map(words).join(m.records_comma())
    : words(value);
};

const personIn = (operation: OperationState, id: string | null): string => {
  const person = operation.person(id);
  return person ? calledWords(person) : m.tracing_person_gone();
};

/** What was said, or asked for where it is a conflict; one line each. */
export const entryLines = (operation: OperationState, event: TracingEvent): string[] => {
  const { detail } = event;
  const said = event.kind === 'conflict' ? detail.wanted : detail.new;
  const claim = claimStatuses.find((word) => word === said?.['claim']);
  const status = requestStatuses.find((word) => word === said?.['status']);
  const lines: string[] = fieldsOf(said).map(([field, value]) =>
    m.field_history_set({
      field: fieldWords(field),
      to: saidWords(operation, field, value),
    }),
  );
  if (event.kind === 'requested') lines.unshift(m.tracing_history_requested());
  if (claim)
    lines.unshift(
      m.tracing_history_claim({
        name: personIn(operation, event.person_id),
        status: claimStatusWords[claim](),
      }),
    );
  if (status) lines.unshift(requestStatusWords[status]());
  if (said?.['deleted'] === true) lines.unshift(m.tracing_history_away());
  if (said?.['deleted'] === false) lines.unshift(m.tracing_history_back());
  return lines.length === 0 ? [m.field_history_kept()] : lines;
};

/** What stands in place of what a conflict asked for. */
export const presentLines = (operation: OperationState, { detail }: TracingEvent): string[] => {
  const stands = detail.present ?? {};
  const claim = claimStatuses.find((word) => word === stands['claim']);
  const status = requestStatuses.find((word) => word === stands['status']);
  return [
    ...(claim ? [`${fieldWords('claim')}: ${claimStatusWords[claim]()}`] : []),
    ...(status ? [`${fieldWords('request_id')}: ${requestStatusWords[status]()}`] : []),
    ...fieldsOf(stands).map(([field, value]) =>
      m.field_history_set({
        field: fieldWords(field),
        to: saidWords(operation, field, value),
      }),
    ),
  ];
};
