import { describe, expect, it } from 'vitest';
import { indexSites, indexTeams, maxZoom, type View } from './clusters.ts';
import { aPlacedSite, aPlacedTeam } from './rows.fixture.ts';

const syria = (zoom: number): View => ({ west: 35, south: 32, east: 43, north: 38, zoom });
const town = { lat: 34.727, lon: 36.723 };

describe('sites on the map', () => {
  it('stand apart when there is room between them', () => {
    const index = indexSites([
      aPlacedSite({ id: 'a', lat: 33, lon: 36 }),
      aPlacedSite({ id: 'b', lat: 36, lon: 40 }),
    ]);
    const placed = index.inView(syria(7));
    expect(placed.map(({ kind, key }) => [kind, key]).toSorted()).toEqual([
      ['one', 'a'],
      ['one', 'b'],
    ]);
  });

  it('share one mark when they are too close, with how many of them need attention', () => {
    const index = indexSites([
      aPlacedSite({ id: 'a', lat: 33.5, lon: 36.27 }, { criticalTasks: 2 }),
      aPlacedSite({ id: 'b', lat: 33.501, lon: 36.271 }),
      aPlacedSite({ id: 'c', lat: 33.502, lon: 36.272 }, { toReview: 1 }),
    ]);
    expect(index.inView(syria(8))).toMatchObject([{ kind: 'many', count: 3, attention: 2 }]);
  });

  it('at one point stay together at every zoom, and can be listed', () => {
    const index = indexSites([
      aPlacedSite({ id: 'a', ...town }),
      aPlacedSite({ id: 'b', ...town }),
    ]);
    const [cluster] = index.inView(syria(maxZoom));
    if (cluster?.kind !== 'many') throw new Error('no cluster');
    expect(index.splitZoom(cluster.clusterId)).toBeNull();
    expect(index.entriesOf(cluster.clusterId).map(({ site }) => site.id)).toEqual(['a', 'b']);
  });

  it('near each other fall apart at a zoom that the map has', () => {
    const index = indexSites([
      aPlacedSite({ id: 'a', ...town }),
      aPlacedSite({ id: 'b', lat: town.lat + 0.002, lon: town.lon }),
    ]);
    const [cluster] = index.inView(syria(8));
    if (cluster?.kind !== 'many') throw new Error('no cluster');
    const zoom = index.splitZoom(cluster.clusterId);
    expect(zoom).toBeLessThanOrEqual(maxZoom);
    expect(index.inView(syria(zoom ?? 0))).toHaveLength(2);
  });

  it('are left out where their position is not known', () => {
    expect(indexSites([aPlacedSite({ lat: null, lon: null })]).inView(syria(7))).toEqual([]);
  });
});

describe('teams on the map', () => {
  it('need attention when they are overdue', () => {
    const index = indexTeams([aPlacedTeam({ overdue: true }), aPlacedTeam()]);
    expect(index.inView(syria(9))).toMatchObject([{ kind: 'many', count: 2, attention: 1 }]);
  });
});
