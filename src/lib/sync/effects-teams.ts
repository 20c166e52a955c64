import type { Mutation } from '../domain/mutations.ts';
import type { Team } from '../domain/rows.ts';
import { newRow } from './effects-tasks.ts';
import type { Effects, Layer } from './layer.ts';
import { fittingFields } from './merge.ts';

type TeamMutation = Extract<Mutation, { kind: `team.${string}` | 'operation.update' }>;

const changeTeam = (
  layer: Layer,
  mutation: TeamMutation,
  change: (team: Team) => Partial<Team>,
) => {
  const team = layer.get('teams', mutation.entity_id);
  if (team) layer.put('teams', { ...team, ...change(team), updated_at: mutation.device_at });
};

/** As the database rounds what an observer may see: to 0.05 degrees. */
const coarse = (degrees: number): number => Math.round(degrees * 20) / 20;

export const teamEffects: Effects<TeamMutation['kind']> = {
  'team.create': (layer, mutation) => {
    if (layer.get('teams', mutation.entity_id)) return;
    const { deleted = false, ...fields } = mutation.payload;
    layer.put('teams', {
      ...newRow(mutation.entity_id, mutation),
      name_ar: '',
      organisation_id: null,
      status: 'available',
      status_at: null,
      last_checkin_at: null,
      checkin_due_at: null,
      last_lat: null,
      last_lon: null,
      ...fields,
      ...(deleted ? { deleted_at: mutation.device_at } : {}),
    });
  },

  'team.update': (layer, mutation) =>
    changeTeam(layer, mutation, (team) => {
      const row = { ...team, deleted: team.deleted_at !== null };
      const { deleted, ...fields } = fittingFields(row, mutation.payload, mutation.base_version);
      return {
        ...fields,
        ...(deleted === undefined ? {} : { deleted_at: deleted ? mutation.device_at : null }),
      };
    }),

  'team.status': (layer, mutation) =>
    changeTeam(layer, mutation, () => ({
      status: mutation.payload.status,
      status_at: mutation.device_at,
    })),

  'team.checkin': (layer, mutation) => {
    const { checkin_id: id, status, lat = null, lon = null, ...rest } = mutation.payload;
    if (layer.isKnown('checkins', id)) return;
    const { site_id = null, accuracy_m = null, note = null, expected_back_at = null } = rest;
    layer.put('checkins', {
      ...newRow(id, mutation),
      team_id: mutation.entity_id,
      site_id,
      lat,
      lon,
      accuracy_m,
      note,
      expected_back_at,
      checked_in_at: mutation.device_at,
    });
    changeTeam(layer, mutation, () => ({
      last_checkin_at: mutation.device_at,
      checkin_due_at: expected_back_at,
      ...(status === undefined ? {} : { status, status_at: mutation.device_at }),
      ...(lat === null || lon === null ? {} : { last_lat: coarse(lat), last_lon: coarse(lon) }),
    }));
  },

  'operation.update': (layer, mutation) => {
    const operation = layer.get('operations', mutation.entity_id);
    if (!operation) return;
    const fitting = fittingFields(operation, mutation.payload, mutation.base_version);
    layer.put('operations', { ...operation, ...fitting, updated_at: mutation.device_at });
  },
};
