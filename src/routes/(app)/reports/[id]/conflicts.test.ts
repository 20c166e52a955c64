import { expect, it } from 'vitest';
import type { ReportEvent } from '$lib/domain/report-rows';
import { reportLike } from '../report.fixture';
import { openConflicts } from './conflicts';

const event = (over: Partial<ReportEvent>): ReportEvent => ({
  id: 'late',
  operation_id: 'operation',
  version: 2,
  created_at: '2024-12-08T10:00:00Z',
  updated_at: '2024-12-08T10:00:00Z',
  deleted_at: null,
  report_id: 'a',
  report_kind: 'claim',
  kind: 'status',
  reason: 'status_changed',
  why: 'Heard otherwise',
  actor_id: null,
  actor_role: 'coordinator',
  actor_team_id: null,
  detail: {},
  device_at: '2024-12-08T10:00:00Z',
  received_at: '2024-12-08T10:00:00Z',
  resolved_by: null,
  ...over,
});

it('[C6] a conflict is kept as it stands, or what was asked for is said again with its reason', () => {
  const wanted = { status: 'refuted', superseded_by: null };
  const late = event({ detail: { wanted } });
  const [conflict] = openConflicts(reportLike({ status: 'disputed' }), [late]);
  expect(conflict).toMatchObject({
    fields: [{ field: 'status', to: 'refuted', now: 'disputed' }],
    keep: { kind: 'report.update', payload: { set: {}, resolves: ['late'] } },
    take: {
      kind: 'report.status',
      payload: { status: 'refuted', reason: 'Heard otherwise', resolves: ['late'] },
    },
  });
});

it('[D4] what no step leads to any more cannot be taken', () => {
  const late = event({ detail: { wanted: { status: 'corroborated', superseded_by: null } } });
  const report = reportLike({ status: 'superseded', superseded_by: 'b' });
  expect(openConflicts(report, [late])[0]?.take).toBeNull();
});

it('each kind is taken by its own kind; what was decided is no conflict any more', () => {
  const wanted = { reliability: 'A', credibility: '1' };
  const grade = event({ kind: 'grade', detail: { wanted } });
  const task = event({ id: 'task', kind: 'task', detail: { wanted: { task_id: 't' } } });
  const decided = event({ id: 'decided', resolved_by: 'x' });
  const conflicts = openConflicts(reportLike(), [grade, task, decided]);
  expect(conflicts.map(({ take }) => take?.kind)).toEqual(['report.grade', 'report.task']);
});
