import * as v from 'valibot';
import { operationStatuses, roles, specialties, teamStatuses } from '../../domain/vocabulary.ts';
import { id, integer, number, orNull, synced, text, time } from './columns.ts';

/** A setting that makes no sense is left out rather than costing the whole operation. */
const setting = <S extends v.GenericSchema>(schema: S) => v.exactOptional(schema);
const settings = v.fallback(
  v.object({
    tile_url: setting(text),
    tile_attribution: setting(text),
    checkin_grace_minutes: setting(number),
    lock_after_hours: setting(number),
    lock_idle_minutes: setting(number),
    lease_hours: setting(number),
    pin_required: setting(v.boolean()),
    transport_requested_minutes: setting(number),
    in_transport_minutes: setting(number),
    arrived_minutes: setting(number),
    not_received_minutes: setting(number),
    time_zone: setting(text),
  }),
  {},
);

export const operationSchemas = {
  operations: v.object({
    ...synced,
    name_en: text,
    name_ar: text,
    status: v.picklist(operationStatuses),
    starts_on: orNull(text),
    settings,
    // Rows that were kept before there were letters have none.
    letter_key: v.optional(orNull(text), null),
  }),
  organisations: v.object({ ...synced, code: text, name_en: text, name_ar: text }),
  members: v.object({
    ...synced,
    user_id: id,
    role: v.picklist(roles),
    team_id: orNull(id),
    active: v.boolean(),
    display_name: text,
    wipe_count: v.optional(integer, 0),
  }),
  teams: v.object({
    ...synced,
    code: text,
    name_en: text,
    name_ar: text,
    specialty: v.picklist(specialties),
    organisation_id: orNull(id),
    status: v.picklist(teamStatuses),
    status_at: orNull(time),
    last_checkin_at: orNull(time),
    checkin_due_at: orNull(time),
    last_lat: orNull(number),
    last_lon: orNull(number),
  }),
};
