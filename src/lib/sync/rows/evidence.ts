import * as v from 'valibot';
import { custodyActions, evidenceMethods } from '../../domain/evidence-rows.ts';
import { roles } from '../../domain/vocabulary.ts';
import { actor, id, integer, number, orNull, synced, text, time } from './columns.ts';

export const evidenceSchemas = {
  evidence: v.object({
    ...synced,
    sha256: text,
    size_bytes: integer,
    media_type: text,
    original_name: orNull(text),
    method: v.picklist(evidenceMethods),
    source: orNull(text),
    collected_at: time,
    site_id: orNull(id),
    area_id: orNull(id),
    task_id: orNull(id),
    report_id: orNull(id),
    lat: orNull(number),
    lon: orNull(number),
    accuracy_m: orNull(number),
    working_sha256: orNull(text),
    working_bytes: orNull(integer),
    actor_id: id,
    team_id: orNull(id),
    stored_at: orNull(time),
    checked_at: orNull(time),
    checked_sha256: orNull(text),
  }),
  custody_entries: v.object({
    ...synced,
    evidence_id: id,
    seq: integer,
    action: v.picklist(custodyActions),
    from_party: orNull(text),
    to_party: orNull(text),
    reason: orNull(text),
    ...actor,
    actor_role: orNull(v.picklist(roles)),
    device_at: orNull(time),
    received_at: time,
    prev_hash: text,
    hash: text,
  }),
};
