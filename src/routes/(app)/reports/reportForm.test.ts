import { describe, expect, it } from 'vitest';
import { emptyReportForm, newReportPayload, reportChangesOf, reportFormOf } from './reportForm';
import { reportLike } from './report.fixture';

const nowhere = { siteId: null, areaId: null, taskId: null };
const form = (over: Partial<ReturnType<typeof emptyReportForm>> = {}) => ({
  ...emptyReportForm('claim', nowhere),
  text: 'All are out',
  ...over,
});

describe('a new report', () => {
  it('is what was said, without what nobody knows', () => {
    expect(newReportPayload(form())).toEqual({
      ok: true,
      value: { kind: 'claim', text: 'All are out', reliability: 'F', credibility: '6' },
    });
  });

  it('counts exactly, more than, or between, in whatever digits', () => {
    const figure = { measure: 'people_freed', from: '٣٥٠٠', to: '٤٠٠٠' } as const;
    const ends = (exactness: 'exact' | 'or_more' | 'between') => {
      const read = newReportPayload(form({ ...figure, exactness }));
      return read.ok ? [read.value.figure_from, read.value.figure_to] : read.error.type;
    };
    expect(ends('exact')).toEqual([3500, 3500]);
    expect(ends('or_more')).toEqual([3500, undefined]);
    expect(ends('between')).toEqual([3500, 4000]);
  });

  it.each([
    ['text', { text: ' ' }],
    ['from', { measure: 'people_held', from: 'many' }],
    ['from', { measure: 'people_held', from: '' }],
    ['to', { measure: 'people_held', exactness: 'between', from: '10', to: '9' }],
    ['link', { link: 'javascript:alert(1)' }],
    ['link', { link: 'ftp://example.org' }],
    ['too_long', { source: 'x'.repeat(201) }],
  ] as const)('names %s when it is at fault', (type, over) => {
    expect(newReportPayload(form(over))).toEqual({ ok: false, error: { type } });
  });

  it('keeps a code and an informant out of a claim, whatever was typed before', () => {
    const secrets = { accessCode: '1207', informant: 'A guard' };
    const claim = newReportPayload(form(secrets));
    expect(JSON.stringify(claim)).not.toMatch(/1207|guard/u);
    const lead = newReportPayload(form({ ...secrets, kind: 'lead' }));
    expect(lead).toMatchObject({ value: { access_code: '1207', informant: 'A guard' } });
  });

  it('completes an address, and has one place', () => {
    const placed = { link: 'example.org/1', adm1Pcode: 'SY03' };
    expect(newReportPayload(form(placed))).toMatchObject({
      value: { link: 'https://example.org/1', adm1_pcode: 'SY03' },
    });
    const atSite = newReportPayload(form({ ...placed, place: { ...nowhere, siteId: 'site' } }));
    expect(atSite.ok && atSite.value).not.toHaveProperty('adm1_pcode');
  });
});

describe('[D3] a change', () => {
  const opened = reportLike({ measure: 'people_held', figure_from: 3, figure_to: 3 });

  it('is nothing where nothing was changed', () => {
    expect(reportChangesOf(opened, reportFormOf(opened))).toEqual({ ok: true, value: null });
  });

  it('has a figure whole, with what stood there', () => {
    const changed = reportChangesOf(opened, { ...reportFormOf(opened), exactness: 'or_more' });
    expect(changed).toEqual({
      ok: true,
      value: {
        set: { measure: 'people_held', figure_from: 3, figure_to: null },
        base: { measure: 'people_held', figure_from: 3, figure_to: 3 },
      },
    });
  });

  it('has a place whole, and never names in a claim what belongs to a lead', () => {
    const changed = reportChangesOf(opened, {
      ...reportFormOf(opened),
      adm1Pcode: 'SY04',
      informant: 'A guard',
    });
    expect(changed).toMatchObject({
      value: { set: { site_id: null, area_id: null, adm1_pcode: 'SY04' } },
    });
    expect(JSON.stringify(changed)).not.toContain('informant');
  });
});
