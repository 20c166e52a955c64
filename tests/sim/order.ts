/** In which order things happened, and what may not stand beside what. */
import type { Ended, Event } from './checks.ts';

/** What one phone recorded about one row is in the log in the order in which it was recorded. */
export const faultsInOrder = ({ ledger, phones }: Ended, events: readonly Event[]): string[] => {
  const faults: string[] = [];
  const last = new Map<string, { place: number; id: string }>();
  for (const { id, entity_id, reason } of events) {
    // It changes nothing, whenever it comes [W13].
    if (reason === 'withdrawn') continue;
    const entry = ledger.entries.get(id);
    if (!entry || entry.seq === null) continue;
    // In two tabs at once it is the storage that says what came first; but there, what takes the
    // place of another has the place of that one.
    const isAlone = phones[entry.phone]?.options.tabs === 1;
    if (!isAlone && entry.replaces !== null) continue;
    const place = isAlone ? entry.made : entry.seq;
    const key = `${entry.phone} ${String(entity_id)}`;
    const before = last.get(key);
    if (before && before.place > place)
      faults.push(
        `Phone ${entry.phone}: ${id} (${place}) came after ${before.id} (${before.place}).`,
      );
    // It may come before what was made earlier and still waits [K7], never after what was made later.
    else if (entry.replaces === null) last.set(key, { place, id });
  }
  return faults;
};

/** What took the place of a record does not stand beside it [W13], [W14]. */
export const faultsInReplacements = (
  { ledger }: Pick<Ended, 'ledger'>,
  events: readonly Event[],
): string[] => {
  const faults: string[] = [];
  const applied = new Map(
    events.filter(({ outcome }) => outcome === 'applied').map((event) => [event.id, event]),
  );
  for (const [id, { replaces }] of ledger.entries) {
    const event = applied.get(id);
    if (!event) continue;
    for (let at = replaces; at !== null; at = ledger.get(at).replaces) {
      const replaced = applied.get(at);
      // A discarding may come too late, but nothing comes after it.
      if (replaced && (event.kind !== 'record.discard' || replaced.seq > event.seq))
        faults.push(`${event.kind} ${id} stands beside ${at}, in whose place it is.`);
    }
  }
  return faults;
};
