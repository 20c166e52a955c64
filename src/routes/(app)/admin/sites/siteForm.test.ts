import { describe, expect, it } from 'vitest';
import { aSite } from '../rows.fixture.ts';
import { emptySite, parseSite, pastedPosition, siteChanges, siteFormOf } from './siteForm.ts';

const none = new Set<string>();
const form = (given: Partial<ReturnType<typeof emptySite>>) => ({
  ...emptySite(),
  code: 'S-9',
  nameEn: 'Branch',
  ...given,
});

describe('a new site', () => {
  it('needs a code that no other site has, and a name', () => {
    expect(parseSite(emptySite(), none)).toMatchObject({
      error: { code: 'missing', name: 'missing' },
    });
    expect(parseSite(form({}), new Set(['S-9']))).toMatchObject({ error: { code: 'taken' } });
    expect(parseSite(form({}), none)).toMatchObject({ value: { name_ar: 'Branch', lat: null } });
  });

  it('has a whole position on the globe, or none', () => {
    expect(parseSite(form({ lat: '33.5' }), none)).toMatchObject({ error: { lon: 'missing' } });
    expect(parseSite(form({ lat: '91', lon: '200' }), none)).toMatchObject({
      error: { lat: 'not_a_latitude', lon: 'not_a_longitude' },
    });
    expect(parseSite(form({ lat: '٣٣٫٥', lon: '36.3' }), none)).toMatchObject({
      value: { lat: 33.5, lon: 36.3 },
    });
  });

  it('says how a position is known only when there is one', () => {
    expect(parseSite(form({ source: 'town', precisionM: '5000' }), none)).toMatchObject({
      value: { coord_source: null, coord_precision_m: null },
    });
  });

  it('has beds and services only where people are taken in, and no more free beds than beds', () => {
    const beds = { bedsTotal: '10', bedsFree: '11', services: 'surgery' };
    expect(parseSite(form({ kind: 'hospital', ...beds }), none)).toMatchObject({
      error: { bedsFree: 'more_than_total' },
    });
    expect(parseSite(form({ kind: 'civil_prison', ...beds }), none)).toMatchObject({
      value: { beds_total: null, beds_free: null, services: [] },
    });
  });
});

describe('the services of a site', () => {
  it('are codes where they are words of the list, in either language, and else as typed', () => {
    const services = 'Surgery\nجراحة\nغسيل الكلى\nIntensive care\nfood';
    expect(parseSite(form({ kind: 'hospital', services }), none)).toMatchObject({
      value: { services: ['surgery', 'dialysis', 'intensive_care', 'food'] },
    });
  });

  it('stand in the form in the reader’s language, and are not changed by being opened', () => {
    const opened = aSite({ services: ['intensive care', 'dialysis', 'food'] });
    expect(siteFormOf(opened).services).toBe('Intensive care\nDialysis\nfood');
    expect(siteChanges(opened, siteFormOf(opened), none)).toEqual({ ok: true, value: null });
  });
});

describe('a change of a site', () => {
  const opened = aSite();

  it('is none when nothing was changed', () => {
    expect(siteChanges(opened, siteFormOf(opened), none)).toEqual({ ok: true, value: null });
  });

  it('is none when the form only tidied what stood there', () => {
    const untidy = aSite({ name_en: ' North hospital ' });
    expect(siteChanges(untidy, siteFormOf(untidy), none)).toEqual({ ok: true, value: null });
  });

  it('names the changed fields alone, each with what its author saw', () => {
    const changed = { ...siteFormOf(opened), bedsFree: '9', aliases: 'Old hospital\nAl-Shamal' };
    expect(siteChanges(opened, changed, none)).toEqual({
      ok: true,
      value: {
        set: { beds_free: 9, aliases: ['Old hospital', 'Al-Shamal'] },
        base: { beds_free: 12, aliases: ['Old hospital'] },
      },
    });
  });
});

describe('a pasted position', () => {
  it.each(['33.665, 36.329', '33.665 36.329', '33.665,36.329', '33.665، 36.329', '33, 36'])(
    '%j is split in two',
    (text) => {
      expect(pastedPosition(text)).not.toBeNull();
    },
  );

  it.each(['33.665', '33,665', '33.1, 36.1, 5', 'Damascus', ''])('%j is none', (text) => {
    expect(pastedPosition(text)).toBeNull();
  });
});
