import { overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { describe, expect, test } from 'vitest';
import { ageInWords, dateAndTime, dateOnly, timeOfDay } from './dates';
import { nameOf } from './names';
import { fileSize, inMegabytes, inNumbers, inPercent } from './numbers';

const minute = 60_000;
const hour = 60 * minute;
const read = (locale: 'en' | 'ar') => overwriteGetLocale(() => locale);

describe('age in words', () => {
  test('names the largest unit that has passed whole, never more', () => {
    read('en');
    expect(ageInWords(59_000)).toBe('now');
    expect(ageInWords(minute)).toBe('1 min ago');
    expect(ageInWords(hour + 59 * minute)).toBe('1 hr ago');
    expect(ageInWords(47 * hour)).toBe('yesterday');
    expect(ageInWords(73 * hour)).toBe('3 days ago');
  });

  test('tells what is to come as well', () => {
    read('en');
    expect(ageInWords(-90 * minute)).toBe('in 1 hr');
    expect(ageInWords(-30_000)).toBe('now');
  });

  test('has the plural forms of Arabic', () => {
    read('ar');
    expect(ageInWords(2 * hour)).toBe('قبل ساعتين');
    expect(ageInWords(3 * hour)).toBe('قبل 3 ساعات');
    expect(ageInWords(11 * hour)).toBe('قبل 11 ساعة');
  });
});

describe('times', () => {
  const night = '2024-12-08T23:30:00Z';

  test('are those of the operation, wherever the reader is', () => {
    read('en');
    expect(dateAndTime(night)).toBe('9 Dec 2024, 02:30');
    expect(timeOfDay(night)).toBe('02:30');
    expect(dateOnly(night)).toBe('9 Dec 2024');
    expect(timeOfDay(night, 'UTC')).toBe('23:30');
  });

  test('in Arabic have the month names of Syria and the digits of every code', () => {
    read('ar');
    expect(dateOnly(night)).toBe('9 كانون الأول 2024');
    expect(timeOfDay(night)).toBe('02:30');
  });
});

test('numbers have the same digits in both languages', () => {
  for (const locale of ['en', 'ar'] as const) {
    read(locale);
    expect(inNumbers(136_614)).toBe('136,614');
    expect(inPercent(0.845)).toContain('85');
  }
});

test('a name is given in the reader’s language, or in the other where there is none', () => {
  const both = { name_en: 'Red Building', name_ar: 'المبنى الأحمر' };
  read('ar');
  expect(nameOf(both)).toBe('المبنى الأحمر');
  expect(nameOf({ ...both, name_ar: ' ' })).toBe('Red Building');
  read('en');
  expect(nameOf(both)).toBe('Red Building');
});

test('what takes space on the phone is never said to take none', () => {
  read('en');
  expect([10, 42_206, 99_999, 100_000].map(fileSize)).toEqual([
    '1 kB',
    '42 kB',
    '100 kB',
    '0.1 MB',
  ]);
  expect(inMegabytes(1)).toBe('0.1 MB');
  expect(inMegabytes(0)).toBe('0 MB');
  expect(inMegabytes(4_240_000)).toBe('4.2 MB');
});
