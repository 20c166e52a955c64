import type { CustodyAction, EvidenceMethod } from '$lib/domain/evidence-rows';
import { m } from '$lib/paraglide/messages.js';

export const custodyActionWords: Readonly<Record<CustodyAction, () => string>> = {
  collected: m.domain_custody_collected,
  stored: m.domain_custody_stored,
  checked: m.domain_custody_checked,
  mismatch: m.domain_custody_mismatch,
  viewed: m.domain_custody_viewed,
  handed_over: m.domain_custody_handed_over,
  returned: m.domain_custody_returned,
  copied: m.domain_custody_copied,
  sealed: m.domain_custody_sealed,
  exported: m.domain_custody_exported,
  tied: m.domain_custody_tied,
};

export const evidenceMethodWords: Readonly<Record<EvidenceMethod, () => string>> = {
  camera: m.domain_evidence_method_camera,
  file: m.domain_evidence_method_file,
};
