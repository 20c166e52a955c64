import { mostEvidenceBytes } from '$lib/domain/evidence-rows';
import type { CaptureError } from '$lib/evidence/capture';
import { inMegabytes } from '$lib/i18n/numbers';
import { m } from '$lib/paraglide/messages.js';

/** Why a file was not kept. */
export type CaptureFailure = CaptureError | { type: 'not_possible' } | { type: 'not_kept' };

export const failureWords = ({ type }: CaptureFailure): string => {
  switch (type) {
    case 'empty':
      return m.evidence_empty_file();
    case 'too_big':
      return m.evidence_too_big({ size: inMegabytes(mostEvidenceBytes) });
    case 'unreadable':
      return m.evidence_unreadable();
    case 'not_possible':
      return m.evidence_not_possible();
    case 'not_kept':
      return m.evidence_full();
  }
};
