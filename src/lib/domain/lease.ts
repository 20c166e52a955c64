/** How long a phone stays open without the server's word [Q1]-[Q3]. */

const hourMs = 3_600_000;

/**
 * A longer step of the phone's clock is no time that has passed: a phone whose battery was empty
 * wakes up in another year, and is put right by the network.
 */
const longestStepMs = 30 * 24 * hourMs;

/** The time without contact, counted so that setting the clock back gains nothing [Q3]. All in ms. */
export interface Contact {
  /** The phone's clock when the server last gave an answer to the active member, since 1970. */
  readonly confirmedAtMs: number;
  /** The phone's clock when it was last looked at, since 1970. */
  readonly clockMs: number;
  /** The time without contact, as far as it is known: it never becomes less, but by contact. */
  readonly countedMs: number;
  /** The same when the PIN was last given without contact; 0 for not since the contact. */
  readonly openedMs: number;
}

/** What an operation asks of the phones that hold its rows. */
export interface LockRules {
  /** Hours without contact after which the PIN is asked; without a PIN, contact. */
  readonly lockAfterHours: number;
  /** Hours without contact after which nothing but contact opens the phone. */
  readonly leaseHours: number;
  /** Minutes without a touch after which the PIN is asked. */
  readonly idleMinutes: number;
  /** Nothing opens without a PIN. */
  readonly isPinRequired: boolean;
}

export const defaultLockRules: LockRules = {
  lockAfterHours: 72,
  leaseHours: 168,
  idleMinutes: 15,
  isPinRequired: false,
};

/** `lock`: the PIN is asked, or contact where there is none. `lease_over`: the server alone opens. */
export type Verdict = 'open' | 'lock' | 'lease_over';

/** The server has answered the active member: everything counts from here on. */
export const confirmed = (nowMs: number): Contact => ({
  confirmedAtMs: nowMs,
  clockMs: nowMs,
  countedMs: 0,
  openedMs: 0,
});

/**
 * What is known after another look at the clocks.
 * @param nowMs the phone's clock, which anybody can set
 * @param openMs the time since the last look by a clock that cannot be set; 0 after a restart
 */
export const observed = (contact: Contact, nowMs: number, openMs: number): Contact => {
  const stepMs = nowMs - contact.clockMs;
  const passedMs = stepMs <= longestStepMs ? Math.max(stepMs, openMs, 0) : openMs;
  const countedMs = Math.max(contact.countedMs + passedMs, nowMs - contact.confirmedAtMs);
  return { ...contact, clockMs: nowMs, countedMs };
};

/** The PIN was given: the hours until it is asked again count from here on, those of the lease do not. */
export const opened = (contact: Contact): Contact => ({ ...contact, openedMs: contact.countedMs });

export const verdict = (
  { countedMs, openedMs }: Contact,
  { lockAfterHours, leaseHours }: LockRules,
): Verdict => {
  if (countedMs >= leaseHours * hourMs) return 'lease_over';
  return countedMs - openedMs >= lockAfterHours * hourMs ? 'lock' : 'open';
};

/** ms until the verdict becomes another one by itself; 0 for a lease that is over. */
export const untilVerdictMs = (contact: Contact, rules: LockRules): number => {
  const { countedMs, openedMs } = contact;
  const untilLease = rules.leaseHours * hourMs - countedMs;
  const untilLock = rules.lockAfterHours * hourMs - (countedMs - openedMs);
  return Math.max(0, untilLock > 0 ? Math.min(untilLease, untilLock) : untilLease);
};

/** ms of the lease that are left. */
export const leaseLeftMs = ({ countedMs }: Contact, { leaseHours }: LockRules): number =>
  Math.max(0, leaseHours * hourMs - countedMs);

/** One phone, several operations: the strictest of each rule holds. */
export const strictest = (all: readonly LockRules[]): LockRules => {
  const [first, ...others] = all;
  if (!first) return defaultLockRules;
  return others.reduce(
    (strict, rules) => ({
      lockAfterHours: Math.min(strict.lockAfterHours, rules.lockAfterHours),
      leaseHours: Math.min(strict.leaseHours, rules.leaseHours),
      idleMinutes: Math.min(strict.idleMinutes, rules.idleMinutes),
      isPinRequired: strict.isPinRequired || rules.isPinRequired,
    }),
    first,
  );
};
