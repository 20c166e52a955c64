import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { constants } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import compression from 'compression';
import type { Stack } from './stack.ts';
import { StartError } from './start-error.ts';

/** What answers once everything has started. */
type Parts = {
  stack: Stack;
  /** The pages: SvelteKit's handler, or Vite in development. */
  app: RequestListener;
  version: string;
  addressHeader: string | null;
};

export type Front = {
  server: Server;
  /** The port that was taken; another than asked for only when 0 was asked for. */
  port: number;
  /** From here on requests are answered; before, every path answers 503 with "starting". */
  open: (parts: Parts) => void;
  close: () => Promise<void>;
};

const bodyLimitBytes = 5_000_000;
const storageBodyLimitBytes = 60_000_000;
const closingPatienceMs = 3_000;

const compress = compression({
  threshold: 0,
  // Files of Storage are photographs: compressing them costs time and wins nothing.
  filter: (request, response) =>
    !/^\/storage\/v1\/object\/(?!list\/)/.test((request as IncomingMessage).url ?? '') &&
    compression.filter(request, response),
  brotli: {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 4,
      // 256 kB of window: the default of 4 MB is allocated anew for every small answer.
      [constants.BROTLI_PARAM_LGWIN]: 18,
    },
  },
});

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
  'cross-origin-opener-policy': 'same-origin',
};

const apiCors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD',
  'access-control-max-age': '86400',
};

/** Takes the port at once, so that a taken one is known before anything else starts. */
export async function listen(host: string, port: number): Promise<Front> {
  let respond: RequestListener = (_request, response) => {
    sendJson(response, 503, { status: 'starting' });
  };
  let upgrade = (_request: IncomingMessage, socket: Duplex, _head: Buffer): void => {
    socket.destroy();
  };
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    compress(request as never, response as never, () => respond(request, response));
  });
  server.on('upgrade', (request, socket, head) => upgrade(request, socket, head));
  const taken = await takePort(server, host, port);
  return {
    server,
    port: taken,
    open: (parts) => {
      respond = router(parts);
      upgrade = (request, socket, head) => {
        if (request.url?.startsWith('/realtime/v1/')) {
          parts.stack.realtime.handleUpgrade(request, socket, head);
        } else if (!isVite(request)) socket.destroy();
      };
    },
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), closingPatienceMs).unref();
      await closed;
    },
  };
}

function takePort(server: Server, host: string, port: number): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : '';
      const reason =
        {
          EADDRINUSE: `Port ${port} of ${host} is taken. Stop what uses it, or set PORT to another.`,
          EACCES: `Port ${port} needs more rights than this account has. Set PORT to 1024 or above.`,
          EADDRNOTAVAIL: `HOST is ${host}, which is no address of this machine.`,
          ENOTFOUND: `HOST is ${host}, which is no address of this machine.`,
        }[code] ?? `Cannot listen on ${host}:${port} (${code}).`;
      failed(new StartError(reason));
    });
    server.listen({ host, port }, () => {
      const address = server.address();
      done(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function router({ stack, app, version, addressHeader }: Parts): RequestListener {
  const api = getRequestListener(
    (request, env) => {
      const { incoming } = env as { incoming: IncomingMessage };
      return answerApi(stack, request, addressOf(incoming, addressHeader));
    },
    { overrideGlobalObjects: false, errorHandler: unexpected },
  );
  return (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '/';
    if (path === '/health') void sendHealth(stack, version, response);
    else if (/^\/(rest|auth|storage|realtime)\/v1(\/|$)/.test(path)) {
      const refused = refuseBody(request, path);
      if (refused) sendJson(response, refused.status, refused.body);
      else void api(request, response);
    } else {
      // The app compares a form's origin with its own address, which adapter-node takes for https.
      request.headers['x-forwarded-proto'] ??= 'http';
      app(request, response);
    }
  };
}

async function answerApi(stack: Stack, request: Request, peer: string): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method === 'OPTIONS' && pathname.startsWith('/auth/v1/')) {
    const allowed =
      request.headers.get('access-control-request-headers') ?? 'authorization, apikey';
    return new Response(null, {
      status: 204,
      headers: { ...apiCors, 'access-control-allow-headers': allowed },
    });
  }
  if (pathname.startsWith('/realtime/')) {
    return (
      (await stack.realtime.handleRequest(request)) ??
      Response.json({ message: 'Not Found' }, { status: 404 })
    );
  }
  const response = await stack.api.fetch(request, peer);
  if (response.headers.has('access-control-allow-origin')) return response;
  const shared = new Response(response.body, response);
  shared.headers.set('access-control-allow-origin', '*');
  return shared;
}

async function sendHealth(stack: Stack, version: string, response: ServerResponse): Promise<void> {
  const parts = { ...(await stack.health()), app: true };
  const well = Object.values(parts).every(Boolean);
  const words = Object.entries(parts).map(([part, ok]) => [part, ok ? 'ok' : 'down']);
  sendJson(response, well ? 200 : 503, {
    status: well ? 'ok' : 'down',
    ...(Object.fromEntries(words) as Record<string, string>),
    version,
  });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function refuseBody(request: IncomingMessage, path: string) {
  const isStorage = path.startsWith('/storage/');
  if (request.headers['transfer-encoding'] !== undefined && !isStorage) {
    return { status: 411, body: { message: 'A request needs a Content-Length' } };
  }
  const limit = isStorage ? storageBodyLimitBytes : bodyLimitBytes;
  return Number(request.headers['content-length'] ?? 0) > limit
    ? { status: 413, body: { message: `A request has at most ${limit} bytes` } }
    : null;
}

function addressOf(request: IncomingMessage, addressHeader: string | null): string {
  const named = addressHeader === null ? undefined : request.headers[addressHeader];
  const last = String(named ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  return last || (request.socket.remoteAddress ?? 'unknown');
}

function unexpected(error: unknown): Response {
  console.error('[api]', error instanceof Error ? error.name : 'unknown error');
  return Response.json({ message: 'Internal Server Error' }, { status: 500 });
}

const isVite = (request: IncomingMessage) =>
  request.headers['sec-websocket-protocol']?.startsWith('vite-') === true;
