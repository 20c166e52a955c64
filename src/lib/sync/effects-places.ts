import type { Mutation } from '../domain/mutations.ts';
import type { Effects } from './layer.ts';
import { newRow } from './layer.ts';
import { fittingFields, withoutBlanks } from './merge.ts';
import { tombstone, withDeleted } from './tombstone.ts';

type PlaceMutation = Extract<Mutation, { kind: `site.${string}` | `area.${string}` }>;

export const placeEffects: Effects<PlaceMutation['kind']> = {
  'site.create': (layer, mutation) => {
    if (layer.get('sites', mutation.entity_id)) return;
    const { name_ar, ...fields } = tombstone(withoutBlanks(mutation.payload), mutation.device_at);
    const { beds_total = null, beds_free = null } = fields;
    layer.put('sites', {
      ...newRow(mutation.entity_id, mutation),
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
      beds_at: (beds_total ?? beds_free) === null ? null : mutation.device_at,
      services: [],
      ...fields,
      name_ar: name_ar ?? fields.name_en,
    });
  },

  'site.update': (layer, { entity_id, payload, base_version, device_at }) => {
    const site = layer.get('sites', entity_id);
    if (!site) return;
    const fitting = fittingFields(withDeleted(site), payload, base_version);
    // What is the same again was confirmed, and that is news.
    const isNews = (field: 'status' | 'beds_total' | 'beds_free') =>
      field in fitting || (field in payload.set && payload.set[field] === site[field]);
    layer.put('sites', {
      ...site,
      ...tombstone(fitting, device_at),
      ...(isNews('status') ? { status_at: device_at } : {}),
      ...(isNews('beds_total') || isNews('beds_free') ? { beds_at: device_at } : {}),
      updated_at: device_at,
    });
  },

  'area.create': (layer, mutation) => {
    if (layer.get('site_areas', mutation.entity_id)) return;
    const { name_ar, ...fields } = tombstone(withoutBlanks(mutation.payload), mutation.device_at);
    layer.put('site_areas', {
      ...newRow(mutation.entity_id, mutation),
      parent_id: null,
      access: 'unknown',
      sort: 0,
      note: null,
      ...fields,
      name_ar: name_ar ?? fields.name_en,
    });
  },

  'area.update': (layer, { entity_id, payload, base_version, device_at }) => {
    const area = layer.get('site_areas', entity_id);
    if (!area) return;
    const fitting = fittingFields(withDeleted(area), payload, base_version);
    layer.put('site_areas', {
      ...area,
      ...tombstone(fitting, device_at),
      updated_at: device_at,
    });
  },

  'area.search': (layer, mutation, author) => {
    const { search_id: id, method, result, ...rest } = withoutBlanks(mutation.payload);
    const area = layer.get('site_areas', mutation.entity_id);
    if (!area || layer.isKnown('area_searches', id)) return;
    layer.put('area_searches', {
      ...newRow(id, mutation),
      area_id: area.id,
      site_id: area.site_id,
      team_id: rest.team_id ?? author.teamId,
      task_id: rest.task_id ?? null,
      method,
      result,
      note: rest.note ?? null,
      searched_at: rest.searched_at ?? mutation.device_at,
    });
  },
};
