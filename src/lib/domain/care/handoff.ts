/**
 * The chain that hands a care case from one pair of hands to the next. Nobody is handed over by
 * being sent off: only when the facility's own medic has said so is a person received.
 */
import type { HandoffStatus } from './vocabulary.ts';

export interface HandoffStep {
  /** Refused without a reason in words. */
  needsReason: boolean;
  /**
   * The facility that the step names: `any`; `another` than the one that the case has; or null where
   * the step leaves the facility as it is.
   */
  facility: 'any' | 'another' | null;
  /** Who may say so: whoever cares for the person, or only a medic of the facility. */
  by: 'carer' | 'facility';
}

const plain: HandoffStep = { needsReason: false, facility: null, by: 'carer' };
const withReason: HandoffStep = { ...plain, needsReason: true };
const toFacility: HandoffStep = { ...plain, facility: 'any' };
const toAnother: HandoffStep = { ...plain, facility: 'another' };
const byFacility: HandoffStep = { ...plain, by: 'facility' };

/** With whom, or why: people have been taken away by families that were not theirs. */
const leaves = { left: withReason, died: plain };

/**
 * `handoffs[from][to]` exists when the step is allowed. A transfer is the step from `received` back
 * to `transport_requested`, with another facility. The three ends can be taken back with a reason:
 * a slip of the thumb must not leave somebody for dead.
 */
export const handoffs: Readonly<
  Record<HandoffStatus, Readonly<Partial<Record<HandoffStatus, HandoffStep>>>>
> = {
  registered: { triaged: plain, ...leaves },
  triaged: {
    transport_requested: toFacility,
    // The vehicle stands at the door, and nobody had to be asked.
    in_transport: toFacility,
    // Treated on the spot.
    discharged: plain,
    ...leaves,
  },
  transport_requested: { in_transport: plain, triaged: withReason, ...leaves },
  in_transport: {
    // Where the vehicle came in the end, which may be another than it set out for.
    arrived: toFacility,
    // Turned back at a checkpoint, or broken down.
    transport_requested: { ...toFacility, needsReason: true },
    ...leaves,
  },
  arrived: {
    received: byFacility,
    not_received: { ...byFacility, needsReason: true },
    ...leaves,
  },
  not_received: {
    transport_requested: toAnother,
    in_transport: toAnother,
    received: byFacility,
    ...leaves,
  },
  received: {
    discharged: byFacility,
    transport_requested: { ...toAnother, by: 'facility' },
    left: { ...withReason, by: 'facility' },
    died: byFacility,
  },
  discharged: { triaged: withReason },
  left: { triaged: withReason },
  died: { triaged: withReason },
};

/** The step from one status to another, or undefined when the table does not allow it. */
export const handoffStep = (from: HandoffStatus, to: HandoffStatus): HandoffStep | undefined =>
  handoffs[from][to];

/** The statuses that can follow, in the table's order. */
export const nextHandoffs = (from: HandoffStatus): HandoffStatus[] =>
  Object.keys(handoffs[from]) as HandoffStatus[];

export interface HandoffRequest {
  to: HandoffStatus;
  reason: string | null;
  /** The facility that the step names; null where it names none. */
  facilityId: string | null;
  /** The facility whose medic takes the step; null for everyone else. */
  medicOf: string | null;
}

interface Journey {
  id: string;
  version: number;
  outcome: 'applied' | 'conflict';
  to_status: HandoffStatus | null;
  actor_id: string | null;
}

/** The account that last set out with the person; null where nobody has, or nobody knows who. */
export const setOutBy = (events: readonly Journey[]): string | null =>
  events
    .filter(({ outcome, to_status }) => outcome === 'applied' && to_status === 'in_transport')
    .toSorted((a, b) => a.version - b.version)
    .at(-1)?.actor_id ?? null;

/**
 * The facility for which a medic may speak; null for everyone else. Until a facility has received
 * the person, whoever set out with them cannot be the one who confirms it.
 *
 * @param broughtBy see `setOutBy`
 */
export const medicOf = (
  { role, userId }: { role: string; userId: string },
  present: Pick<HandoffCase, 'handoff' | 'facility_id'>,
  broughtBy: string | null,
): string | null =>
  role === 'medic' && (present.handoff === 'received' || userId !== broughtBy)
    ? present.facility_id
    : null;

