import { describe, expect, it } from 'vitest';
import { reportTransitions } from '$lib/domain/reports/transitions';
import { reportStatuses } from '$lib/domain/reports/vocabulary';
import { betterOnes } from './better';
import { mutationOf, planOf } from './bulk';
import { reportLike } from './report.fixture';

const idsOf = (reports: readonly { id: string }[]) => reports.map(({ id }) => id);

describe('one word on many', () => {
  it('goes to those whose status allows the step, and names the others', () => {
    for (const to of reportStatuses) {
      const reports = reportStatuses.map((status) => reportLike({ id: status, status }));
      const { possible, same, refused } = planOf(reports, { type: 'status', status: to });
      expect(idsOf(same)).toEqual([to]);
      expect(idsOf(possible)).toEqual(
        reportStatuses.filter((from) => from !== to && reportTransitions[from][to]),
      );
      expect(possible.length + same.length + refused.length).toBe(reports.length);
    }
  });

  it('leaves alone what has the grade or the team already', () => {
    const reports = [
      reportLike({ id: 'B2', reliability: 'B', credibility: '2' }),
      reportLike({ id: 'B3', reliability: 'B', credibility: '3', assigned_team_id: 'team' }),
    ];
    const grade = planOf(reports, { type: 'grade', reliability: 'B', credibility: '2' });
    expect([idsOf(grade.same), idsOf(grade.possible)]).toEqual([['B2'], ['B3']]);
    const team = planOf(reports, { type: 'assign', teamId: 'team' });
    expect([idsOf(team.same), idsOf(team.possible)]).toEqual([['B3'], ['B2']]);
  });

  it('has its reason, and none where nothing was written', () => {
    expect(mutationOf({ type: 'status', status: 'refuted' }, ' Nobody is left ')).toEqual({
      kind: 'report.status',
      payload: { status: 'refuted', reason: 'Nobody is left' },
    });
    expect(mutationOf({ type: 'assign', teamId: null }, ' ')).toEqual({
      kind: 'report.assign',
      payload: { assigned_team_id: null },
    });
  });
});

it('[D4] what says it better is of the same kind and stands itself, the nearest first', () => {
  const claim = reportLike({ id: 'claim', site_id: 'site', measure: 'people_held' });
  const all = [
    claim,
    reportLike({ id: 'lead', kind: 'lead', site_id: 'site' }),
    reportLike({ id: 'refuted', status: 'refuted', site_id: 'site' }),
    reportLike({ id: 'superseded', status: 'superseded', superseded_by: 'claim' }),
    reportLike({ id: 'elsewhere' }),
    reportLike({ id: 'near', site_id: 'site' }),
    reportLike({ id: 'nearest', site_id: 'site', measure: 'people_held' }),
  ];
  expect(idsOf(betterOnes(claim, all))).toEqual(['nearest', 'near', 'elsewhere']);
});
