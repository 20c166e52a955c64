/** What columns of many tables must look like to be let in. */
import * as v from 'valibot';

export const id = v.pipe(v.string(), v.uuid());
export const text = v.string();
export const number = v.number();
export const integer = v.pipe(v.number(), v.safeInteger());
export const time = v.pipe(
  v.string(),
  v.check((value) => !Number.isNaN(Date.parse(value))),
);

export const orNull = <S extends v.GenericSchema>(schema: S) => v.nullable(schema);
export const texts = v.array(text);
export const record = v.record(v.string(), v.unknown());
export const synced = {
  id,
  operation_id: id,
  version: integer,
  created_at: time,
  updated_at: time,
  deleted_at: orNull(time),
};

export const actor = { actor_id: orNull(id), actor_team_id: orNull(id) };
