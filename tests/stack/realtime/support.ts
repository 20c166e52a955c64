import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type RealtimeChannel, type SupabaseClient } from '@supabase/supabase-js';
import { SignJWT } from 'jose';
import { WebSocket } from 'ws';
import type { Clock } from '../../../supabase/embedded/realtime/clock.ts';
import {
  startRealtime,
  type Realtime,
  type RealtimeOptions,
} from '../../../supabase/embedded/realtime/server.ts';
import { freshDatabase, type TestDatabase } from '../../support/database.ts';

const jwtSecret = 'a-secret-for-this-test-run-only-0123456789';
export const publishableKey = 'sb_publishable_test';
export const secretKey = 'sb_secret_test';

/** Real timers and a time that can be moved on: what became due on the way runs at once. */
export class TestClock implements Clock {
  #offsetMs = 0;
  readonly #due = new Set<{ at: number; run: () => void }>();

  now = () => Date.now() + this.#offsetMs;

  after = (delayMs: number, run: () => void) => {
    const entry = { at: this.now() + delayMs, run: () => undefined as void };
    const cancel = () => {
      clearTimeout(timer);
      this.#due.delete(entry);
    };
    entry.run = () => {
      cancel();
      run();
    };
    const timer = setTimeout(() => entry.run(), delayMs);
    this.#due.add(entry);
    return cancel;
  };

  every = (intervalMs: number, run: () => void) => {
    let cancel = () => undefined as void;
    const next = () => {
      cancel = this.after(intervalMs, () => {
        next();
        run();
      });
    };
    next();
    return () => cancel();
  };

  advance(ms: number): void {
    const until = this.now() + ms;
    for (;;) {
      const [first] = [...this.#due].sort((a, b) => a.at - b.at);
      if (!first || first.at > until) break;
      this.#offsetMs += Math.max(0, first.at - this.now());
      first.run();
    }
    this.#offsetMs += Math.max(0, until - this.now());
  }
}

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

/** Values in the order of their arrival, each to be awaited. */
export class Inbox<T> {
  readonly all: T[] = [];
  readonly #waiting: { accepts: (value: T) => boolean; settle: (value: T) => void }[] = [];

  readonly push = (value: T): void => {
    this.all.push(value);
    for (const waiting of [...this.#waiting]) {
      if (!waiting.accepts(value)) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.settle(value);
    }
  };

  /** The first value, past or to come, that `accepts`. The test's own timeout ends the wait. */
  first(accepts: (value: T) => boolean = () => true): Promise<T> {
    const there = this.all.find(accepts);
    if (there !== undefined) return Promise.resolve(there);
    return new Promise((settle) => this.#waiting.push({ accepts, settle }));
  }

  /** Resolves when this many have come. */
  async count(wanted: number): Promise<T[]> {
    while (this.all.length < wanted) {
      await new Promise<void>((settle) =>
        this.#waiting.push({ accepts: () => true, settle: () => settle() }),
      );
    }
    return this.all;
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

export type RawMessage = {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: { status?: string; response?: { reason?: string } } & Record<string, unknown>;
};

/** A WebSocket without any client's habits. */
export class RawSocket {
  readonly ws: WebSocket;
  readonly opened: Promise<void>;
  readonly closed: Promise<number>;
  readonly messages = new Inbox<RawMessage>();
  readonly binary = new Inbox<Buffer>();

  constructor(url: string) {
    this.ws = new WebSocket(url);
    this.opened = new Promise((done, failed) => {
      this.ws.once('open', done);
      this.ws.once('error', failed);
    });
    this.closed = new Promise((done) => this.ws.once('close', (code) => done(code)));
    const second = url.includes('vsn=2.0.0');
    this.ws.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        this.binary.push(data);
        return;
      }
      const parsed = JSON.parse(data.toString()) as unknown;
      if (!second) {
        this.messages.push({ joinRef: null, ...(parsed as RawMessage) });
        return;
      }
      const [joinRef, ref, topic, event, payload] = parsed as [
        string,
        string,
        string,
        string,
        RawMessage['payload'],
      ];
      this.messages.push({ joinRef, ref, topic, event, payload });
    });
  }

  send(data: unknown): void {
    this.ws.send(Buffer.isBuffer(data) || typeof data === 'string' ? data : JSON.stringify(data));
  }

  /** Sends and waits for the reply with the same ref (second serializer). */
  async ask(joinRef: string | null, ref: string, topic: string, event: string, payload: unknown) {
    this.send([joinRef, ref, topic, event, payload]);
    return this.reply(ref);
  }

  reply(ref: string | null): Promise<RawMessage> {
    return this.messages.first((message) => message.event === 'phx_reply' && message.ref === ref);
  }
}
