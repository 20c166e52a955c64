import type { Transition } from '../transitions.ts';
import type { ReportStatus } from './vocabulary.ts';

const withReason: Transition = { needsReason: true };

/**
 * `reportTransitions[from][to]`: every step needs a reason, since others have acted on what stood
 * there. Nothing is final but to be superseded: then the newer report is the one to judge.
 * public.report_transitions() in the database is the same table; tests/db/vocabulary.test.ts compares them.
 */
export const reportTransitions: Readonly<
  Record<ReportStatus, Readonly<Partial<Record<ReportStatus, Transition>>>>
> = {
  unverified: {
    corroborated: withReason,
    disputed: withReason,
    refuted: withReason,
    superseded: withReason,
  },
  corroborated: { disputed: withReason, refuted: withReason, superseded: withReason },
  disputed: { corroborated: withReason, refuted: withReason, superseded: withReason },
  refuted: { unverified: withReason, disputed: withReason },
  superseded: {},
};
