import type { Mutation } from '../domain/mutations.ts';
import type { Team } from '../domain/rows.ts';
import type { Effects, Layer } from './layer.ts';
import { newRow } from './layer.ts';
import { fittingFields, withoutBlanks } from './merge.ts';
import { tombstone, withDeleted } from './tombstone.ts';

type TeamMutation = Extract<Mutation, { kind: `team.${string}` | 'operation.update' }>;

const changeTeam = (
  layer: Layer,
  mutation: TeamMutation,
  change: (team: Team) => Partial<Team>,
) => {
  const team = layer.get('teams', mutation.entity_id);
  if (team) layer.put('teams', { ...team, ...change(team), updated_at: mutation.device_at });
};

/** As private.rounded_degrees: to the 0.05 degrees that an observer may see. */
const coarse = (degrees: number): number => Math.round(degrees * 20) / 20;

export const teamEffects: Effects<TeamMutation['kind']> = {
  'team.create': (layer, mutation) => {
    if (layer.get('teams', mutation.entity_id)) return;
    const { name_ar, ...fields } = tombstone(withoutBlanks(mutation.payload), mutation.device_at);
    layer.put('teams', {
      ...newRow(mutation.entity_id, mutation),
      organisation_id: null,
      status: 'available',
      status_at: mutation.device_at,
      last_checkin_at: null,
      checkin_due_at: null,
      last_lat: null,
      last_lon: null,
      ...fields,
      name_ar: name_ar ?? fields.name_en,
    });
  },

  'team.update': (layer, mutation) =>
    changeTeam(layer, mutation, (team) => {
      const { payload, base_version, device_at } = mutation;
      const fitting = fittingFields(withDeleted(team), payload, base_version);
      return tombstone(fitting, device_at);
    }),

  'team.status': (layer, mutation) =>
    changeTeam(layer, mutation, () => ({
      status: mutation.payload.status,
      status_at: mutation.device_at,
    })),

  'team.checkin': (layer, mutation) => {
    const { checkin_id: id, status, ...rest } = withoutBlanks(mutation.payload);
    if (layer.isKnown('checkins', id)) return;
    const { site_id = null, lat = null, lon = null, accuracy_m = null, note = null } = rest;
    const { expected_back_at = null } = rest;
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
    // Without a position of its own a check-in stands at its site.
    const site = site_id === null ? undefined : layer.get('sites', site_id);
    const [lastLat, lastLon] = [lat ?? site?.lat ?? null, lon ?? site?.lon ?? null];
    changeTeam(layer, mutation, () => ({
      last_checkin_at: mutation.device_at,
      checkin_due_at: expected_back_at,
      ...(status === undefined ? {} : { status, status_at: mutation.device_at }),
      ...(lastLat === null ? {} : { last_lat: coarse(lastLat) }),
      ...(lastLon === null ? {} : { last_lon: coarse(lastLon) }),
    }));
  },

  'operation.update': (layer, { entity_id, payload, base_version, device_at }) => {
    const operation = layer.get('operations', entity_id);
    if (!operation) return;
    const fitting = fittingFields(operation, payload, base_version);
    layer.put('operations', { ...operation, ...fitting, updated_at: device_at });
  },
};
