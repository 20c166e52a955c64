import { describe, expect, it } from 'vitest';
import { dayBounds } from './days.ts';
import { isFiltered, logFilterQuery, noFilters, parseLogFilters } from './filters.ts';
import { delayMs, fieldsOf, isSealed, parseEvents } from './readEvent.ts';

describe('a day', () => {
  it('begins at midnight of the operation, not of the reader', () => {
    expect(dayBounds('2024-12-08', 'Asia/Damascus')).toEqual({
      from: '2024-12-07T21:00:00.000Z',
      before: '2024-12-08T21:00:00.000Z',
    });
  });

  it('may have 23 or 25 hours', () => {
    expect(dayBounds('2024-03-31', 'Europe/Berlin')).toEqual({
      from: '2024-03-30T23:00:00.000Z',
      before: '2024-03-31T22:00:00.000Z',
    });
    expect(dayBounds('2024-10-27', 'Europe/Berlin')).toEqual({
      from: '2024-10-26T22:00:00.000Z',
      before: '2024-10-27T23:00:00.000Z',
    });
  });

  it.each(['', '2024-13-01', 'yesterday', '2024-12-8'])('is not %j', (text) => {
    expect(dayBounds(text, 'UTC')).toBeNull();
  });
});

describe('the filters of the log', () => {
  const filters = {
    kind: 'task.status',
    outcome: 'conflict',
    actor: 'a0000000-0000-4000-8000-000000000001',
    entity: 'a0000000-0000-4000-8000-000000000002',
    day: '2024-12-08',
  } as const;

  it('survive the address', () => {
    expect(parseLogFilters(new URLSearchParams(logFilterQuery(filters)))).toEqual(filters);
    expect(logFilterQuery(noFilters)).toBe('');
    expect(isFiltered(noFilters)).toBe(false);
    expect(isFiltered(filters)).toBe(true);
  });

  it('take nothing from an address that they do not know', () => {
    const odd = 'kind=a,b&outcome=lost&actor=1&entity=x.eq.y&day=today';
    expect(parseLogFilters(new URLSearchParams(odd))).toEqual(noFilters);
  });
});

describe('an entry of the log', () => {
  it('tells the fields that were set, before and after', () => {
    const payload = { set: { name_en: 'B', sort: 1 }, base: { name_en: 'A' } };
    expect(fieldsOf({ payload })).toEqual([
      { name: 'name_en', before: 'A', after: 'B' },
      { name: 'sort', after: 1 },
    ]);
  });

  it('tells a status and a holder with what their author saw', () => {
    expect(fieldsOf({ payload: { status: 'done', from: 'in_progress', reason: null } })).toEqual([
      { name: 'status', before: 'in_progress', after: 'done' },
      { name: 'reason', after: null },
    ]);
    expect(fieldsOf({ payload: { team_id: 'b', from_team_id: null } })).toEqual([
      { name: 'team_id', before: null, after: 'b' },
    ]);
  });

  it('of which the log has the fingerprint alone is no list of fields', () => {
    const sealed = { sealed: 'ab'.repeat(32) };
    expect(isSealed({ payload: sealed })).toBe(true);
    expect(fieldsOf({ payload: sealed })).toEqual([]);
    const discarded = { ...sealed, record_id: 'b', kind: 'person.create' };
    expect(fieldsOf({ payload: discarded }).map(({ name }) => name)).toEqual(['record_id', 'kind']);
    expect(isSealed({ payload: { reason: 'expired' } })).toBe(false);
  });

  it('tells how long it was on its way, when the phone had a clock', () => {
    const received_at = '2024-12-08T10:00:00+00:00';
    expect(delayMs({ received_at, device_at: '2024-12-08T07:30:00Z' })).toBe(9_000_000);
    expect(delayMs({ received_at, device_at: null })).toBeNull();
  });

  it('is refused when the server sends something else', () => {
    expect(() => parseEvents([{ id: 'x' }])).toThrow();
  });
});
