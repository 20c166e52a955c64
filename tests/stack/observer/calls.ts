/** For every function that somebody signed in may call, what the observer calls it with. */
import { mutationKinds } from '../../../src/lib/domain/mutations.ts';
import { cases, type OperationToTry } from '../../db/payloads.expected.ts';
import { uuid, type Draft } from '../../db/fixture.ts';
import type { Planted } from './planted.ts';
import type { World } from './world.ts';

type Arguments = Record<string, unknown>;

/** By the function as the catalogue names it. A function that only counts may name clinical words. */
export const calls = (
  world: World,
  planted: Planted,
): Record<string, { with: Arguments[]; counts?: boolean }> => {
  const { operation, coordinator } = world;
  const inOperation = { with: [{ operation }] };
  const ofMember = { operation, member_user: coordinator.id };
  const counts = { ...inOperation, counts: true };
  return {
    'apply_mutations(batch jsonb)': { with: [{ batch: asked(world, planted, planted.person) }] },
    'pull_changes(operation uuid, cursor text, page integer)': {
      with: [
        { operation, cursor: null, page: 500 },
        { operation, cursor: `0.${uuid()}`, page: 1 },
      ],
    },
    'phones_heard(operation uuid)': inOperation,
    'task_transitions()': { with: [{}] },
    'handoff_steps()': { with: [{}] },
    'handoff_waits()': { with: [{}] },
    'report_transitions()': { with: [{}] },
    'care_counts(operation uuid)': counts,
    'emt_daily(operation uuid, day date)': {
      with: [
        { operation, day: new Date().toISOString().slice(0, 10) },
        { operation, day: '2024-12-08' },
      ],
      counts: true,
    },
    'set_member(operation uuid, member_user uuid, role text, team uuid, active boolean, display_name text)':
      {
        with: [{ ...ofMember, role: 'medic', team: world.teamA, active: true, display_name: 'X' }],
      },
    'list_accounts(operation uuid)': inOperation,
    'export_events(operation uuid, after_seq bigint, page integer)': {
      with: [{ operation, after_seq: 0, page: 1000 }],
    },
    'note_account_action(operation uuid, member_user uuid, action text)': {
      with: [{ ...ofMember, action: 'account.created' }],
    },
    'request_wipe(operation uuid, member_user uuid)': { with: [ofMember] },
    'register_device(device uuid, public_key text)': {
      with: [{ device: uuid(), public_key: `B${'A'.repeat(86)}=` }],
    },
    'people_counts(operation uuid)': counts,
    'tracing_counts(operation uuid)': counts,
    'evidence_counts(operation uuid)': counts,
    'export_evidence(operation uuid, items uuid[])': {
      with: [{ operation, items: [planted.evidence] }],
    },
  };
};

/** A mutation of every kind on the row with this id, each with a payload that is good. */
export const asked = (world: World, planted: Planted, entity: string): Draft[] => {
  const tried = toTry(world, planted);
  return mutationKinds.map((kind) => {
    const { good, set } = cases[kind];
    const payload = good(tried);
    return {
      id: uuid(),
      operation_id: world.operation,
      kind,
      entity_id: entity,
      base_version: null,
      payload: (set ? { set: payload, base: {} } : payload) as Draft['payload'],
      device_at: '2024-12-08T11:00:00Z',
    };
  });
};

const toTry = (world: World, { person, other, request }: Planted): OperationToTry => ({
  id: world.operation,
  teamA: world.teamA,
  teamB: world.teamB,
  site: world.site,
  area: world.area,
  hospital: world.hospital,
  admin: world.admin.id,
  coordinatorA: world.coordinator.id,
  coordinatorB: world.coordinator.id,
  medicB: world.medic.id,
  observer: world.observer.id,
  person,
  other,
  request,
});
