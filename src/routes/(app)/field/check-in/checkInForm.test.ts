import { describe, expect, it } from 'vitest';
import { parseCheckIn, type CheckInForm } from './checkInForm.ts';

const now = Date.parse('2024-12-08T10:00:00Z');
const form: CheckInForm = {
  where: 'nowhere',
  siteId: '',
  position: null,
  back: { type: 'minutes', minutes: 60 },
  status: 'on_site',
  note: '',
};
const position = { lat: 33.66512, lon: 36.32891, accuracyM: 18 };

describe('a check-in', () => {
  it('says when the team is expected back', () => {
    expect(parseCheckIn(form, 'on_site', now)).toEqual({
      ok: true,
      value: { site_id: null, note: null, expected_back_at: '2024-12-08T11:00:00.000Z' },
    });
  });

  it('expects nobody when the team is out', () => {
    expect(parseCheckIn({ ...form, back: { type: 'out' } }, 'on_site', now)).toMatchObject({
      value: { expected_back_at: null },
    });
  });

  it('is not taken without an answer to when: silence must not switch the alarm off', () => {
    expect(parseCheckIn({ ...form, back: null }, 'on_site', now)).toMatchObject({
      error: { type: 'back_missing' },
    });
    const noTime = { ...form, back: { type: 'time' as const, time: '' } };
    expect(parseCheckIn(noTime, 'on_site', now)).toMatchObject({ error: { type: 'back_missing' } });
  });

  it('carries a position only when the person chose to give it', () => {
    expect(parseCheckIn({ ...form, where: 'here', position }, 'on_site', now)).toMatchObject({
      value: { lat: 33.66512, lon: 36.32891, accuracy_m: 18 },
    });
    const given = parseCheckIn({ ...form, position, siteId: 'site' }, 'on_site', now);
    expect(given.ok && given.value).not.toHaveProperty('lat');
    expect(given).toMatchObject({ value: { site_id: null } });
  });

  it('tells which answer is missing', () => {
    expect(parseCheckIn({ ...form, where: 'site' }, 'on_site', now)).toMatchObject({
      error: { type: 'site_missing' },
    });
    expect(parseCheckIn({ ...form, where: 'here' }, 'on_site', now)).toMatchObject({
      error: { type: 'position_missing' },
    });
  });

  it('changes the status of the team only when another was chosen', () => {
    const same = parseCheckIn(form, 'on_site', now);
    expect(same.ok && same.value).not.toHaveProperty('status');
    expect(parseCheckIn(form, 'en_route', now)).toMatchObject({ value: { status: 'on_site' } });
  });
});
