import { expect, test } from 'vitest';
import { unheardPhones } from './unheard.ts';

const now = Date.parse('2024-12-08T12:00:00Z');
const phone = (seen_at: string | null) => ({ team_id: 'team', seen_at });

test('a phone is unheard when more than an hour has passed, and when it never was', () => {
  const phones = [
    phone('2024-12-08T10:59:00+00:00'),
    phone('2024-12-08T11:00:00+00:00'),
    phone(null),
    phone('2024-12-08T09:00:00+00:00'),
  ];
  expect(unheardPhones(phones, now).map(({ seen_at }) => seen_at)).toEqual([
    null,
    '2024-12-08T09:00:00+00:00',
    '2024-12-08T10:59:00+00:00',
  ]);
});

test('a phone with a clock behind the server’s hides nobody', () => {
  expect(unheardPhones([phone('2024-12-08T12:30:00+00:00')], now)).toEqual([]);
});
