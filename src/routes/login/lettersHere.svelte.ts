import { LeaseBook } from '$lib/state/lease-book';
import { readStoredSession } from '$lib/state/stored-session';
import { Stores } from '$lib/state/stores';
import { tidy } from '$lib/state/tidying';

/** The records of wiped phones, this one or before, that are on their way to the server [T2]. */
export class LettersHere {
  count = $state(0);

  /** Counts, and again with every change; returns how to stop. */
  watch(): () => void {
    const stores = new Stores(localStorage);
    const box = stores.letterBox;
    const read = async () => {
      const letters = (await box?.all()) ?? [];
      this.count = letters.filter(
        ({ why, state }) => why === 'wiped' && state === 'waiting',
      ).length;
    };
    const unsubscribe = box?.subscribe(() => void read().catch(() => undefined));
    const present = readStoredSession(document.cookie)?.user.id ?? null;
    void tidy(stores, new LeaseBook(localStorage), Date.now(), present)
      .then(read)
      .catch(() => undefined);
    return () => {
      unsubscribe?.();
      void box?.close();
    };
  }
}
