import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contact, LockRules } from './lease.ts';
import {
  confirmed,
  defaultLockRules,
  leaseLeftMs,
  observed,
  opened,
  strictest,
  untilVerdictMs,
  verdict,
} from './lease.ts';

const hour = 3_600_000;
const day = 24 * hour;
const year = 365 * day;
const start = Date.parse('2024-12-08T04:00:00Z');
const rules: LockRules = { ...defaultLockRules, lockAfterHours: 72, leaseHours: 168 };

/** A phone whose owner sets its clock, and on which the app is opened and closed. */
interface Step {
  /** How long it takes, by no clock of the phone. */
  passesMs: number;
  isOpen: boolean;
  /** How far the clock is set at its end. */
  setByMs: number;
}
const run = (steps: readonly Step[]) => {
  let clockMs = start;
  let contact = confirmed(start);
  let openForMs = 0;
  const seen: Contact[] = [contact];
  for (const { passesMs, isOpen, setByMs } of steps) {
    clockMs += passesMs;
    if (isOpen) openForMs += passesMs;
    clockMs += setByMs;
    contact = observed(contact, clockMs, isOpen ? passesMs : 0);
    seen.push(contact);
  }
  return { contact, clockMs, openForMs, seen };
};
const step = (setByMs: fc.Arbitrary<number>): fc.Arbitrary<Step> =>
  fc.record({
    passesMs: fc.integer({ min: 0, max: 48 * hour }),
    isOpen: fc.boolean(),
    setByMs,
  });
const steps = (setByMs: fc.Arbitrary<number>) => fc.array(step(setByMs), { maxLength: 30 });

const never = fc.constant(0);
const back = fc.oneof(never, fc.integer({ min: -20 * year, max: 0 }));
const anyWay = fc.oneof(never, fc.integer({ min: -60 * year, max: 60 * year }));

describe('[Q3] hours without contact', () => {
  test('are those of the clock when nobody sets it, whether the app is open or not', () => {
    fc.assert(
      fc.property(steps(never), (done) => {
        const { contact, clockMs } = run(done);
        expect(contact.countedMs).toBe(clockMs - start);
      }),
    );
  });

  test('never become less, however the clock is set', () => {
    fc.assert(
      fc.property(steps(anyWay), (done) => {
        const counted = run(done).seen.map(({ countedMs }) => countedMs);
        expect(counted).toEqual(counted.toSorted((a, b) => a - b));
      }),
    );
  });

  test('are at least the time that the app was open, however the clock is set', () => {
    fc.assert(
      fc.property(steps(anyWay), (done) => {
        const { contact, openForMs } = run(done);
        expect(contact.countedMs).toBeGreaterThanOrEqual(openForMs);
      }),
    );
  });

  test('setting the clock back while the app is open, or looked at after it, gains nothing', () => {
    fc.assert(
      fc.property(steps(back), (done) => {
        // A look right before and right after each setting, as the app makes while it is open.
        const looked = done.flatMap(({ passesMs, isOpen, setByMs }) => [
          { passesMs, isOpen, setByMs: 0 },
          { passesMs: 0, isOpen: true, setByMs },
        ]);
        const passed = done.reduce((sum, { passesMs }) => sum + passesMs, 0);
        expect(run(looked).contact.countedMs).toBe(passed);
      }),
    );
  });

  test('a phone that wakes up in 1970 and is put right has not been without contact for 50 years', () => {
    const { contact } = run([
      { passesMs: 2 * hour, isOpen: true, setByMs: 0 },
      { passesMs: hour, isOpen: false, setByMs: -start },
      { passesMs: hour, isOpen: true, setByMs: 0 },
      { passesMs: hour, isOpen: true, setByMs: start },
    ]);
    expect(contact.countedMs).toBe(5 * hour);
    expect(verdict(contact, rules)).toBe('open');
  });
});

describe('[Q2] the lease', () => {
  const after = (hours: number) => observed(confirmed(start), start + hours * hour, 0);

  test('72 hours without contact ask for the PIN, 168 end the lease', () => {
    expect(verdict(after(71.9), rules)).toBe('open');
    expect(verdict(after(72), rules)).toBe('lock');
    expect(verdict(after(167.9), rules)).toBe('lock');
    expect(verdict(after(168), rules)).toBe('lease_over');
  });

  test('the PIN opens for another 72 hours, and not beyond the end of the lease', () => {
    const open = opened(after(80));
    const later = (hours: number) => verdict(observed(open, start + hours * hour, 0), rules);
    expect(verdict(open, rules)).toBe('open');
    expect(later(151.9)).toBe('open');
    expect(later(152)).toBe('lock');
    expect(later(168)).toBe('lease_over');
    expect(verdict(opened(after(168)), rules)).toBe('lease_over');
  });

  test('a lease that is shorter than the hours of the lock ends first', () => {
    expect(verdict(after(24), { ...rules, leaseHours: 24 })).toBe('lease_over');
  });

  test('contact heals everything, whatever the clock was and is', () => {
    fc.assert(
      fc.property(steps(anyWay), fc.integer({ min: 0, max: 100 * year }), (done, nowMs) => {
        const { contact } = run(done);
        const healed = confirmed(nowMs);
        expect(verdict(healed, rules)).toBe('open');
        expect(verdict(observed(healed, nowMs + 71 * hour, hour), rules)).toBe('open');
        expect(contact.countedMs).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('a clock set years ahead by mistake locks, and contact after the correction opens for good', () => {
    const ahead = observed(confirmed(start), start + 3 * year, hour);
    expect(verdict(ahead, rules)).toBe('lease_over');
    const corrected = observed(ahead, start + 2 * hour, hour);
    expect(verdict(corrected, rules)).toBe('lease_over');
    const healed = observed(confirmed(start + 2 * hour), start + 3 * hour, hour);
    expect(verdict(healed, rules)).toBe('open');
    expect(healed.countedMs).toBe(hour);
  });

  test('contact while the clock is years ahead still counts when it is put right', () => {
    const contact = confirmed(start + 3 * year);
    const corrected = observed(contact, start, 0);
    expect(verdict(corrected, rules)).toBe('open');
    expect(verdict(observed(corrected, start + 72 * hour, 0), rules)).toBe('lock');
  });

  test('tells when the verdict changes by itself, and what is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 * hour }), fc.boolean(), (passedMs, isOpened) => {
        const seen = observed(confirmed(start), start + passedMs, 0);
        const contact = isOpened ? opened(seen) : seen;
        const untilMs = untilVerdictMs(contact, rules);
        const now = verdict(contact, rules);
        expect(leaseLeftMs(contact, rules)).toBe(Math.max(0, 168 * hour - passedMs));
        if (now === 'lease_over') expect(untilMs).toBe(0);
        else {
          const at = (ms: number) => verdict(observed(contact, start + passedMs + ms, 0), rules);
          expect(at(untilMs - 1)).toBe(now);
          expect(at(untilMs)).not.toBe(now);
        }
      }),
    );
  });
});

test('of several operations on one phone the strictest rules hold', () => {
  expect(strictest([])).toEqual(defaultLockRules);
  expect(
    strictest([
      { lockAfterHours: 10, leaseHours: 100, idleMinutes: 5, isPinRequired: false },
      { lockAfterHours: 20, leaseHours: 50, idleMinutes: 3, isPinRequired: true },
    ]),
  ).toEqual({ lockAfterHours: 10, leaseHours: 50, idleMinutes: 3, isPinRequired: true });
});
