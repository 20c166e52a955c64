import type { ClaimStatus } from '$lib/domain/people/vocabulary';
import { m } from '$lib/paraglide/messages.js';

/** What a step of a claim is called on its button. */
export const stepWords = (from: ClaimStatus, to: ClaimStatus): string => {
  switch (to) {
    case 'confirmed_once':
      return m.tracing_step_confirm_first();
    case 'confirmed':
      return m.tracing_step_confirm_second();
    case 'held':
      return m.tracing_step_hold();
    case 'rejected':
      return m.tracing_step_reject();
    case 'reversed':
      return m.tracing_step_reverse();
    case 'proposed':
      return from === 'confirmed_once' ? m.tracing_step_take_back() : m.tracing_step_again();
  }
};
