/** The order in which cases are listed, and on whom each waits. */
import type { HandoffCase, HandoffLimits, WaitingHandoff } from '$lib/domain/care/handoff';
import { handoffWaits, overdueHandoff, overdueHandoffs } from '$lib/domain/care/handoff';
import {
  triageCategories,
  type CareEventKind,
  type HandoffStatus,
  type TriageCategory,
} from '$lib/domain/care/vocabulary';

interface Listed extends HandoffCase {
  id: string;
  category: TriageCategory | null;
  created_at: string;
}

/** At an end, which can only be taken back. */
export const hasEnded = (status: HandoffStatus): boolean =>
  ['discharged', 'left', 'died'].includes(status);

/** Somebody whom nobody has looked at may be immediate: they come right after those who are. */
const rankOf = (category: TriageCategory | null): number =>
  category === null ? 0.5 : triageCategories.indexOf(category);

export interface Listing<Case> {
  /** They wait too long, the longest beyond its limit first. */
  overdue: Case[];
  /** By category, the newest first. */
  open: Case[];
  /** The newest first. */
  ended: Case[];
}

export const listCases = <Case extends Listed>(
  cases: readonly Case[],
  nowMs: number,
  limits: HandoffLimits,
): Listing<Case> => {
  const overdue = overdueHandoffs(cases, nowMs, limits);
  const late = new Set(overdue);
  const byTime = cases
    .filter((one) => !late.has(one))
    .toSorted((a, b) => b.created_at.localeCompare(a.created_at) || a.id.localeCompare(b.id));
  return {
    overdue,
    open: byTime
      .filter(({ handoff }) => !hasEnded(handoff))
      .toSorted((a, b) => rankOf(a.category) - rankOf(b.category)),
    ended: byTime.filter(({ handoff }) => hasEnded(handoff)),
  };
};

/**
 * When a case was opened, by the phone that did: the row itself only knows when the server heard of
 * it, which may be hours later. Without its opening, which may not be here yet, it is that.
 */
export const openingOf = (
  { created_at }: Pick<Listed, 'created_at'>,
  events: readonly { kind: CareEventKind; outcome: string; happened_at: string }[],
): string =>
  events.find(({ kind, outcome }) => kind === 'open' && outcome === 'applied')?.happened_at ??
  created_at;

export type WaitingUnit = 'minutes' | 'hours' | 'days';

/** Minutes while they say something, then whole hours, then days: "310 min" has to be reckoned first. */
export const inLargeUnits = (minutes: number): { count: number; unit: WaitingUnit } => {
  if (minutes < 120) return { count: minutes, unit: 'minutes' };
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? { count: hours, unit: 'hours' }
    : { count: Math.floor(hours / 24), unit: 'days' };
};

export interface Waiting {
  on: (typeof handoffWaits)[WaitingHandoff]['on'];
  minutes: number;
  limitMinutes: number;
  isOverdue: boolean;
}

/** On whom a case waits, and for how long; null where nobody is awaited. */
export const waitingOf = (
  care: Pick<HandoffCase, 'handoff' | 'handoff_happened_at' | 'deleted_at'>,
  nowMs: number,
  limits: HandoffLimits,
): Waiting | null => {
  if (!(care.handoff in handoffWaits)) return null;
  const status = care.handoff as WaitingHandoff;
  const { on, limitMinutes } = handoffWaits[status];
  return {
    on,
    // A phone's clock may be behind the server's.
    minutes: Math.max(0, Math.floor((nowMs - Date.parse(care.handoff_happened_at)) / 60_000)),
    limitMinutes: limits[status] ?? limitMinutes,
    isOverdue: overdueHandoff(care, nowMs, limits) !== null,
  };
};
