/** One tab of this browser talks to the server for all of them: the one that holds a lock [S5]. */

/**
 * Calls `lead` once, when this tab's turn has come: at once when no other tab has it, else when
 * that one is closed. Where there are no Web Locks every tab leads, which the ids make harmless [W4].
 * @returns how to let another tab lead, or to stop waiting
 */
export const waitToLead = (
  name: string,
  locks: Pick<LockManager, 'request'> | null,
  lead: () => void,
): (() => void) => {
  if (!locks) {
    lead();
    return () => undefined;
  }
  const leaving = new AbortController();
  const { signal } = leaving;
  const untilLeft = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
  });
  const hold = () => {
    if (!signal.aborted) lead();
    return untilLeft;
  };
  locks.request(name, { signal }, hold).catch(() => {
    // A browser that refuses locks to this page; leaving ends the wait with an error too.
    if (!signal.aborted) lead();
  });
  return () => leaving.abort();
};
