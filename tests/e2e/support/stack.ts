import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import type { MutationResult } from '../../../src/lib/domain/mutation-answers.ts';
import type { Mutation } from '../../../src/lib/domain/mutations.ts';
import { demoId, operationId } from '../../../supabase/embedded/demo/act.ts';
import type { DemoAccount } from '../../../supabase/embedded/demo.ts';

export { operationId };

const directory = process.env.DAYLIGHT_E2E_DATA ?? '';
const connect = (key: string) =>
  createClient(stackSettings().SUPABASE_URL ?? '', key, {
    auth: { persistSession: false, autoRefreshToken: false },
  });

/** The run's data directory holds what the started stack wrote for its owner. */
const read = (file: string) => readFileSync(join(directory, file), 'utf8');

export const demoAccounts = (): DemoAccount[] =>
  JSON.parse(read('demo-accounts.json')) as DemoAccount[];

/** The sign-in of the demo with this name before the @, e.g. `coordinator.team1`. */
export const demoAccount = (name: string): DemoAccount => {
  const found = demoAccounts().find(({ email }) => email.startsWith(`${name}@`));
  if (!found) throw new Error(`no demo account ${name}`);
  return found;
};

export const stackSettings = (): Record<string, string> =>
  Object.fromEntries(
    read('supabase.env')
      .split('\n')
      .filter((line) => /^[A-Z_]+=/.test(line))
      .map((line) => [
        line.slice(0, line.indexOf('=')),
        line.slice(line.indexOf('=') + 1).replace(/^"(.*)"$/, '$1'),
      ]),
  );

/** A client with the secret key, for arranging accounts. */
export const secretClient = () => connect(stackSettings().SUPABASE_SECRET_KEY ?? '');

/** Another device of an account: what a test arranges goes through the same door as a tap. */
export class Device {
  readonly client: ReturnType<typeof connect>;
  readonly #signedIn: Promise<unknown>;

  constructor({ email, password }: Pick<DemoAccount, 'email' | 'password'>) {
    this.client = connect(stackSettings().SUPABASE_PUBLISHABLE_KEY ?? '');
    this.#signedIn = this.client.auth.signInWithPassword({ email, password });
  }

  /** Calls a procedure of the database. */
  async call(procedure: string, inputs: object): Promise<void> {
    await this.#signedIn;
    const { error } = await this.client.rpc(procedure, inputs);
    if (error) throw new Error(`${procedure}: ${error.message}`);
  }

  /** Sends one mutation; answers with its result, whatever it is. */
  async mutate<K extends Mutation['kind']>(
    kind: K,
    entityId: string,
    payload: Extract<Mutation, { kind: K }>['payload'],
  ): Promise<MutationResult> {
    await this.#signedIn;
    const mutation = {
      id: crypto.randomUUID(),
      operation_id: operationId,
      kind,
      entity_id: entityId,
      base_version: null,
      payload,
      device_at: new Date().toISOString(),
    };
    const answer = await this.client.rpc('apply_mutations', { batch: [mutation] });
    if (answer.error) throw new Error(`apply_mutations: ${answer.error.message}`);
    const [result] = answer.data as MutationResult[];
    if (!result) throw new Error('apply_mutations gave no answer');
    return result;
  }
}

/** Ids of what the demo has, by the names that supabase/embedded/demo gives. */
export const demo = {
  operation: operationId,
  team: (number: number) => demoId(`team team${number}`),
  site: (name: string) => demoId(`site ${name}`),
  area: (path: string) => demoId(`area ${path}`),
  task: (key: string) => demoId(`task ${key}`),
  report: (key: string) => demoId(`report ${key}`),
  person: (key: string) => demoId(`person ${key}`),
  request: (key: string) => demoId(`request ${key}`),
};
