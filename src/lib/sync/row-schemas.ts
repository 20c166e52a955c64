/** What a row must look like to be let in: one schema a table, held equal to `Rows` by its type. */
import * as v from 'valibot';
import type { Rows, TableName } from '../domain/rows.ts';
import { conflictReasons, taskEventKinds } from '../domain/rows.ts';
import {
  areaAccesses,
  areaLevels,
  coordSources,
  holdings,
  operationStatuses,
  priorities,
  roles,
  searchMethods,
  searchResults,
  siteKinds,
  siteStatuses,
  specialties,
  taskKinds,
  taskStatuses,
  teamStatuses,
} from '../domain/vocabulary.ts';

const id = v.pipe(v.string(), v.uuid());
const text = v.string();
const number = v.number();
const integer = v.pipe(v.number(), v.safeInteger());
const time = v.pipe(
  v.string(),
  v.check((value) => !Number.isNaN(Date.parse(value))),
);
const orNull = <S extends v.GenericSchema>(schema: S) => v.nullable(schema);
const texts = v.array(text);
const record = v.record(v.string(), v.unknown());

const synced = {
  id,
  operation_id: id,
  version: integer,
  created_at: time,
  updated_at: time,
  deleted_at: orNull(time),
};

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
    time_zone: setting(text),
  }),
  {},
);

export const rowSchemas: { [T in TableName]: v.GenericSchema<unknown, Rows[T]> } = {
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
  sites: v.object({
    ...synced,
    code: text,
    name_en: text,
    name_ar: text,
    aliases: texts,
    kind: v.picklist(siteKinds),
    status: v.picklist(siteStatuses),
    status_at: orNull(time),
    adm1_pcode: orNull(text),
    lat: orNull(number),
    lon: orNull(number),
    coord_source: orNull(v.picklist(coordSources)),
    coord_precision_m: orNull(number),
    access_notes: orNull(text),
    beds_total: orNull(integer),
    beds_free: orNull(integer),
    beds_at: orNull(time),
    services: texts,
  }),
  site_areas: v.object({
    ...synced,
    site_id: id,
    parent_id: orNull(id),
    level: v.picklist(areaLevels),
    name_en: text,
    name_ar: text,
    access: v.picklist(areaAccesses),
    sort: number,
    note: orNull(text),
  }),
  area_searches: v.object({
    ...synced,
    area_id: id,
    site_id: id,
    team_id: orNull(id),
    task_id: orNull(id),
    method: v.picklist(searchMethods),
    result: v.picklist(searchResults),
    note: orNull(text),
    searched_at: time,
  }),
  tasks: v.object({
    ...synced,
    code: text,
    kind: v.picklist(taskKinds),
    title: orNull(text),
    details: orNull(text),
    site_id: orNull(id),
    area_id: orNull(id),
    priority: v.picklist(priorities),
    status: v.picklist(taskStatuses),
    status_at: time,
    status_reason: orNull(text),
    due_at: orNull(time),
    people_expected: orNull(integer),
    needs_review: v.boolean(),
    team_id: orNull(id),
    holding: orNull(v.picklist(holdings)),
    held_at: orNull(time),
    done_team_id: orNull(id),
  }),
  task_events: v.object({
    ...synced,
    task_id: id,
    kind: v.picklist(taskEventKinds),
    outcome: v.picklist(['applied', 'conflict']),
    reason: orNull(v.picklist(conflictReasons)),
    actor_id: orNull(id),
    actor_role: v.picklist(roles),
    actor_team_id: orNull(id),
    payload: record,
    before: record,
    device_at: time,
    received_at: time,
    resolved_at: orNull(time),
  }),
  checkins: v.object({
    ...synced,
    team_id: id,
    site_id: orNull(id),
    lat: orNull(number),
    lon: orNull(number),
    accuracy_m: orNull(number),
    note: orNull(text),
    expected_back_at: orNull(time),
    checked_in_at: time,
  }),
  releases: v.object({
    ...synced,
    site_id: orNull(id),
    area_id: orNull(id),
    task_id: orNull(id),
    team_id: orNull(id),
    corrects: orNull(id),
    women: integer,
    men: integer,
    girls: integer,
    boys: integer,
    unknown: integer,
    together: v.boolean(),
    note: orNull(text),
    counted_at: time,
  }),
};
