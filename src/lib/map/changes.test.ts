import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unsentVersion } from '$lib/sync/layer';
import { RecentChanges } from './changes.ts';

describe('what has just changed', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const opened = () => {
    let ids: ReadonlySet<string> = new Set();
    const changes = new RecentChanges((published) => (ids = published));
    changes.observe([{ id: 'a', version: 1 }], false);
    changes.observe(
      [
        { id: 'a', version: 1 },
        { id: 'b', version: 2 },
      ],
      true,
    );
    return {
      observe: (entries: { id: string; version: number }[]) => changes.observe(entries, true),
      shown: () => [...ids],
    };
  };

  it('is nothing when the screen opens, and while its rows arrive', () => {
    expect(opened().shown()).toEqual([]);
  });

  it('is what came with a newer version, or for the first time', () => {
    const changes = opened();
    changes.observe([
      { id: 'a', version: 3 },
      { id: 'b', version: 2 },
      { id: 'c', version: 4 },
    ]);
    expect(changes.shown()).toEqual(['a', 'c']);
  });

  it('is no record of this phone that the server has taken, but what comes after it', () => {
    const changes = opened();
    changes.observe([{ id: 'a', version: unsentVersion }]);
    vi.runAllTimers();
    changes.observe([{ id: 'a', version: 3 }]);
    expect(changes.shown()).toEqual([]);
    changes.observe([{ id: 'a', version: 4 }]);
    expect(changes.shown()).toEqual(['a']);
  });

  it('is forgotten after some seconds, each change by itself', () => {
    const changes = opened();
    changes.observe([{ id: 'a', version: 3 }]);
    vi.advanceTimersByTime(3_000);
    changes.observe([{ id: 'b', version: 4 }]);
    vi.advanceTimersByTime(3_000);
    expect(changes.shown()).toEqual(['b']);
    vi.advanceTimersByTime(3_000);
    expect(changes.shown()).toEqual([]);
  });
});
