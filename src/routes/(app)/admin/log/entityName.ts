import { nameOf } from '$lib/i18n/names';
import type { OperationState } from '$lib/state/operation.svelte';

type Names = Pick<OperationState, 'site' | 'team' | 'area' | 'task' | 'members' | 'operation'>;

/** The row that an entry is about, as far as this device knows it; "" for one that it does not. */
export const entityName = (entity: string | null, id: string | null, names: Names): string => {
  if (id === null) return '';
  if (entity === 'tasks') return names.task(id)?.code ?? '';
  if (entity === 'members') return names.members.find((one) => one.id === id)?.display_name ?? '';
  const row = rowOf(entity, id, names);
  return row ? nameOf(row) : '';
};

const rowOf = (entity: string | null, id: string, names: Names) => {
  if (entity === 'sites') return names.site(id);
  if (entity === 'teams') return names.team(id);
  if (entity === 'site_areas') return names.area(id);
  return entity === 'operations' ? names.operation : undefined;
};
