import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import postgres from 'postgres';
import { WebSocketServer } from 'ws';
import { Authorizer } from './authorizer.ts';
import { jsonBroadcast, messagePayload, userBroadcast } from './broadcast.ts';
import type { Channel } from './channel.ts';
import { systemClock, type Clock } from './clock.ts';
import { Feed } from './feed.ts';
import { handleBroadcastRequest } from './http.ts';
import { Hub } from './hub.ts';
import { limits } from './limits.ts';
import type { InsertedRow } from './pgoutput.ts';
import { Recheck } from './recheck.ts';
import type { Version } from './protocol.ts';
import { negotiate } from './serializer.ts';
import type { Services } from './services.ts';
import { Socket } from './socket.ts';
import { Tokens } from './tokens.ts';

export type RealtimeOptions = {
  /** A superuser's connection string; the database has had schema.sql and wal_level is logical. */
  databaseUrl: string;
  /** Signs the users' tokens (HS256). */
  jwtSecret: string;
  /** The API keys that count as the roles anon and service_role. */
  publishableKey: string;
  secretKey: string;
  /** Whether channels without `private` may be joined (REALTIME_PUBLIC=on). */
  allowPublic: boolean;
  log: (message: string) => void;
  clock?: Clock;
};

type RealtimeStatus = {
  /** Whether rows that are committed now are broadcast. */
  feed: 'ready' | 'connecting';
  sockets: number;
  channels: number;
};

export type Realtime = {
  /** For the HTTP server's `upgrade` event, on the path …/websocket. */
  handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Broadcast by HTTP (…/api/broadcast). Null when the path is another. */
  handleRequest: (request: Request) => Promise<Response | null>;
  /** Ends this user's channels at once and refuses the tokens that the user has so far. */
  disconnectUser: (userId: string) => void;
  status: () => RealtimeStatus;
  close: () => Promise<void>;
};

const dayMs = 86_400_000;

/**
 * A Realtime server that speaks the protocol of Supabase Realtime: broadcast, presence, private
 * channels decided by RLS, broadcast from the database and replay. It resolves when it accepts
 * sockets; the database feed may become ready a moment later (see `status`).
 */
export async function startRealtime(options: RealtimeOptions): Promise<Realtime> {
  const clock = options.clock ?? systemClock;
  const { log } = options;
  const sql = postgres(options.databaseUrl, {
    max: 2,
    onnotice: () => undefined,
    connection: { application_name: 'realtime', statement_timeout: 10_000 },
  });
  const keepPartitions = () => sql`
    select _realtime.keep_partitions(${new Date(clock.now()).toISOString().slice(0, 10)}::date)`;
  const hub = new Hub<Channel>(clock);
  const sockets = new Set<Socket>();
  const channels = function* (): Generator<Channel> {
    for (const socket of sockets) yield* [...socket.channels];
  };
  const feed = new Feed({
    databaseUrl: options.databaseUrl,
    clock,
    log,
    onRow: (row) => sendRow(hub, row),
    onReady: () => {
      for (const channel of channels()) channel.tellFeedReady();
    },
    pace: () => letReadersCatchUp(sockets, clock),
  });
  const authorizer = new Authorizer(sql, log);
  const tokens = new Tokens(options, clock);
  const services: Services = {
    ...{ sql, clock, log, hub, authorizer, tokens, allowPublic: options.allowPublic },
    feedReady: () => feed.ready,
  };
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
  });

  const recheck = new Recheck(sql, authorizer, clock);
  const recheckFailed = (error: unknown) =>
    log(`The look at the policies failed: ${String(error)}`);
  const cancels = [
    clock.every(limits.recheckMs, () => void recheck.look(channels).catch(recheckFailed)),
    clock.every(limits.silenceMs / 2, () => dropSilent(sockets, clock.now())),
    clock.every(dayMs / 4, () => {
      keepPartitions().catch((error: unknown) => log(`MissingPartition: ${String(error)}`));
    }),
  ];
  const lookAtUser = (userId: string) => {
    const ofUser = [...channels()].filter(({ claims }) => claims.sub === userId);
    recheck.lookAt(ofUser).catch(recheckFailed);
  };
  try {
    await keepPartitions();
    await sql.listen('daylight_access', lookAtUser);
  } catch (error) {
    for (const cancel of cancels) cancel();
    await sql.end({ timeout: 1 });
    throw error;
  }
  let closing = false;
  feed.start();

  return {
    handleUpgrade: (request, socket, head) => {
      // Until ws takes over nobody listens: a connection that breaks must not end the process.
      socket.on('error', () => socket.destroy());
      const open = (admitted: Admitted) =>
        webSockets.handleUpgrade(request, socket, head, (ws) => {
          const opened = new Socket(ws, services, admitted);
          sockets.add(opened);
          ws.once('close', () => sockets.delete(opened));
        });
      admit(request, closing ? Infinity : sockets.size, tokens)
        .then((admitted) =>
          'status' in admitted ? reject(socket, admitted.status) : open(admitted),
        )
        .catch(() => reject(socket, 400));
    },
    handleRequest: (request) => handleBroadcastRequest(services, request),
    disconnectUser: (userId) => {
      tokens.revoke(userId);
      for (const channel of channels()) {
        if (channel.claims.sub === userId) channel.shutDown('Token has been revoked');
      }
    },
    status: () => ({
      feed: feed.ready ? 'ready' : 'connecting',
      sockets: sockets.size,
      channels: [...channels()].length,
    }),
    close: async () => {
      closing = true;
      for (const cancel of cancels) cancel();
      for (const socket of sockets) socket.close(1001, 'Realtime is restarting, please standby');
      await feed.stop();
      for (const socket of sockets) socket.terminate();
      await recheck.idle();
      await sql.end({ timeout: 1 });
    },
  };
}

