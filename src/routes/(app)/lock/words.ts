import type { PinFault } from '$lib/domain/pin';
import { m } from '$lib/paraglide/messages.js';

export const faultWords: Readonly<Record<PinFault, () => string>> = {
  too_short: m.lock_fault_too_short,
  too_long: m.lock_fault_too_long,
  repeated: m.lock_fault_repeated,
  sequence: m.lock_fault_sequence,
  year: m.lock_fault_year,
};

/** @param count wrong PINs that are left before the phone is wiped */
export const wrongWords = (count: number): string =>
  `${m.lock_wrong()} ${m.lock_attempts({ count })}`;
