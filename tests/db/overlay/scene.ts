import type { MutationKind, Payloads } from '../../../src/lib/domain/mutations.ts';
import type { TestDatabase } from '../../support/database.ts';
import type { Operation } from '../fixture.ts';

/** The accounts of an operation whose phone is looked at. */
export type Who = 'admin' | 'coordinatorA' | 'medicB';

/** What a person does, and whom it needs to be there. */
interface Scene {
  who: Who;
  steps: (operation: Operation, db: TestDatabase) => Promise<Ask[]> | Ask[];
}
/** By a name that names every kind of mutation in it. */
export type Scenes = Readonly<Record<string, Scene>>;

type Ask = { [K in MutationKind]: { kind: K; entity: string; payload: Payloads[K] } }[MutationKind];

export const ask = <K extends MutationKind>(kind: K, entity: string, payload: Payloads[K]) =>
  ({ kind, entity, payload }) as Ask;

/** Of what a phone has made smaller before it sent it. */
export const smallerCopy = { working_sha256: 'cd'.repeat(32), working_bytes: 90 };
