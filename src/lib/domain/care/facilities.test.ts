import { describe, expect, test } from 'vitest';
import { facilityStanding } from './facilities.ts';
import type { BedKind } from './vocabulary.ts';

const report = (version: number, bed_kind: BedKind | null, services: string[] | null = null) => ({
  version,
  bed_kind,
  services,
});

describe('what a facility can take', () => {
  test('is the last word on each kind of bed and on the whole, each by itself', () => {
    const reports = [
      report(4, 'surgical'),
      report(7, null),
      report(2, 'general'),
      report(9, 'general'),
      report(3, null),
    ];
    const { whole, beds, services } = facilityStanding(reports);
    expect(whole?.version).toBe(7);
    expect(beds.map(({ version }) => version)).toEqual([9, 4]);
    expect(services).toBeNull();
  });

  test('keeps the services when a later report says nothing of them, not when it says none', () => {
    const named = report(1, null, ['Dialysis']);
    expect(facilityStanding([named, report(2, null)]).services).toBe(named);
    expect(facilityStanding([named, report(2, 'general', [])]).services?.services).toEqual([]);
  });

  test('is unknown where nobody has reported', () => {
    expect(facilityStanding([])).toEqual({ whole: null, beds: [], services: null });
  });
});
