import { describe, expect, it } from 'vitest';
import type { SiteArea, Task } from '$lib/domain/rows';
import { placeOf } from './place';

const known = {
  task: (id: string | null) =>
    id === 't' ? ({ id, site_id: 's', area_id: 'a' } as Task) : undefined,
  area: (id: string | null) => (id === 'a' ? ({ id, site_id: 's' } as SiteArea) : undefined),
  currentSiteId: 'here',
};
const place = (query: string) => placeOf(new URLSearchParams(query), known);

describe('the place of a record', () => {
  it('is that of the task that it belongs to', () => {
    expect(place('task=t')).toEqual({ siteId: 's', areaId: 'a', taskId: 't' });
  });

  it('is the room, with its site', () => {
    expect(place('area=a')).toEqual({ siteId: 's', areaId: 'a', taskId: null });
  });

  it('is the site that is named, else the one where the team is', () => {
    expect(place('site=x')).toEqual({ siteId: 'x', areaId: null, taskId: null });
    expect(place('')).toEqual({ siteId: 'here', areaId: null, taskId: null });
  });

  it('is not what this phone does not know', () => {
    expect(place('task=gone&area=gone')).toEqual({ siteId: 'here', areaId: null, taskId: null });
  });
});