function sendRow(hub: Hub<Channel>, { columns }: InsertedRow): void {
  const topic = columns.get('topic');
  const event = columns.get('event');
  const id = columns.get('id');
  const payload = columns.get('payload');
  const binary = columns.get('binary_payload');
  const isPrivate = columns.get('private');
  if (columns.get('extension') !== 'broadcast' || isPrivate == null) return;
  if (topic == null || event == null || id == null) return;
  const name = `realtime:${topic}`;
  if (binary != null) {
    const data = Buffer.from(binary.slice(2), 'hex');
    if (data.length > limits.payloadBytes) throw new Error('Payload size exceeds tenant limit');
    const user = { event, encoding: 'binary', data } as const;
    hub.send(topic, isPrivate === 't', userBroadcast(name, user, { id }, id));
  } else if (payload != null) {
    if (payload.length > limits.payloadBytes) throw new Error('Payload size exceeds tenant limit');
    hub.send(
      topic,
      isPrivate === 't',
      jsonBroadcast(name, messagePayload(event, payload, { id }), id),
    );
  }
}

/** Gives the sockets a turn to write, and a slow one a moment, before the next stretch of rows. */
async function letReadersCatchUp(sockets: Iterable<Socket>, clock: Clock): Promise<void> {
  await nextTurn();
  for (let waitedMs = 0; waitedMs < limits.feedPauseMs; waitedMs += 10) {
    const behind = [...sockets].some(({ unsentBytes }) => unsentBytes > limits.pauseAboveBytes);
    if (!behind) return;
    await new Promise<void>((done) => clock.after(10, done));
  }
}

function dropSilent(sockets: Iterable<Socket>, now: number): void {
  for (const socket of sockets) {
    if (now - socket.lastHeardAt > limits.silenceMs) socket.terminate();
    else if (socket.channelCount === 0 && now - socket.openedAt > limits.noChannelMs) {
      socket.close(1000, 'idle_no_channels');
    }
  }
}

type Admitted = { version: Version; apiKey: string };

async function admit(
  request: IncomingMessage,
  socketCount: number,
  tokens: Tokens,
): Promise<Admitted | { status: number }> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (!url.pathname.endsWith('/websocket')) return { status: 404 };
  if (socketCount >= limits.sockets) return { status: 503 };
  const version = negotiate(url.searchParams.get('vsn'));
  const header = request.headers['x-api-key'];
  const apiKey = (typeof header === 'string' ? header : null) ?? url.searchParams.get('apikey');
  if (version === null || apiKey === null) return { status: 403 };
  const verified = await tokens.verify(apiKey);
  return verified.ok ? { version, apiKey } : { status: 403 };
}

function reject(socket: Duplex, status: number): void {
  const reasons: Record<number, string> = {
    400: 'Bad Request',
    403: 'Forbidden',
    404: 'Not Found',
  };
  const reason = reasons[status] ?? 'Service Unavailable';
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
