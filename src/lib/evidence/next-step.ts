import type { Evidence } from '$lib/domain/rows';
import type { OutboxRecord } from '$lib/sync/outbox';
import { isPending, isProblem } from '$lib/sync/outbox';
import { unsentVersion } from '$lib/sync/layer';

/** What has to be done next for a file that lies on this phone [E2], as a table of conditions. */
export type NextStep =
  /** It was kept, and the app ended before it was recorded. */
  | 'record'
  /** The server has to take a record first. */
  | 'wait'
  /** Its record was refused or given up: a person decides, and the file stays meanwhile. */
  | 'stuck'
  | 'upload'
  | 'check'
  /** The server has the very bytes: the phone need not keep them any longer. */
  | 'settle'
  /** The server has other bytes: the phone keeps its own. */
  | 'mismatch';

export interface FileState {
  isRecorded: boolean;
  item: Evidence | undefined;
  /** The outbox's records about the item. */
  records: readonly OutboxRecord[];
}

export const nextStep = ({ isRecorded, item, records }: FileState): NextStep => {
  if (!item) return isRecorded || records.length > 0 ? 'stuck' : 'record';
  const storing = records.filter(({ mutation }) => mutation.kind === 'evidence.stored');
  if (item.version === unsentVersion || storing.some(isPending)) return 'wait';
  if (item.stored_at === null) return storing.some(isProblem) ? 'stuck' : 'upload';
  if (item.checked_sha256 === null) return 'check';
  return item.checked_sha256 === item.sha256 ? 'settle' : 'mismatch';
};
