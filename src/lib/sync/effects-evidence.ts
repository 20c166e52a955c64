import type { CustodyEntry, EvidencePayloads } from '../domain/evidence-rows.ts';
import type { Mutation } from '../domain/mutations.ts';
import type { Author, Effects, Layer } from './layer.ts';
import { newRow } from './layer.ts';
import { withoutBlanks } from './merge.ts';

type EvidenceMutation = Extract<Mutation, { kind: keyof EvidencePayloads }>;

/** The hashes of the chain are the server's: it knows which entry came before [V3]. */
const putCustody = (
  layer: Layer,
  mutation: EvidenceMutation,
  author: Author,
  said: Pick<CustodyEntry, 'action'> & Partial<CustodyEntry>,
): void => {
  const { id, entity_id, device_at } = mutation;
  layer.put('custody_entries', {
    ...newRow(id, mutation),
    evidence_id: entity_id,
    seq: layer.by('custody_entries', entity_id).length + 1,
    from_party: null,
    to_party: null,
    reason: null,
    actor_id: author.userId,
    actor_role: author.role,
    actor_team_id: author.teamId,
    device_at,
    received_at: device_at,
    prev_hash: '',
    hash: '',
    ...said,
  });
};

export const evidenceEffects: Effects<EvidenceMutation['kind']> = {
  'evidence.record': (layer, mutation, author) => {
    const { entity_id, payload } = mutation;
    if (layer.isKnown('evidence', entity_id)) return;
    const { area_id = null, site_id = null, ...said } = withoutBlanks(payload);
    const site = area_id === null ? undefined : layer.get('site_areas', area_id)?.site_id;
    layer.put('evidence', {
      ...newRow(entity_id, mutation),
      original_name: null,
      source: null,
      task_id: null,
      report_id: null,
      lat: null,
      lon: null,
      accuracy_m: null,
      working_sha256: null,
      working_bytes: null,
      ...said,
      site_id: site ?? site_id,
      area_id,
      actor_id: author.userId,
      team_id: author.teamId,
      stored_at: null,
      checked_at: null,
      checked_sha256: null,
    });
    putCustody(layer, mutation, author, { action: 'collected' });
  },

  'evidence.stored': (layer, mutation, author) => {
    const item = layer.get('evidence', mutation.entity_id);
    if (item?.stored_at !== null || item.actor_id !== author.userId) return;
    layer.put('evidence', {
      ...item,
      stored_at: mutation.device_at,
      updated_at: mutation.device_at,
    });
    putCustody(layer, mutation, author, { action: 'stored' });
  },

  'evidence.tie': (layer, mutation, author) => {
    const { id, entity_id, payload } = mutation;
    const item = layer.get('evidence', entity_id);
    if (!item || layer.isKnown('custody_entries', id)) return;
    const { report_id, from_report_id = item.report_id } = payload;
    if (item.report_id === report_id || item.report_id !== from_report_id) return;
    layer.put('evidence', { ...item, report_id, updated_at: mutation.device_at });
    putCustody(layer, mutation, author, { action: 'tied', reason: payload.reason });
  },

  'custody.record': (layer, mutation, author) => {
    const { id, entity_id, payload } = mutation;
    if (!layer.get('evidence', entity_id) || layer.isKnown('custody_entries', id)) return;
    putCustody(layer, mutation, author, withoutBlanks(payload));
  },
};
