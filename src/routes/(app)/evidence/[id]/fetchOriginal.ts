import type { Evidence } from '$lib/domain/rows';
import { partCount, partName } from '$lib/files/parts';
import { sha256Hex } from '$lib/files/sha256';
import type { OperationState } from '$lib/state/operation.svelte';
import type { Session } from '$lib/state/session.svelte';

interface Wanted {
  operation: OperationState;
  session: Session;
  item: Evidence;
  /** The id of the custody entry that says that it is looked at. */
  entry: string;
}

const tries = 20;
const betweenTriesMs = 500;

/**
 * Reads an original from the server, once the server has the entry that opens it [V4].
 * @throws Error when it cannot be had, or is not what was collected
 */
export const fetchOriginal = async ({ operation, session, item, entry }: Wanted): Promise<Blob> => {
  await operation.sendNow();
  await heardOf(operation, item.id, entry);
  const { storage } = await session.client();
  const parts: Blob[] = [];
  for (let part = 0; part < partCount(item.size_bytes); part += 1) {
    const path = `${item.operation_id}/${item.id}/${partName(part)}`;
    const { data, error } = await storage.from('evidence').download(path);
    if (error) throw new Error('not to be had');
    parts.push(data);
  }
  const whole = new Blob(parts, { type: item.media_type });
  if ((await sha256Hex(await whole.arrayBuffer())) !== item.sha256) throw new Error('other bytes');
  return whole;
};

/** Waits until the server has given the entry its hash; a phone without a network gives up. */
const heardOf = async (operation: OperationState, item: string, entry: string): Promise<void> => {
  for (let tried = 0; tried < tries; tried += 1) {
    const known = operation.custodyOf(item).find(({ id }) => id === entry);
    if (known && known.hash !== '') return;
    await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
  }
  throw new Error('not heard of');
};
