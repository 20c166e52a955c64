import type { Mutation } from '../domain/mutations.ts';
import { newRow } from './effects-tasks.ts';
import type { Effects } from './layer.ts';
import { fittingFields } from './merge.ts';

type PlaceMutation = Extract<Mutation, { kind: `site.${string}` | `area.${string}` }>;

export const placeEffects: Effects<PlaceMutation['kind']> = {
  'site.create': (layer, mutation) => {
    if (layer.get('sites', mutation.entity_id)) return;
    const { deleted = false, ...fields } = mutation.payload;
    layer.put('sites', {
      ...newRow(mutation.entity_id, mutation),
      name_ar: '',
      aliases: [],
      status: 'reported',
      status_at: mutation.device_at,
      adm1_pcode: null,
      lat: null,
      lon: null,
      coord_source: null,
      coord_precision_m: null,
      access_notes: null,
      beds_total: null,
      beds_free: null,
      beds_at: null,
      services: [],
      ...fields,
      ...(deleted ? { deleted_at: mutation.device_at } : {}),
    });
  },

  'site.update': (layer, { entity_id, payload, base_version, device_at }) => {
    const site = layer.get('sites', entity_id);
    if (!site) return;
    const row = { ...site, deleted: site.deleted_at !== null };
    const { deleted, ...fields } = fittingFields(row, payload, base_version);
    layer.put('sites', {
      ...site,
      ...fields,
      ...('status' in fields ? { status_at: device_at } : {}),
      ...('beds_total' in fields || 'beds_free' in fields ? { beds_at: device_at } : {}),
      ...(deleted === undefined ? {} : { deleted_at: deleted ? device_at : null }),
      updated_at: device_at,
    });
  },

  'area.create': (layer, mutation) => {
    if (layer.get('site_areas', mutation.entity_id)) return;
    const { deleted = false, ...fields } = mutation.payload;
    layer.put('site_areas', {
      ...newRow(mutation.entity_id, mutation),
      parent_id: null,
      name_ar: '',
      access: 'unknown',
      sort: 0,
      note: null,
      ...fields,
      ...(deleted ? { deleted_at: mutation.device_at } : {}),
    });
  },

  'area.update': (layer, { entity_id, payload, base_version, device_at }) => {
    const area = layer.get('site_areas', entity_id);
    if (!area) return;
    const row = { ...area, deleted: area.deleted_at !== null };
    const { deleted, ...fields } = fittingFields(row, payload, base_version);
    layer.put('site_areas', {
      ...area,
      ...fields,
      ...(deleted === undefined ? {} : { deleted_at: deleted ? device_at : null }),
      updated_at: device_at,
    });
  },

  'area.search': (layer, mutation, author) => {
    const {
      search_id: id,
      method,
      result,
      task_id = null,
      note = null,
      ...rest
    } = mutation.payload;
    const area = layer.get('site_areas', mutation.entity_id);
    if (!area || layer.isKnown('area_searches', id)) return;
    layer.put('area_searches', {
      ...newRow(id, mutation),
      area_id: area.id,
      site_id: area.site_id,
      team_id: rest.team_id === undefined ? author.teamId : rest.team_id,
      task_id,
      method,
      result,
      note,
      searched_at: rest.searched_at ?? mutation.device_at,
    });
  },
};
