import type { Report } from '$lib/domain/report-rows';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import { newId } from '$lib/sync/ids';

/**
 * Makes a task of a lead [D6]. Tasks are everybody's to read: it has the lead's place, and no word of it.
 * The team that the lead is assigned to holds it, where the author may say so; otherwise nobody.
 *
 * @throws StorageError when the phone cannot keep it; a task that is kept without its lead is a task
 */
export const makeTaskOf = async (
  operation: Pick<OperationState, 'mutate' | 'actor'>,
  lead: Report,
): Promise<void> => {
  const task = newId();
  const { role, teamId } = operation.actor;
  const held = lead.assigned_team_id;
  const mayHold = role === 'admin' || held === teamId;
  await operation.mutate('task.create', task, {
    kind: 'search',
    title: m.reports_task_title(),
    priority: 'high',
    site_id: lead.site_id,
    area_id: lead.area_id,
    team_id: mayHold ? held : null,
  });
  await operation.mutate('report.task', lead.id, { task_id: task });
};
