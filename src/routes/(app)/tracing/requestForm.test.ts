import { describe, expect, it } from 'vitest';
import {
  emptyRequestForm,
  newRequestPayload,
  requestChangesOf,
  requestFormOf,
} from './requestForm';
import { requestRow } from './tracing.fixture';

const now = new Date('2024-12-20T12:00:00Z');
const empty = emptyRequestForm();
const named = { ...empty, names: { ...empty.names, given: ' خالد ' } };

describe('a new request', () => {
  it('says what is known, ends after a year, and nothing of a consent that nobody asked for', () => {
    expect(newRequestPayload(named, now)).toEqual({
      ok: true,
      value: { given: 'خالد', expires_at: '2025-12-20T23:59:59Z' },
    });
  });

  it('has the time of a consent, also of one that was refused', () => {
    expect(newRequestPayload({ ...named, share: 'none' }, now)).toMatchObject({
      value: { share_consent: 'none', consent_at: now.toISOString() },
    });
  });

  it('has what else they are called, which names somebody too, and where they are at home', () => {
    const called = { ...empty, aliases: ['حمودي'], aliasText: 'Hamoudi', home: 'SY03' };
    expect(newRequestPayload(called, now)).toEqual({
      ok: true,
      value: {
        also_known_as: ['حمودي', 'Hamoudi'],
        home_adm1_pcode: 'SY03',
        expires_at: '2025-12-20T23:59:59Z',
      },
    });
  });

  it('is kept for no longer than ten years, and not until a day that has passed', () => {
    const until = (day: string) =>
      newRequestPayload({ ...named, keep: { choice: 'day', day } }, now);
    expect(until('2034-12-20')).toMatchObject({ ok: true });
    expect(until('2034-12-21')).toEqual({ ok: false, error: { type: 'keep', fault: 'too_far' } });
    expect(until('2024-12-19')).toEqual({ ok: false, error: { type: 'keep', fault: 'past' } });
  });

  it('names somebody, and was not born in the future', () => {
    expect(newRequestPayload(empty, now)).toMatchObject({ error: { type: 'nobody_named' } });
    expect(newRequestPayload({ ...named, birthYear: '٢٠٣٠' }, now)).toMatchObject({
      error: { type: 'year_not_possible' },
    });
  });
});

describe('a change of a request', () => {
  const opened = requestRow({ given: 'خالد', expires_at: '2025-12-20T10:00:00Z' });

  it('is what was changed, with what stood there; a day that was left keeps its hour', () => {
    const form = requestFormOf(opened);
    expect(requestChangesOf(opened, form, now)).toEqual({ ok: true, value: null });
    const later = new Date('2026-01-01T00:00:00Z');
    expect(requestChangesOf(opened, form, later)).toEqual({ ok: true, value: null });
    form.contact = '+963 11 000';
    expect(requestChangesOf(opened, form, now)).toEqual({
      ok: true,
      value: { set: { seeker_contact: '+963 11 000' }, base: { seeker_contact: null } },
    });
  });
});
