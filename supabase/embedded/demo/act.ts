import { createHash } from 'node:crypto';
import type { Mutation, MutationKind, Payloads } from '../../../src/lib/domain/mutations.ts';

/** Who does something in the demo: the key of an account. */
export type ActorKey = 'admin' | 'team1' | 'team2' | 'team3' | 'team4' | 'team5' | 'medic';
export type TeamKey = 'team1' | 'team2' | 'team3' | 'team4' | 'team5';

/** One mutation of the demo. `at` is in minutes from now: -90 is an hour and a half ago. */
export type Act = {
  [K in MutationKind]: {
    by: ActorKey;
    at: number;
    kind: K;
    entityId: string;
    payload: Payloads[K];
    /** Names the mutation, where a later one refers to it; else its content does. */
    key?: string;
  };
}[MutationKind];

/**
 * The same name gives the same UUID (version 8), so that the demo has the same task codes on every
 * machine and a fill that was interrupted can be run again.
 */
export const demoId = (name: string): string => {
  const hex = createHash('sha256').update(`daylight demo ${name}`).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
};

export const operationId = demoId('operation');
export const organisationId = demoId('organisation');
export const teamId = (team: TeamKey): string => demoId(`team ${team}`);
export const siteId = (site: string): string => demoId(`site ${site}`);
export const areaId = (area: string): string => demoId(`area ${area}`);
export const taskId = (task: string): string => demoId(`task ${task}`);
export const actId = (key: string): string => demoId(`act ${key}`);

/** A time of the demo as ISO 8601. */
export const isoAt = (now: Date, minutes: number): string =>
  new Date(now.getTime() + minutes * 60_000).toISOString();

/** The act as a phone would have sent it. */
export const toMutation = (act: Act, now: Date): Mutation => {
  const { kind, entityId, payload, at } = act;
  const key = act.key ?? JSON.stringify([act.by, at, kind, entityId, payload]);
  return {
    id: actId(key),
    operation_id: operationId,
    kind,
    entity_id: entityId,
    base_version: null,
    payload,
    device_at: isoAt(now, at),
  } as Mutation;
};
