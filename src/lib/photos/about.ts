/** What is kept beside a photograph that waits: enough to record it, should the app have ended before. */
import { photoConsentGivers } from '$lib/domain/photo-rows';
import * as v from 'valibot';
import type { PhotoPayload } from './take-photo';

export interface About {
  /** The record is in the outbox, or was. */
  isRecorded: boolean;
  payload: PhotoPayload;
}

const schema = v.object({
  isRecorded: v.boolean(),
  payload: v.object({
    person_id: v.string(),
    sha256: v.string(),
    size_bytes: v.number(),
    taken_at: v.string(),
    consent_by: v.picklist(photoConsentGivers),
  }),
});

/** @throws ValiError for what this app has not written */
export const aboutOf = (text: string): About => v.parse(schema, JSON.parse(text));
