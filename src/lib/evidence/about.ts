/** What is kept beside the bytes of a file: enough to record it, should the app have ended before. */
import { evidenceMethods } from '$lib/domain/evidence-rows';
import * as v from 'valibot';
import type { EvidencePayload } from './capture';

export interface About {
  /** The record is in the outbox, or was. */
  isRecorded: boolean;
  payload: EvidencePayload;
}

const orNull = v.exactOptional(v.nullable(v.string()));
const numberOrNull = v.exactOptional(v.nullable(v.number()));
const schema = v.object({
  isRecorded: v.boolean(),
  payload: v.object({
    sha256: v.string(),
    size_bytes: v.number(),
    media_type: v.string(),
    method: v.picklist(evidenceMethods),
    collected_at: v.string(),
    original_name: orNull,
    source: orNull,
    site_id: orNull,
    area_id: orNull,
    task_id: orNull,
    report_id: orNull,
    lat: numberOrNull,
    lon: numberOrNull,
    accuracy_m: numberOrNull,
    working_sha256: orNull,
    working_bytes: numberOrNull,
  }),
});

/** @throws ValiError for what this app has not written */
export const aboutOf = (text: string): About => v.parse(schema, JSON.parse(text));
