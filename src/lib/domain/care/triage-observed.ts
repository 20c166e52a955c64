/**
 * The category from everything observed at once, as the publications word it: by signs, not by
 * steps. For a form that is filled in whole; triage.ts asks one question after the other, and the
 * tests hold the two equal. Sources: see triage.ts.
 */
import type { TriageCategory } from './vocabulary.ts';

interface Breathing {
  walks: boolean;
  breathing: boolean;
  /** With the airway opened; counts only when the person did not breathe before. */
  breathingWithOpenAirway: boolean;
  breathsPerMinute: number;
}

export interface StartObservations extends Breathing {
  radialPulse: boolean;
  /** Capillary refill; null when it was not looked at, as in the dark. */
  refillSeconds: number | null;
  followsCommands: boolean;
}

export interface JumpstartObservations extends Breathing {
  irregularBreathing: boolean;
  pulse: boolean;
  breathingAfterFiveRescueBreaths: boolean;
  /** AVPU. Pain is appropriate when the child draws back or pushes away. */
  response: 'alert' | 'voice' | 'pain_appropriate' | 'pain_inappropriate' | 'unresponsive';
  /** Before the incident. */
  walkedBefore: boolean;
  seriousInjury: boolean;
}

export const startCategory = (seen: StartObservations): TriageCategory => {
  if (seen.walks) return 'minor';
  if (!seen.breathing && !seen.breathingWithOpenAirway) return 'deceased';
  const danger =
    !seen.breathing ||
    seen.breathsPerMinute > 30 ||
    !seen.radialPulse ||
    (seen.refillSeconds ?? 0) > 2 ||
    !seen.followsCommands;
  return danger ? 'immediate' : 'delayed';
};

export const jumpstartCategory = (seen: JumpstartObservations): TriageCategory => {
  if (seen.walks) return 'minor';
  const revived = seen.pulse && seen.breathingAfterFiveRescueBreaths;
  if (!seen.breathing && !seen.breathingWithOpenAirway && !revived) return 'deceased';
  const danger =
    !seen.breathing ||
    seen.breathsPerMinute < 15 ||
    seen.breathsPerMinute > 45 ||
    seen.irregularBreathing ||
    !seen.pulse ||
    seen.response === 'pain_inappropriate' ||
    seen.response === 'unresponsive';
  if (danger) return 'immediate';
  return seen.walkedBefore || seen.seriousInjury ? 'delayed' : 'minor';
};
