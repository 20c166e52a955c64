import { describe, expect, it } from 'vitest';
import { phoneTime, saidAt } from './phone-time.ts';

it('the time of the phone is told when it differs by more than five minutes, in either direction', () => {
  const received_at = '2024-12-08T10:00:00Z';
  const early = '2024-12-08T09:54:59Z';
  const late = '2024-12-08T10:05:01Z';
  expect(phoneTime({ received_at, device_at: early })).toBe(early);
  expect(phoneTime({ received_at, device_at: late })).toBe(late);
  expect(phoneTime({ received_at, device_at: '2024-12-08T09:55:00Z' })).toBeNull();
});

describe('[W11] when something was said', () => {
  const received_at = '2024-12-08T12:00:00Z';
  it.each([
    ['2024-12-08T05:00:00Z', 'it waited for a network'],
    ['2024-12-01T12:00:00Z', 'it came seven days later'],
    [received_at, 'it came at once'],
  ])('is the time of the phone, %s: %s', (device_at) =>
    expect(saidAt({ device_at, received_at })).toBe(device_at),
  );
  it.each([
    ['2024-12-08T12:00:01Z', 'later than it came'],
    ['2024-12-01T11:59:59Z', 'more than seven days before'],
    ['', 'none at all'],
  ])('is when it came, where the phone says %s: %s', (device_at) =>
    expect(saidAt({ device_at, received_at })).toBe(received_at),
  );
});
