import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaState, areaStates, areaTree, searchedShare, siteCoverage } from './coverage.ts';
import type { AreaSearch, SiteArea } from './rows.ts';
import { searchMethods, searchResults } from './vocabulary.ts';

const synced = {
  operation_id: 'o',
  created_at: '2024-12-08T09:00:00Z',
  updated_at: '2024-12-08T09:00:00Z',
  deleted_at: null,
};
let version = 0;
const search = (over: Partial<AreaSearch> = {}): AreaSearch => ({
  ...synced,
  id: `s${version}`,
  version: (version += 1),
  area_id: 'room',
  site_id: 'site',
  team_id: 'a',
  task_id: null,
  method: 'visual',
  result: 'nothing_found',
  note: null,
  searched_at: '2024-12-08T10:00:00Z',
  ...over,
});
const area = (
  id: string,
  parent_id: string | null = null,
  over: Partial<SiteArea> = {},
): SiteArea => ({
  ...synced,
  id,
  version: 1,
  site_id: 'site',
  parent_id,
  level: parent_id === null ? 'building' : 'room',
  name_en: id,
  name_ar: id,
  access: 'unknown',
  sort: 0,
  note: null,
  ...over,
});

describe('the state of a room', () => {
  test('is unreached while nobody has searched it', () => {
    expect(areaState([])).toBe('unreached');
  });

  test('is searched after one look that found nothing', () => {
    expect(areaState([search()])).toBe('searched');
  });

  test('is not cleared by the same team looking twice in the same way', () => {
    expect(areaState([search(), search()])).toBe('searched');
  });

  test.each([{ team_id: 'b' }, { method: 'dog' as const }])(
    'is cleared by a second look that differs: %o',
    (difference) => {
      expect(areaState([search(), search(difference)])).toBe('cleared');
    },
  );

  test('is open again when people were found, and the earlier looks no longer count', () => {
    const found = search({ result: 'people_found' });
    expect(areaState([search(), search({ team_id: 'b' }), found])).toBe('searched');
    expect(areaState([search({ team_id: 'b' }), found, search()])).toBe('searched');
  });

  test('is blocked when the newest word is that it cannot be entered', () => {
    expect(areaState([search(), search({ result: 'inaccessible' })])).toBe('blocked');
  });

  test('is cleared when it was sealed for evidence', () => {
    expect(areaState([search({ result: 'sealed_for_evidence' })])).toBe('cleared');
  });
});

describe('coverage', () => {
  test('counts rooms, not the corridors and buildings around them', () => {
    const areas = [
      area('building'),
      area('wing', 'building'),
      area('r1', 'wing'),
      area('r2', 'wing'),
    ];
    const coverage = siteCoverage(areas, [search({ area_id: 'r1' })]);
    expect(coverage).toEqual({
      total: 2,
      byState: { unreached: 1, blocked: 0, searched: 1, cleared: 0 },
    });
    expect(searchedShare(coverage)).toBe(0.5);
  });

  test('of a site without known areas is not a number', () => {
    expect(searchedShare(siteCoverage([], []))).toBeNull();
  });

  test('keeps an area whose parent is missing, and leaves out what was deleted', () => {
    const areas = [
      area('lost', 'nowhere'),
      area('gone', null, { deleted_at: '2024-12-09T00:00:00Z' }),
    ];
    expect(areaTree(areas, []).map((node) => node.area.id)).toEqual(['lost']);
  });

  test('is the sum of its rooms, whatever was searched in whatever order it arrived', () => {
    const rooms = ['r1', 'r2', 'r3', 'r4'];
    const anySearch = fc.record({
      area_id: fc.constantFrom(...rooms),
      method: fc.constantFrom(...searchMethods),
      result: fc.constantFrom(...searchResults),
      team_id: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(
        fc.array(anySearch, { maxLength: 30 }).chain((drawn) => {
          const searches = drawn.map((over) => search(over));
          const shuffled = fc.shuffledSubarray(searches, { minLength: searches.length });
          return fc.tuple(fc.constant(searches), shuffled);
        }),
        ([searches, shuffled]) => {
          const areas = [area('building'), ...rooms.map((room) => area(room, 'building'))];
          const states = rooms.map((room) =>
            areaState(searches.filter((entry) => entry.area_id === room)),
          );
          const { total, byState } = siteCoverage(areas, shuffled);
          expect(total).toBe(rooms.length);
          for (const state of areaStates)
            expect(byState[state]).toBe(states.filter((each) => each === state).length);
        },
      ),
    );
  });

  test('a building is cleared only when every room is', () => {
    const areas = [area('building'), area('r1', 'building'), area('r2', 'building')];
    const twice = (area_id: string) => [search({ area_id }), search({ area_id, team_id: 'b' })];
    expect(areaTree(areas, twice('r1'))[0]?.state).toBe('searched');
    expect(areaTree(areas, [...twice('r1'), ...twice('r2')])[0]?.state).toBe('cleared');
  });
});
