import { letterBoxName } from '$lib/sync/letters/letter-box-name';
import { joinTabs } from '$lib/sync/tabs';

/**
 * Delivers letters from any page, signed in or not [T2]. What delivers them is loaded when this
 * device has a letter box, or gets one; returns how to stop.
 */
export const deliverLetters = (): (() => void) => {
  const factory = (globalThis as { indexedDB?: IDBFactory }).indexedDB;
  if (!factory) return () => undefined;
  const stopping = new AbortController();
  let isBegun = false;
  const begin = async () => {
    if (isBegun || stopping.signal.aborted) return;
    isBegun = true;
    try {
      const { startCourier } = await import('./courier');
      startCourier(stopping.signal);
    } catch {
      // It could not be loaded: at the next change, or on the next page.
      isBegun = false;
    }
  };
  // A change in any tab, and in this page too.
  const tabs = joinTabs(letterBoxName, () => void begin());
  whenIdle(() => void hasLetterBox(factory).then((has) => (has ? begin() : undefined)));
  return () => {
    tabs.close();
    stopping.abort();
  };
};

/** Browsers before 2024 do not all tell: then it is looked into. */
const hasLetterBox = async (factory: Partial<IDBFactory>): Promise<boolean> => {
  try {
    const names = await factory.databases?.();
    return !names || names.some(({ name }) => name === letterBoxName);
  } catch {
    return true;
  }
};

/** The page that somebody waits for comes first. */
const whenIdle = (run: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: 5_000 });
  else setTimeout(run, 2_000);
};