export interface HandoffRefusal {
  type:
    'no_such_step' | 'reason_missing' | 'facility_missing' | 'same_facility' | 'not_the_facility';
}

/** Why a step is refused, or null when it is allowed. */
export const handoffRefusal = (
  present: Pick<HandoffCase, 'handoff' | 'facility_id'>,
  asked: HandoffRequest,
): HandoffRefusal | null => {
  const step = handoffStep(present.handoff, asked.to);
  if (!step) return { type: 'no_such_step' };
  if (step.by === 'facility' && (asked.medicOf === null || asked.medicOf !== present.facility_id))
    return { type: 'not_the_facility' };
  if (step.needsReason && !asked.reason?.trim()) return { type: 'reason_missing' };
  if (step.facility !== null && asked.facilityId === null) return { type: 'facility_missing' };
  if (step.facility === 'another' && asked.facilityId === present.facility_id)
    return { type: 'same_facility' };
  return null;
};

/** Where somebody waits for somebody: on whom, and for how many minutes before the alarm. */
export const handoffWaits = {
  transport_requested: { on: 'transport', limitMinutes: 30 },
  in_transport: { on: 'transport', limitMinutes: 60 },
  arrived: { on: 'facility', limitMinutes: 30 },
  /** Whoever brought the person has to find another door. */
  not_received: { on: 'carer', limitMinutes: 30 },
} as const satisfies Partial<
  Record<HandoffStatus, { on: 'transport' | 'facility' | 'carer'; limitMinutes: number }>
>;
export type WaitingHandoff = keyof typeof handoffWaits;

/** Minutes by status, as an operation sets them; what it does not set is as in `handoffWaits`. */
export type HandoffLimits = Partial<Record<WaitingHandoff, number>>;

/** The limits that an operation's settings name: `arrived_minutes` is that of `arrived`. */
export const handoffLimits = (
  settings: Readonly<Partial<Record<`${WaitingHandoff}_minutes`, number>>>,
): HandoffLimits =>
  Object.fromEntries(
    (Object.keys(handoffWaits) as WaitingHandoff[]).flatMap((status) => {
      const minutes = settings[`${status}_minutes`];
      return minutes === undefined ? [] : [[status, minutes]];
    }),
  );

export interface HandoffCase {
  handoff: HandoffStatus;
  /**
   * When the case came to this status by the phone that said so, never after the server heard of it;
   * ISO 8601. Whoever waits has waited since then.
   */
  handoff_happened_at: string;
  /** The site where the case is or is going; null before any was named. */
  facility_id: string | null;
  deleted_at: string | null;
}

const isWaiting = (status: HandoffStatus): status is WaitingHandoff => status in handoffWaits;

export interface OverdueHandoff {
  waitsOn: (typeof handoffWaits)[WaitingHandoff]['on'];
  /** Since the limit, not since the status began. */
  overdueMs: number;
}

/** On whom a case has waited too long, and how far beyond the limit; null when it has not. */
export const overdueHandoff = (
  entry: Pick<HandoffCase, 'handoff' | 'handoff_happened_at' | 'deleted_at'>,
  nowMs: number,
  limits: HandoffLimits = {},
): OverdueHandoff | null => {
  if (entry.deleted_at !== null || !isWaiting(entry.handoff)) return null;
  const { on, limitMinutes } = handoffWaits[entry.handoff];
  const sinceMs = Date.parse(entry.handoff_happened_at);
  const alarmAt = sinceMs + (limits[entry.handoff] ?? limitMinutes) * 60_000;
  return alarmAt <= nowMs ? { waitsOn: on, overdueMs: nowMs - alarmAt } : null;
};

/** The cases that wait for somebody too long, the longest beyond its limit first. */
export const overdueHandoffs = <Case extends HandoffCase>(
  cases: readonly Case[],
  nowMs: number,
  limits: HandoffLimits = {},
): Case[] =>
  cases
    .map((entry) => ({ entry, overdue: overdueHandoff(entry, nowMs, limits) }))
    .filter((each) => each.overdue !== null)
    .toSorted((a, b) => (b.overdue?.overdueMs ?? 0) - (a.overdue?.overdueMs ?? 0))
    .map(({ entry }) => entry);
