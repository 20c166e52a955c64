import { describe, expect, it } from 'vitest';
import { facilityChoices } from './facility-order.ts';

const site = (id: string, lat: number | null, said: object = {}) => ({
  id,
  kind: 'hospital',
  lat,
  lon: 36,
  beds_free: null,
  beds_at: null,
  services: [] as string[],
  ...said,
});
const report = (site_id: string, version: number, said: object) => ({
  site_id,
  version,
  bed_kind: null,
  beds_free: null,
  services: null,
  status: 'open' as const,
  reported_at: `2024-12-08T0${String(version)}:00:00Z`,
  ...said,
});
const here = { lat: 33, lon: 36 };
const order = (...asked: Parameters<typeof facilityChoices>) =>
  facilityChoices(...asked).map(({ site: { id } }) => id);

describe('the order of facilities', () => {
  it('is by distance among the open ones, and where nobody knows where it is comes last', () => {
    const sites = [site('far', 35), site('lost', null), site('near', 33.1)];
    const reports = sites.map(({ id }) => report(id, 1, {}));
    expect(order(sites, reports, here)).toEqual(['near', 'far', 'lost']);
  });

  it('has the full ones after those that nobody has spoken of, and the closed ones last', () => {
    const sites = [site('closed', 33), site('full', 33), site('unknown', 34), site('open', 35)];
    const reports = (['closed', 'full', 'open'] as const).map((status) =>
      report(status, 1, { status }),
    );
    expect(order(sites, reports, here)).toEqual(['open', 'unknown', 'full', 'closed']);
  });

  it('counts one without a free bed among the full ones, whatever it says of itself', () => {
    const sites = [site('no bed', 33), site('unknown', 34), site('beds', 35)];
    const reports = [
      report('no bed', 1, {}),
      report('no bed', 2, { bed_kind: 'general', beds_free: 0 }),
      report('beds', 3, { bed_kind: 'general', beds_free: 1 }),
    ];
    expect(order(sites, reports, here)).toEqual(['beds', 'unknown', 'no bed']);
  });

  it('goes by the last word', () => {
    const sites = [site('was full', 35), site('is full', 33)];
    const reports = [
      report('was full', 1, { status: 'full' }),
      report('was full', 2, { status: 'open' }),
      report('is full', 3, { status: 'full' }),
    ];
    expect(order(sites, reports, here)).toEqual(['was full', 'is full']);
  });

  it('has hospitals and clinics only, and stands without a place to measure from', () => {
    const sites = [site('prison', 33, { kind: 'military_prison' }), site('h', 34)];
    expect(order(sites, [], undefined)).toEqual(['h']);
  });
});

describe('the order of facilities where a service is needed', () => {
  const sites = [
    site('not said', 33.1),
    site('no', 33),
    site('yes', 34),
    site('by its site', 33.9, { services: ['Surgery'] }),
  ];
  const said = [
    report('no', 1, { services: ['dialysis'] }),
    report('yes', 2, { services: ['surgery'], status: 'full' }),
    report('not said', 3, {}),
  ];

  it('has those first that have it, full or not, then those that did not say, then those without', () => {
    expect(order(sites, said, here, 'surgery')).toEqual(['by its site', 'yes', 'not said', 'no']);
    expect(order(sites, said, here)).toEqual(['no', 'not said', 'by its site', 'yes']);
  });

  it('has closed ones last, whatever they have', () => {
    const closed = report('yes', 4, { status: 'closed' });
    expect(order(sites, [...said, closed], here, 'surgery').at(-1)).toBe('yes');
  });

  it('goes by the last report that names services, before what the site has', () => {
    const none = report('by its site', 5, { services: [] });
    const later = report('by its site', 6, { status: 'open' });
    const [last] = facilityChoices(sites, [...said, none, later], here, 'surgery').toReversed();
    expect([last?.site.id, last?.has, last?.services?.at]).toEqual([
      'by its site',
      'no',
      none.reported_at,
    ]);
  });

  it('leaves none out', () => {
    expect(order(sites, said, here, 'burns')).toHaveLength(sites.length);
  });
});

describe('what is said of a facility', () => {
  const only = (
    sites: Parameters<typeof facilityChoices>[0],
    reports: Parameters<typeof facilityChoices>[1],
  ) => facilityChoices(sites, reports, here)[0];

  it('has the free beds of all kinds, as old as the oldest count among them', () => {
    const reports = [
      report('h', 1, { bed_kind: 'general', beds_free: 3 }),
      report('h', 2, { bed_kind: 'surgical', beds_free: 2 }),
    ];
    expect(only([site('h', 33)], reports)?.beds).toEqual({
      free: 5,
      at: '2024-12-08T01:00:00Z',
      byKind: [
        { kind: 'general', free: 3 },
        { kind: 'surgical', free: 2 },
      ],
    });
  });

  it('has the beds of its site where nobody has reported any', () => {
    const beds = { beds_free: 7, beds_at: '2024-12-07T00:00:00Z' };
    expect(only([site('h', 33, beds)], [])?.beds).toEqual({
      free: 7,
      at: beds.beds_at,
      byKind: [],
    });
    expect(only([site('h', 33)], [])?.beds).toBeNull();
  });

  it('is open while one kind of its beds is, where nobody has spoken of the whole', () => {
    const reports = [
      report('h', 2, { bed_kind: 'general', status: 'full' }),
      report('h', 1, { bed_kind: 'surgical', status: 'open' }),
    ];
    expect(only([site('h', 33)], reports)?.status?.is).toBe('open');
    expect(
      only([site('h', 33)], [...reports, report('h', 3, { status: 'closed' })])?.status?.is,
    ).toBe('closed');
  });

  it('is not known where nobody has said anything', () => {
    expect(only([site('h', 33)], [])?.status).toBeNull();
  });
});
