/** The rows of evidence, as rows.ts gives the others. Never visible to an observer. */
import type { Synced } from './synced.ts';
import type { Role } from './vocabulary.ts';

export const evidenceMethods = ['camera', 'file'] as const;
export type EvidenceMethod = (typeof evidenceMethods)[number];

/** What a person says of an item's custody. */
export const custodySteps = [
  'viewed',
  'handed_over',
  'returned',
  'copied',
  'sealed',
  'exported',
] as const;
type CustodyStep = (typeof custodySteps)[number];

/** All that an entry can say: the first four, and that what it is for was put right [V7], are written with the item itself. */
export const custodyActions = [
  'collected',
  'stored',
  'checked',
  'mismatch',
  ...custodySteps,
  'tied',
] as const;
export type CustodyAction = (typeof custodyActions)[number];

/** A photograph or file as it was collected: nothing changes but what is known of its storage [V1], and what it was collected for [V7]. */
export interface Evidence extends Synced {
  /** Of the original bytes, in lower-case hexadecimal. */
  sha256: string;
  size_bytes: number;
  media_type: string;
  original_name: string | null;
  method: EvidenceMethod;
  /** Where it was found or who handed it over, in a few words; no account of what was done to anyone. */
  source: string | null;
  /** When the phone says that it was collected. */
  collected_at: string;
  site_id: string | null;
  area_id: string | null;
  task_id: string | null;
  /** The report that it was collected for; of a lead, the item has the lead's readers [V6]. */
  report_id: string | null;
  lat: number | null;
  lon: number | null;
  accuracy_m: number | null;
  /** Of the smaller picture that is shown in its place; null where there is none. */
  working_sha256: string | null;
  working_bytes: number | null;
  /** Who collected it. */
  actor_id: string;
  team_id: string | null;
  /** When Storage had all of it. */
  stored_at: string | null;
  checked_at: string | null;
  /** What the server found for the stored bytes. Another one than `sha256` is a mismatch. */
  checked_sha256: string | null;
}

/** One entry in the custody of an item, append-only. Its id is that of its event in the log. */
export interface CustodyEntry extends Synced {
  evidence_id: string;
  /** From 1, without gaps, an item. */
  seq: number;
  action: CustodyAction;
  /** Null for the account that says so. */
  from_party: string | null;
  to_party: string | null;
  reason: string | null;
  /** Null for the server itself. */
  actor_id: string | null;
  actor_role: Role | null;
  actor_team_id: string | null;
  device_at: string | null;
  received_at: string;
  /** Empty as long as only this phone has the entry, as is `hash`. */
  prev_hash: string;
  hash: string;
}

export interface EvidenceRows {
  evidence: Evidence;
  custody_entries: CustodyEntry;
}

export interface EvidencePayloads {
  'evidence.record': Pick<
    Evidence,
    'sha256' | 'size_bytes' | 'media_type' | 'method' | 'collected_at'
  > &
    Partial<
      Pick<
        Evidence,
        | 'original_name'
        | 'source'
        | 'site_id'
        | 'area_id'
        | 'task_id'
        | 'report_id'
        | 'lat'
        | 'lon'
        | 'accuracy_m'
        | 'working_sha256'
        | 'working_bytes'
      >
    >;
  /** All parts are in Storage [V2]. */
  'evidence.stored': { parts?: never };
  /** What it was collected for is put right, or taken back with null [V7]. */
  'evidence.tie': {
    report_id: string | null;
    from_report_id?: string | null;
    reason: string;
  };
  /** Handed over or returned: to whom, and why. */
  'custody.record': {
    action: CustodyStep;
    from_party?: string | null;
    to_party?: string | null;
    reason?: string | null;
  };
}

/** "E-3FA9-01BC": how an item is called aloud and on a label, from its fingerprint. */
export const evidenceCode = ({ sha256 }: Pick<Evidence, 'sha256'>): string =>
  `E-${sha256.slice(0, 4)}-${sha256.slice(4, 8)}`.toUpperCase();

/** Parts in Storage have this size, but for the last one [V2]. */
export const partBytes = 1_048_576;

/** What a phone can hash in its memory, and the most that the server takes. */
export const mostEvidenceBytes = 104_857_600;
