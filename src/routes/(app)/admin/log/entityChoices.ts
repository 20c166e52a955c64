import { fold } from '$lib/i18n/fold';
import { nameOf } from '$lib/i18n/names';
import type { OperationState } from '$lib/state/operation.svelte';

export interface EntityChoice {
  id: string;
  label: string;
}

const mostChoices = 20;

/** Tasks, sites, teams and accounts whose code or name has the text in it; the first twenty. */
export const entityChoices = (
  text: string,
  { tasks, sites, teams, members }: Pick<OperationState, 'tasks' | 'sites' | 'teams' | 'members'>,
): EntityChoice[] => {
  const wanted = fold(text);
  if (wanted === '') return [];
  const found: EntityChoice[] = [];
  const offer = (id: string, label: string, words: string): boolean => {
    if (fold(words).includes(wanted)) found.push({ id, label });
    return found.length >= mostChoices;
  };
  for (const { id, code, title } of tasks) {
    if (offer(id, title ? `${code} · ${title}` : code, `${code} ${title ?? ''}`)) return found;
  }
  for (const row of [...teams, ...sites]) {
    const words = `${row.code} ${row.name_en} ${row.name_ar}`;
    if (offer(row.id, `${row.code} · ${nameOf(row)}`, words)) return found;
  }
  for (const { id, display_name } of members) {
    if (offer(id, display_name, display_name)) return found;
  }
  return found;
};
