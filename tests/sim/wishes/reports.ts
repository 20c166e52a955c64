/** Claims and leads: what somebody says, and what somebody should look into. */
import { maySeeLeads, mayWriteReports } from '../../../src/lib/domain/permissions.ts';
import type { ReportFields } from '../../../src/lib/domain/report-payloads.ts';
import type { Report } from '../../../src/lib/domain/report-rows.ts';
import { reportTransitions } from '../../../src/lib/domain/reports/transitions.ts';
import type { ReportStatus } from '../../../src/lib/domain/reports/vocabulary.ts';
import {
  credibilities,
  measures,
  reliabilities,
  reportStatuses,
} from '../../../src/lib/domain/reports/vocabulary.ts';
import type { KindsOfWishes, Seen } from './wish.ts';
import { broughtBack, placeOf, reasonFor, some, words } from './wish.ts';

const whole = (seen: Seen): Partial<ReportFields> => ({ ...placeOf(seen), adm1_pcode: null });

const figure = ({ dice }: Seen): Partial<ReportFields> => {
  const from = dice.int(400);
  const to = dice.chance(0.5) ? from + dice.int(100) : null;
  return { measure: dice.pick(measures), figure_from: from, figure_to: to };
};

/** The conflicts that a later word on a report settles on its way. */
const settling = ({ replica, dice }: Seen, report: Report): { resolves?: string[] } => {
  const resolves = replica
    .by('report_events', report.id)
    .filter(({ reason, resolved_by }) => reason !== null && resolved_by === null)
    .map(({ id }) => id)
    .toSorted();
  return resolves.length > 0 && dice.chance(0.5) ? { resolves } : {};
};

const onReport =
  <P>(make: (report: Report, seen: Seen) => P) =>
  (seen: Seen): { entityId: string; payload: P & { resolves?: string[] } } | null => {
    const report = some(seen.dice, seen.replica.all('reports'));
    if (!report) return null;
    return {
      entityId: report.id,
      payload: { ...make(report, seen), ...settling(seen, report) },
    };
  };

const superseding = ({ replica, dice }: Seen, { id, kind }: Report): string | null =>
  some(
    dice,
    replica.all('reports').filter((other) => other.kind === kind && other.id !== id),
  )?.id ?? null;

const changed = onReport(({ kind }, seen) => {
  const { dice } = seen;
  const set = dice.weighted<Partial<ReportFields> & { deleted?: boolean }>([
    [4, { text: `${dice.pick(words)} ${dice.int(4)}` }],
    [3, figure(seen)],
    [2, whole(seen)],
    [1, kind === 'lead' ? { access_code: `${dice.int(9_999)}` } : { source: 'radio' }],
    [0.7, { deleted: true }],
  ]);
  return { set };
});

export const reportWishes: KindsOfWishes<`report.${'create' | 'update' | 'grade' | 'status' | 'assign' | 'task'}`> =
  {
    'report.create': {
      weight: 12,
      may: mayWriteReports,
      make: (seen) => {
        const { dice } = seen;
        const kind = dice.pick(['claim', 'lead'] as const);
        // An access code has no place in a claim: who tries it is refused.
        const hasCode = kind === 'lead' ? dice.chance(0.5) : dice.chance(0.03);
        return {
          entityId: dice.uuid(),
          payload: {
            kind,
            text: dice.pick(words),
            ...whole(seen),
            ...(dice.chance(0.5) ? figure(seen) : {}),
            ...(hasCode ? { access_code: '1207', informant: 'a neighbour' } : {}),
          },
        };
      },
    },
    'report.update': {
      weight: 12,
      may: mayWriteReports,
      make: (seen) => broughtBack(seen, 'report.update') ?? changed(seen),
    },
    'report.grade': {
      weight: 12,
      may: mayWriteReports,
      make: onReport((_report, { dice }) => ({
        reliability: dice.pick(reliabilities),
        credibility: dice.pick(credibilities),
      })),
    },
    'report.status': {
      weight: 12,
      may: mayWriteReports,
      make: onReport((report, seen) => {
        const { dice } = seen;
        const next = Object.keys(reportTransitions[report.status]) as ReportStatus[];
        const any = dice.pick(reportStatuses);
        const status = dice.chance(0.05) ? any : (dice.pick(next) ?? any);
        const better = status === 'superseded' ? superseding(seen, report) : null;
        return {
          status,
          reason: reasonFor(dice),
          ...(better === null ? {} : { superseded_by: better }),
        };
      }),
    },
    'report.assign': {
      weight: 12,
      may: mayWriteReports,
      make: onReport((_report, { dice, replica }) => ({
        assigned_team_id: dice.chance(0.25) ? null : (some(dice, replica.all('teams'))?.id ?? null),
      })),
    },
    'report.task': {
      weight: 12,
      may: maySeeLeads,
      make: (seen) => {
        const { dice, replica } = seen;
        const reports = replica.all('reports').filter(({ kind }) => kind === 'lead');
        const lead = some(dice, reports);
        if (!lead) return null;
        const task = dice.chance(0.2) ? undefined : some(dice, replica.all('tasks'));
        return {
          entityId: lead.id,
          payload: { task_id: task?.id ?? null, ...settling(seen, lead) },
        };
      },
    },
  };
