import { m } from '$lib/paraglide/messages.js';
import type { Taken } from './taking.svelte';

/** What came of the last code, picture or file. */
export const takenWords = (taken: Taken): string => {
  switch (taken.type) {
    case 'taken':
      return m.records_carry_taken({ count: taken.count });
    case 'known':
      return m.records_carry_known();
    case 'not_ours':
      return m.records_carry_not_ours();
    case 'newer':
      return m.records_carry_newer();
    case 'no_code':
      return m.records_carry_no_code();
    case 'damaged':
      return m.records_carry_damaged();
    case 'not_kept':
      return m.records_carry_not_kept();
  }
};

export const takenTone = ({ type }: Taken): 'good' | 'info' | 'warning' | 'critical' => {
  if (type === 'taken') return 'good';
  if (type === 'known') return 'info';
  return type === 'not_kept' ? 'critical' : 'warning';
};
