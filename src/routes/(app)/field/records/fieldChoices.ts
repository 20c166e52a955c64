/** The choices of a field of a record, in the reader's language. */
import { governorates } from '$lib/domain/governorates';
import type { Mutation } from '$lib/domain/mutations';
import { nameOf } from '$lib/i18n/names';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import { valueWords } from '../../admin/valueWords';
import { shortText } from '../../reports/words';
import { areaPath } from '../words';
import type { FieldSpec } from './fieldRules';
import { type FieldError, type PayloadForm } from './payloadForm';
import { tableOf } from './saying';

interface Choice {
  value: string;
  label: string;
}

/** Null for a field that is typed. The present value is always among them. */
export const choicesOf = (
  operation: OperationState,
  mutation: Mutation,
  { rule, path, empty }: FieldSpec,
  form: PayloadForm,
): Choice[] | null => {
  const field = path.at(-1) ?? '';
  const present = form[path.join('.')] ?? '';
  const listed = (): Choice[] | null => {
    if (rule.type === 'yes_no')
      return [
        { value: 'true', label: m.records_form_yes() },
        { value: 'false', label: m.records_form_no() },
      ];
    if (rule.type === 'choice')
      return rule.list.map((value) => ({
        value,
        label: valueWords(field, value, tableOf(mutation.kind), operation),
      }));
    return rule.type === 'row' ? rowsOf(operation, mutation, rule.table, form) : null;
  };
  const choices = listed();
  if (!choices) return null;
  const isThere = present === '' || choices.some(({ value }) => value === present);
  return [
    ...(empty === 'error' && present !== '' ? [] : [{ value: '', label: m.records_form_none() }]),
    ...choices,
    ...(isThere ? [] : [{ value: present, label: m.records_form_not_here() }]),
  ];
};

const rowsOf = (
  operation: OperationState,
  { kind, entity_id }: Mutation,
  table: Extract<FieldSpec['rule'], { type: 'row' }>['table'],
  form: PayloadForm,
): Choice[] => {
  if (table === 'governorates')
    return governorates.map((one) => ({ value: one.pcode, label: nameOf(one) }));
  if (table === 'reports')
    return operation.reports.map(({ id, text }) => ({ value: id, label: shortText(text) }));
  if (table === 'site_areas') {
    const task = kind.startsWith('task.') ? operation.task(entity_id) : undefined;
    const found = form['found_site_id'] ?? form['set.found_site_id'];
    const siteId = found ?? form['site_id'] ?? form['set.site_id'] ?? task?.site_id;
    const site = siteId ?? operation.area(entity_id)?.site_id;
    return operation.areas
      .filter(({ site_id, id }) => site_id === site && id !== entity_id)
      .map((area) => ({ value: area.id, label: areaPath(operation, area) }))
      .toSorted(byLabel);
  }
  return operation[table].map((row) => ({ value: row.id, label: nameOf(row) })).toSorted(byLabel);
};

const byLabel = (a: Choice, b: Choice): number => a.label.localeCompare(b.label);

export const fieldErrorWords = (error: FieldError): string => {
  switch (error.type) {
    case 'required':
      return m.records_form_required();
    case 'too_long':
      return m.records_form_too_long({ most: error.most });
    case 'number':
      return error.whole ? m.records_form_whole(error) : m.records_form_number(error);
    case 'time':
      return m.records_form_time();
    case 'date':
      return m.records_form_date();
    case 'lines':
      return m.records_form_lines({ most: error.most });
    case 'pair':
      return m.records_form_pair();
    case 'reason':
      return m.records_form_reason();
  }
};
