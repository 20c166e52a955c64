import { expect, it } from 'vitest';
import { saidAt } from './said-at.ts';

const received_at = '2024-12-08T12:00:00Z';

it.each([
  ['2024-12-08T05:00:00Z', 'what waited for a network'],
  ['2024-12-01T12:00:00Z', 'seven days before'],
  [received_at, 'at once'],
])('[W11] is the time of the phone: %s, %s', (device_at) =>
  expect(saidAt({ device_at, received_at })).toBe(device_at),
);

it.each([
  ['2024-12-08T12:00:01Z', 'after it came in'],
  ['2024-12-01T11:59:59Z', 'more than seven days before'],
  ['', 'none'],
])('[W11] is the time of the arrival, where the phone says %s: %s', (device_at) =>
  expect(saidAt({ device_at, received_at })).toBe(received_at),
);
