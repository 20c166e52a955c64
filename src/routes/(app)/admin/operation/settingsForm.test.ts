import { describe, expect, it } from 'vitest';
import { anOperation } from '../rows.fixture.ts';
import { parseSettings, settingsChanges, settingsFormOf } from './settingsForm.ts';
import { checkTileUrl, tileAt } from './tileUrl.ts';

const form = (given: Partial<ReturnType<typeof settingsFormOf>>) => ({
  ...settingsFormOf(anOperation()),
  ...given,
});

describe('the settings of an operation', () => {
  it('without any have the defaults, and opening the form changes nothing', () => {
    const opened = anOperation();
    expect(settingsFormOf(opened)).toMatchObject({
      graceMinutes: '0',
      lockHours: '72',
      idleMinutes: '15',
      leaseHours: '168',
      pinRequired: false,
      timeZone: 'Asia/Damascus',
    });
    expect(settingsChanges(opened, settingsFormOf(opened))).toEqual({ ok: true, value: null });
  });

  it('are one field, so that two halves of them never mix', () => {
    const opened = anOperation({ settings: { checkin_grace_minutes: 10, lock_after_hours: 24 } });
    expect(settingsChanges(opened, { ...settingsFormOf(opened), graceMinutes: '٢٠' })).toEqual({
      ok: true,
      value: {
        set: {
          settings: {
            checkin_grace_minutes: 20,
            lock_after_hours: 24,
            lock_idle_minutes: 15,
            lease_hours: 168,
            pin_required: false,
            time_zone: 'Asia/Damascus',
          },
        },
        base: { settings: { checkin_grace_minutes: 10, lock_after_hours: 24 } },
      },
    });
  });

  it('say what is wrong in each field', () => {
    const wrong = form({
      nameEn: '',
      nameAr: ' ',
      tileUrl: 'https://tiles.example.org/{z}/{x}/{y}.png',
      graceMinutes: '-1',
      lockHours: '0',
      idleMinutes: '241',
      leaseHours: 'x',
    });
    expect(parseSettings(wrong)).toEqual({
      ok: false,
      error: {
        type: 'settings_form',
        name: 'missing',
        tileAttribution: 'missing',
        graceMinutes: 'not_minutes',
        lockHours: 'not_hours',
        idleMinutes: 'not_minutes',
        leaseHours: 'not_hours',
      },
    });
  });

  it('[Q2] never let the lease end before the phone locks', () => {
    expect(parseSettings(form({ lockHours: '48', leaseHours: '47' }))).toMatchObject({
      error: { leaseHours: 'shorter_than_lock' },
    });
    expect(parseSettings(form({ lockHours: '48', leaseHours: '48' })).ok).toBe(true);
    // An operation that locks late and says nothing of the lease can be saved as it is.
    const late = settingsFormOf(anOperation({ settings: { lock_after_hours: 500 } }));
    expect(late.leaseHours).toBe('500');
    expect(parseSettings(late).ok).toBe(true);
  });
});

describe('the address of tiles', () => {
  it.each([
    ['https://{s}.tiles.example.org/{z}/{x}/{y}{r}.png', null],
    ['https://tiles.example.org/{z}/{y}/{x}?key=1', null],
    ['http://tiles.example.org/{z}/{x}/{y}.png', 'not_https'],
    ['tiles.example.org/{z}/{x}/{y}', 'not_https'],
    ['javascript:{z}{x}{y}', 'not_https'],
    ['https://tiles.example.org/{z}/{x}.png', 'no_placeholders'],
    ['https://tiles.example.org/{z}/{x}/{y}/{token}', 'unknown_placeholder'],
    ['https://me:secret@tiles.example.org/{z}/{x}/{y}', 'has_password'],
  ])('%s: %s', (template, fault) => {
    expect(checkTileUrl(template)).toBe(fault);
  });

  it('of one tile is where slippy maps have it', () => {
    expect(tileAt('{z}/{x}/{y}', 0, 0, 1)).toBe('1/1/1');
    expect(tileAt('{z}/{x}/{y}', 33.5138, 36.2765, 10)).toBe('10/615/410');
  });
});
