import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SupabaseClient } from '@supabase/supabase-js';
import { partName } from '../../../src/lib/files/parts.ts';
import { checkStored } from '../../../src/lib/server/evidence/check.ts';
import { areaId, demoId, operationId, siteId, type Act } from './act.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, name));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A drawing, of less than one part: nobody's door. */
const original = read('door.jpg');
const working = read('door-working.jpg');
const doorId = demoId('evidence records door');

/** The acts around one photograph of a sealed door; its bytes are in Storage before they are sent. */
export const evidenceActs = (now: Date): readonly Act[] => [
  {
    by: 'team1',
    at: -600,
    kind: 'evidence.record',
    entityId: doorId,
    payload: {
      sha256: sha256(original),
      size_bytes: original.byteLength,
      media_type: 'image/jpeg',
      original_name: 'IMG_0412.jpg',
      method: 'camera',
      source: 'باب غرفة السجلات، قبل الختم',
      collected_at: new Date(now.getTime() - 600 * 60_000).toISOString(),
      site_id: siteId('Saidnaya – Red Building'),
      area_id: areaId('red/g/hub/records'),
      working_sha256: sha256(working),
      working_bytes: working.byteLength,
    },
  },
  { by: 'team1', at: -599, kind: 'evidence.stored', entityId: doorId, payload: {} },
  {
    by: 'team1',
    at: -590,
    kind: 'custody.record',
    entityId: doorId,
    payload: { action: 'sealed', reason: 'شريط وختم على الباب، بحضور مسؤول التوثيق' },
  },
  {
    by: 'admin',
    at: -60,
    kind: 'custody.record',
    entityId: doorId,
    payload: { action: 'viewed' },
  },
];

/** Puts the photograph where its collector would have sent it. @throws Error when Storage refuses it */
export const storeEvidence = async ({ storage }: SupabaseClient): Promise<void> => {
  for (const [name, bytes] of [
    [partName(0), original],
    ['working', working],
  ] as const) {
    const path = `${operationId}/${doorId}/${name}`;
    const { error } = await storage
      .from('evidence')
      .upload(path, bytes, { upsert: true, contentType: 'application/octet-stream' });
    if (error) throw error;
  }
};

/** The server's own look at what is stored, as an app asks for it. @throws Error when it fails */
export const checkEvidence = async (service: SupabaseClient): Promise<void> => {
  await checkStored(service, {
    id: doorId,
    operation_id: operationId,
    size_bytes: original.byteLength,
  });
};
