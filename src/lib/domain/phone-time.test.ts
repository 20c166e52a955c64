import { expect, it } from 'vitest';
import { phoneTime } from './phone-time.ts';

it('the time of the phone is told when it differs by more than five minutes, in either direction', () => {
  const received_at = '2024-12-08T10:00:00Z';
  const early = '2024-12-08T09:54:59Z';
  const late = '2024-12-08T10:05:01Z';
  expect(phoneTime({ received_at, device_at: early })).toBe(early);
  expect(phoneTime({ received_at, device_at: late })).toBe(late);
  expect(phoneTime({ received_at, device_at: '2024-12-08T09:55:00Z' })).toBeNull();
});
