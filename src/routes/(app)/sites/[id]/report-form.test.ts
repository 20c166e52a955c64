import { describe, expect, it } from 'vitest';
import { parseReport, type ReportForm } from './report-form';

const form = (said: Partial<ReportForm>): ReportForm => ({
  about: 'general',
  status: 'open',
  free: '',
  total: '',
  services: null,
  ...said,
});

describe('what a facility reports', () => {
  it('has the beds of one kind, and leaves open what nobody counted', () => {
    expect(parseReport(form({ free: '٣' }))).toEqual({
      ok: true,
      value: { status: 'open', bed_kind: 'general', beds_free: 3, beds_total: null },
    });
  });

  it('has no beds where it is about the whole', () => {
    expect(parseReport(form({ about: 'whole', status: 'full', free: '3' }))).toEqual({
      ok: true,
      value: { status: 'full' },
    });
  });

  it('has services only where it is about the whole and says so, none of them included', () => {
    const whole = (services: string[] | null) => parseReport(form({ about: 'whole', services }));
    expect(whole(['surgery'])).toMatchObject({ value: { status: 'open', services: ['surgery'] } });
    expect(whole([])).toMatchObject({ value: { services: [] } });
    for (const parsed of [whole(null), parseReport(form({ services: ['surgery'] }))])
      expect(parsed).not.toHaveProperty('value.services');
  });

  it.each([
    [{ status: null }, { type: 'no_status' }],
    [{ free: 'few' }, { type: 'wrong', field: 'free' }],
    [{ total: '2.5' }, { type: 'wrong', field: 'total' }],
    [{ free: '4', total: '3' }, { type: 'more_free_than_beds' }],
  ] satisfies [Partial<ReportForm>, object][])('is not sent as %o', (said, error) => {
    expect(parseReport(form(said))).toEqual({ ok: false, error });
  });
});
