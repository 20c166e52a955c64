import type { SupabaseClient } from '@supabase/supabase-js';
import { noLogins, readLogins, type LoginsByUser } from './logins';

/** The sign-ins of an operation's accounts, asked of the server: they are not kept on the device. */
export class Logins {
  byUser: LoginsByUser = $state.raw(noLogins);
  status: 'loading' | 'ready' | 'failed' = $state('loading');
  readonly #client: () => Promise<Pick<SupabaseClient, 'rpc'>>;
  readonly #operationId: string;

  constructor(client: () => Promise<Pick<SupabaseClient, 'rpc'>>, operationId: string) {
    this.#client = client;
    this.#operationId = operationId;
  }

  /** Reads all of them anew; what is known stays on the screen meanwhile, and when it fails. */
  async load(): Promise<void> {
    try {
      const read = await readLogins(await this.#client(), this.#operationId);
      if (read.ok) this.byUser = read.value;
      this.status = read.ok ? 'ready' : 'failed';
    } catch {
      // The client itself is loaded when it is first needed, and that takes a network.
      this.status = 'failed';
    }
  }
}
