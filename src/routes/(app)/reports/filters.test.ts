import { describe, expect, it } from 'vitest';
import { gradeBand, listedReports, noFilters, type DeskFilters } from './filters';
import { reportLike } from './report.fixture';

const place = { adm1Pcode: 'SY03', place: 'Red Building' };
const idsOf = (filters: Partial<DeskFilters>, ...reports: Parameters<typeof reportLike>[0][]) =>
  listedReports(
    reports.map((over) => reportLike(over)),
    { ...noFilters, ...filters },
    () => place,
  ).map(({ id }) => id);

describe('the desk', () => {
  it('shows what waits for a decision first, then the newest', () => {
    const old = { id: 'old', reported_at: '2024-12-07T10:00:00Z' };
    expect(idsOf({}, old, { id: 'new' }, { ...old, id: 'review', needs_review: true })).toEqual([
      'review',
      'new',
      'old',
    ]);
  });

  it('shows the kind, the status and the grade that were asked for, and what nobody looks into', () => {
    const lead = { id: 'lead', kind: 'lead', assigned_team_id: 'team' } as const;
    const refuted = {
      id: 'refuted',
      status: 'refuted',
      reliability: 'A',
      credibility: '1',
    } as const;
    const review = { id: 'review', needs_review: true };
    const all = [lead, refuted, review] as const;
    expect(idsOf({ kind: 'lead' }, ...all)).toEqual(['lead']);
    expect(idsOf({ status: 'refuted' }, ...all)).toEqual(['refuted']);
    expect(idsOf({ status: 'review' }, ...all)).toEqual(['review']);
    expect(idsOf({ grade: 'strong' }, ...all)).toEqual(['refuted']);
    expect(idsOf({ unassigned: true }, ...all)).toEqual(['review', 'refuted']);
    expect(idsOf({ adm1Pcode: 'SY04' }, ...all)).toEqual([]);
  });

  it('finds words in what is said, who says it and where, however Arabic writes them', () => {
    const said = { id: 'said', text: 'خرج الجميع من الأبنية', source: 'رابطة' };
    expect(idsOf({ text: 'الابنيه' }, said)).toEqual(['said']);
    expect(idsOf({ text: 'رابطة red' }, said)).toEqual(['said']);
    expect(idsOf({ text: 'رابطة white' }, said)).toEqual([]);
  });

  it('never finds a lead by its code or by who told', () => {
    const lead = { id: 'x', kind: 'lead', access_code: '7719', informant: 'Salem' } as const;
    expect(idsOf({ text: '7719' }, lead)).toEqual([]);
    expect(idsOf({ text: 'Salem' }, lead)).toEqual([]);
  });
});

it('a grade is unjudged where half of it is', () => {
  expect(gradeBand({ reliability: 'F', credibility: '1' })).toBe('unjudged');
  expect(gradeBand({ reliability: 'A', credibility: '6' })).toBe('unjudged');
  expect(gradeBand({ reliability: 'B', credibility: '2' })).toBe('strong');
  expect(gradeBand({ reliability: 'B', credibility: '3' })).toBe('weak');
});
