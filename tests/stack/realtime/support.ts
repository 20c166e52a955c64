import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type RealtimeChannel, type SupabaseClient } from '@supabase/supabase-js';
import { SignJWT } from 'jose';
import {
  startRealtime,
  type Realtime,
  type RealtimeOptions,
} from '../../../supabase/embedded/realtime/server.ts';
import { freshDatabase, type TestDatabase } from '../../support/database.ts';
import { Inbox } from './inbox.ts';
import { RawSocket } from './raw-socket.ts';
import { TestClock } from './test-clock.ts';

/** Rights as `Stack.allow` takes them. */
export type Rights = ('broadcast_read' | 'broadcast_write' | 'presence_read' | 'presence_write')[];
export const all: Rights = ['broadcast_read', 'broadcast_write', 'presence_read', 'presence_write'];

const jwtSecret = 'a-secret-for-this-test-run-only-0123456789';
export const publishableKey = 'sb_publishable_test';
export const secretKey = 'sb_secret_test';

/** A Realtime server on a database of its own, and everything that talks to it in a test. */
export class Stack {
  readonly clock = new TestClock();
  readonly logged: string[] = [];
  db!: TestDatabase;
  realtime!: Realtime;
  #http!: Server;
  readonly #clients: SupabaseClient[] = [];
  readonly #raw: RawSocket[] = [];

  static async start(options: Partial<RealtimeOptions> = {}): Promise<Stack> {
    const stack = new Stack();
    stack.db = await freshDatabase();
    await stack.#makePolicies();
    stack.realtime = await startRealtime({
      databaseUrl: stack.db.url(),
      jwtSecret,
      publishableKey,
      secretKey,
      allowPublic: false,
      clock: stack.clock,
      log: (message) => stack.logged.push(message),
      ...options,
    });
    stack.#http = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = `http://localhost${request.url ?? '/'}`;
        const headers = request.headers as Record<string, string>;
        const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
        const asked = new Request(url, { method: request.method ?? 'GET', headers, ...body });
        void stack.realtime.handleRequest(asked).then(async (answer) => {
          response.writeHead(answer?.status ?? 404, Object.fromEntries(answer?.headers ?? []));
          response.end(answer ? Buffer.from(await answer.arrayBuffer()) : undefined);
        });
      });
    });
    stack.#http.on('upgrade', (request, socket, head: Buffer) =>
      stack.realtime.handleUpgrade(request, socket, head),
    );
    await new Promise<void>((done) => stack.#http.listen(0, '127.0.0.1', done));
    return stack;
  }

  /**
   * Gives `userId` these rights on `topic`, or takes them: policies of realtime.messages ask the
   * table that this writes, made by the role `postgres` as a project's migrations are.
   */
  async allow(userId: string, topic: string, rights: Rights): Promise<void> {
    const { sql } = this.db;
    await sql`
      insert into public.test_rights (user_id, topic, rights) values (${userId}, ${topic}, ${rights})
      on conflict (user_id, topic) do update set rights = excluded.rights`;
  }

  async #makePolicies(): Promise<void> {
    await this.db.owner
      .unsafe(
        `create table public.test_rights (
           user_id uuid, topic text, rights text[], primary key (user_id, topic)
         );
         create function public.test_may(wanted text) returns boolean
         language sql stable security definer set search_path = '' as $$
           select exists (
             select from public.test_rights r
             where r.user_id = auth.uid() and r.topic = realtime.topic() and wanted = any (r.rights)
           )
         $$;
         create policy "read where allowed" on realtime.messages for select to authenticated
           using (public.test_may(extension || '_read'));
         create policy "write where allowed" on realtime.messages for insert to authenticated
           with check (public.test_may(extension || '_write'));`,
      )
      .simple();
  }

  /** A new user with these rights on `topic`, and a client signed in as the user. */
  async member(topic: string, rights: Rights = all, options: { vsn?: string } = {}) {
    const id = crypto.randomUUID();
    await this.allow(id, topic, rights);
    const token = await this.token(id);
    return { id, token, client: await this.client(token, options) };
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A user's token; `exp` and `iat` are in seconds of the stack's clock. */
  token(sub: string, claims: Record<string, unknown> = {}): Promise<string> {
    const now = Math.floor(this.clock.now() / 1000);
    return new SignJWT({ role: 'authenticated', sub, iat: now, exp: now + 3600, ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(new TextEncoder().encode(jwtSecret));
  }

  /**
   * A supabase-js client signed in with `token`, or with its API key alone. The token is handed
   * to its Realtime before it subscribes, as supabase's guide for private channels says.
   */
  async client(
    token?: string,
    options: { vsn?: string; key?: string } = {},
  ): Promise<SupabaseClient> {
    const client = createClient(this.url, options.key ?? publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false },
      realtime: options.vsn === undefined ? {} : { vsn: options.vsn },
      ...(token === undefined ? {} : { accessToken: () => Promise.resolve(token) }),
    });
    this.#clients.push(client);
    if (token !== undefined) await client.realtime.setAuth();
    return client;
  }

  async raw(vsn = '2.0.0', key = publishableKey): Promise<RawSocket> {
    const socket = new RawSocket(
      `ws://127.0.0.1:${this.port}/realtime/v1/websocket?apikey=${key}&vsn=${vsn}`,
    );
    this.#raw.push(socket);
    await socket.opened;
    return socket;
  }

  async stop(): Promise<void> {
    for (const socket of this.#raw) socket.ws.terminate();
    await Promise.all(this.#clients.map((client) => client.realtime.disconnect()));
    await this.realtime.close();
    this.#http.closeAllConnections();
    await new Promise((done) => this.#http.close(done));
    await this.db.close();
  }
}

/** Subscribes and resolves with the first status; later ones go to `statuses`. */
export function subscribe(channel: RealtimeChannel): {
  first: Promise<string>;
  statuses: Inbox<{ status: string; reason: string }>;
} {
  const statuses = new Inbox<{ status: string; reason: string }>();
  channel.subscribe((status, error) => statuses.push({ status, reason: error?.message ?? '' }));
  return { first: statuses.first().then(({ status }) => status), statuses };
}
