/** The task form: what stands in its inputs, as texts, and what that means. */
import type { FieldChanges, TaskFields } from '$lib/domain/mutations';
import { err, ok, type Result } from '$lib/domain/result';
import type { Task } from '$lib/domain/rows';
import type { Priority, TaskKind } from '$lib/domain/vocabulary';
import { westernDigits } from '$lib/i18n/fold';
import { fromClockTime, toClockTime } from '$lib/i18n/zoned';

export interface TaskForm {
  kind: TaskKind;
  priority: Priority;
  /** "" for none. */
  siteId: string;
  areaId: string;
  title: string;
  details: string;
  /** As a datetime-local input holds it, on the operation's clock; "" for none. */
  due: string;
  people: string;
}

/** Which field is wrong; the screen says it in words. */
export type TaskFormError = { type: 'people_not_a_number' } | { type: 'due_not_a_time' };

export const emptyForm = (siteId: string | null, kind: TaskKind): TaskForm => ({
  kind,
  priority: 'normal',
  siteId: siteId ?? '',
  areaId: '',
  title: '',
  details: '',
  due: '',
  people: '',
});

export const formOf = (task: Task, timeZone?: string): TaskForm => ({
  kind: task.kind,
  priority: task.priority,
  siteId: task.site_id ?? '',
  areaId: task.area_id ?? '',
  title: task.title ?? '',
  details: task.details ?? '',
  due: task.due_at === null ? '' : toClockTime(Date.parse(task.due_at), timeZone),
  people: task.people_expected === null ? '' : String(task.people_expected),
});

/** As the columns hold it: texts of white space alone are null, an area without its site too. */
export const parseForm = (form: TaskForm, timeZone?: string): Result<TaskFields, TaskFormError> => {
  const people = parsePeople(form.people);
  if (people === undefined) return err({ type: 'people_not_a_number' });
  const due = form.due === '' ? null : fromClockTime(form.due, timeZone);
  if (due === null && form.due !== '') return err({ type: 'due_not_a_time' });
  return ok({
    kind: form.kind,
    priority: form.priority,
    site_id: form.siteId || null,
    area_id: (form.siteId && form.areaId) || null,
    title: form.title.trim() || null,
    details: form.details.trim() || null,
    due_at: due === null ? null : new Date(due).toISOString(),
    people_expected: people,
  });
};

const parsePeople = (text: string): number | null | undefined => {
  const digits = westernDigits(text).trim();
  if (digits === '') return null;
  return /^\d{1,6}$/u.test(digits) ? Number(digits) : undefined;
};

/**
 * What the author of the form changed, with what stood there when the form was opened.
 *
 * @param opened the task as the author saw it, not as it stands by now
 * @returns null when nothing was changed
 */
export const changesOf = (
  opened: Task,
  form: TaskForm,
  timeZone?: string,
): Result<FieldChanges<TaskFields> | null, TaskFormError> => {
  const parsed = parseForm(form, timeZone);
  if (!parsed.ok) return parsed;
  const before = parseForm(formOf(opened, timeZone), timeZone);
  if (!before.ok) return before;
  const changed = fieldNames.filter((name) => parsed.value[name] !== before.value[name]);
  if (changed.length === 0) return ok(null);
  return ok({ set: pick(parsed.value, changed), base: pick(opened, changed) });
};

const fieldNames = [
  'kind',
  'title',
  'details',
  'site_id',
  'area_id',
  'priority',
  'due_at',
  'people_expected',
] as const satisfies readonly (keyof TaskFields)[];

const pick = (fields: TaskFields, names: readonly (keyof TaskFields)[]): Partial<TaskFields> =>
  Object.fromEntries(names.map((name) => [name, fields[name]]));
