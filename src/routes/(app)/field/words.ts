/** Rows of the operation in words, for the field screens. */
import type { Rows, SiteArea, TaskEvent } from '$lib/domain/rows';
import { dateAndTime, timeOfDay } from '$lib/i18n/dates';
import { isolated } from '$lib/i18n/isolated';
import { priorityWords, roleWords, taskKindWords } from '$lib/i18n/labels';
import { nameOf } from '$lib/i18n/names';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import type { FieldChange, TaskFieldName } from './tasks/[id]/readEvent.ts';

/** An area with those around it, the largest first: "Red Building › Level -1 › Wing A". */
export const areaPath = (operation: OperationState, area: SiteArea): string => {
  const names: string[] = [];
  const seen = new Set<string>();
  let at: SiteArea | undefined = area;
  while (at && !seen.has(at.id)) {
    seen.add(at.id);
    names.unshift(nameOf(at));
    at = operation.area(at.parent_id);
  }
  return names.join(' › ');
};

/** Site and room: "Saidnaya › Red Building › Wing A"; null where nobody wrote it down. */
export const placePath = (
  operation: OperationState,
  { site_id, area_id }: Pick<Rows['tasks'], 'site_id' | 'area_id'>,
): string | null => {
  const site = operation.site(site_id);
  const area = operation.area(area_id);
  if (!site) return null;
  return area ? `${nameOf(site)} › ${areaPath(operation, area)}` : nameOf(site);
};

/** A date and time on the operation's clock. @param at ISO time */
export const timeWords = (operation: OperationState, at: string): string =>
  dateAndTime(at, operation.operation.settings.time_zone);

/** The same for what is near: "14:05" within 12 hours, where the day goes without saying. */
export const nearTimeWords = (operation: OperationState, at: string, nowMs: number): string =>
  Math.abs(Date.parse(at) - nowMs) < 12 * 60 * 60_000
    ? timeOfDay(at, operation.operation.settings.time_zone)
    : timeWords(operation, at);

/** A team by name; nobody by saying so; a team that is not on this phone by a dash. */
export const teamName = (operation: OperationState, teamId: string | null): string => {
  if (teamId === null) return m.field_held_by_nobody();
  const team = operation.team(teamId);
  return team ? nameOf(team) : '-';
};

/** Who asked: by role and team, never by a person's name. */
export const actorWords = (
  operation: OperationState,
  event: Pick<TaskEvent, 'actor_role' | 'actor_team_id'>,
): string => {
  const role = roleWords[event.actor_role]();
  const team = operation.team(event.actor_team_id);
  return team ? m.field_history_who({ role, team: nameOf(team) }) : role;
};

export const fieldNameWords: Readonly<Record<TaskFieldName, () => string>> = {
  kind: m.field_form_kind,
  title: m.field_form_title,
  details: m.field_form_details,
  site_id: m.field_form_site,
  area_id: m.field_form_area,
  priority: m.field_form_priority,
  due_at: m.field_form_due,
  people_expected: m.field_form_people,
};

/** The value of a changed field, before or after. */
export const valueWords = (
  operation: OperationState,
  { field }: FieldChange,
  value: FieldChange['from'],
): string => {
  if (value === null || value === undefined || value === '') return m.field_fact_none();
  if (typeof value === 'number') return String(value);
  switch (field) {
    case 'kind':
      return wordIn(taskKindWords, value);
    case 'priority':
      return wordIn(priorityWords, value);
    case 'site_id':
      return nameIn(operation.site(value));
    case 'area_id':
      return nameIn(operation.area(value));
    case 'due_at':
      return timeWords(operation, value);
    default:
      return isolated(value);
  }
};

const wordIn = (words: Readonly<Record<string, () => string>>, key: string): string =>
  words[key]?.() ?? key;

const nameIn = (row: Rows['sites'] | SiteArea | undefined): string => (row ? nameOf(row) : '-');
