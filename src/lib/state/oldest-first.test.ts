import { unsentVersion } from '$lib/sync/layer';
import { describe, expect, it } from 'vitest';
import { oldestFirst } from './oldest-first';

const entry = (id: string, version: number, received_at: string) => ({ id, version, received_at });
const order = (...entries: ReturnType<typeof entry>[]) => oldestFirst(entries).map(({ id }) => id);

describe('a history', () => {
  it('[C6] keeps a conflict in its place once it is decided', () => {
    const decided = entry('conflict', 9, '2024-12-08T08:00:00+00:00');
    const later = entry('later', 5, '2024-12-08T08:10:00+00:00');
    const decision = entry('decision', 9, '2024-12-08T08:20:00.5+00:00');
    expect(order(decision, later, decided)).toEqual(['conflict', 'later', 'decision']);
  });

  it('[N3] [F6] [D7] is in order when it comes back with what it belongs to', () => {
    const times = ['', '.000001', '.1', '.100001', '.12'].map(
      (part) => `2024-12-08T08:00:00${part}+00:00`,
    );
    const entries = times.map((time, index) => entry(String(index), 7, time));
    expect(order(...entries.toReversed())).toEqual(['0', '1', '2', '3', '4']);
  });

  it('has what came in one batch in the order of the versions', () => {
    const at = '2024-12-08T08:00:00+00:00';
    expect(order(entry('second', 3, at), entry('first', 2, at))).toEqual(['first', 'second']);
  });

  it('[K2] ends with what only this phone has, whatever its clock says', () => {
    const unsent = entry('unsent', unsentVersion, '1994-01-01T00:00:00.000Z');
    expect(order(unsent, entry('sent', 2, '2024-12-08T08:00:00+00:00'))).toEqual([
      'sent',
      'unsent',
    ]);
  });
});
