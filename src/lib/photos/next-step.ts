import type { PersonPhoto } from '$lib/domain/rows';
import type { OutboxRecord } from '$lib/sync/outbox';
import { isPending, isProblem } from '$lib/sync/outbox';
import { unsentVersion } from '$lib/sync/layer';

/** What has to be done next for a photograph that waits on this phone [E2], as a table of conditions. */
export type NextStep =
  /** It was kept, and the app ended before it was recorded. */
  | 'record'
  /** The server has to take a record first. */
  | 'wait'
  /** Its record was refused: a person decides, and the picture stays meanwhile. */
  | 'stuck'
  /** It does not stand: the server says whether it was taken away, and then the picture goes [G4]. */
  | 'ask'
  | 'upload'
  /** The server has it: what stays is what this phone shows. */
  | 'settle';

export interface PhotoState {
  isRecorded: boolean;
  /** The photograph, as long as it stands. */
  photo: PersonPhoto | undefined;
  /** The outbox's records about it. */
  records: readonly OutboxRecord[];
}

export const nextStep = ({ isRecorded, photo, records }: PhotoState): NextStep => {
  const isWaiting = records.some(isPending);
  if (!photo) {
    if (!isRecorded && records.length === 0) return 'record';
    if (isWaiting) return 'wait';
    return records.some(({ state }) => state === 'refused') ? 'stuck' : 'ask';
  }
  if (photo.version === unsentVersion || isWaiting) return 'wait';
  if (photo.stored_at !== null) return 'settle';
  return records.some(isProblem) ? 'stuck' : 'upload';
};
