import { describe, expect, it } from 'vitest';
import { countOf, listOf, namesOf, numberOf } from './reading.ts';

describe('a number that was typed', () => {
  it.each([
    ['33.5', 33.5],
    ['33,5', 33.5],
    ['٣٣٫٥', 33.5],
    ['۳۳.۵', 33.5],
    [' -12 ', -12],
    ['\u200f36\u200e', 36],
    ['', null],
    ['  ', null],
    ['12a', undefined],
    ['1e5', undefined],
    ['1.2.3', undefined],
    ['Infinity', undefined],
  ])('%j is %j', (typed, number) => {
    expect(numberOf(typed)).toBe(number);
  });

  it.each([
    ['12', 12],
    ['0', 0],
    ['', null],
    ['-1', undefined],
    ['1.5', undefined],
  ])('%j counts as %j', (typed, count) => {
    expect(countOf(typed)).toBe(count);
  });
});

it('a list has its parts once, by commas of either script, semicolons and lines', () => {
  expect(listOf('a, b؛ c،a\n d ,,')).toEqual(['a', 'b', 'c', 'd']);
});

it('a name in one language alone stands in both', () => {
  expect(namesOf(' North ', '')).toEqual({ name_en: 'North', name_ar: 'North' });
  expect(namesOf('', 'الشمال')).toEqual({ name_en: 'الشمال', name_ar: 'الشمال' });
});
