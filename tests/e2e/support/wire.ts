import { existsSync, readFileSync, statSync } from 'node:fs';
import {
  createServer,
  request as forward,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { extname, join } from 'node:path';
import type { Duplex } from 'node:stream';

/**
 * What the line does with a request: `pass`; `refuse`, it never reaches the server; `lose`, the
 * server gets it and its answer is lost; `hold`, it stays on its way until `release`.
 */
export type Fate = 'pass' | 'refuse' | 'lose' | 'hold';

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/**
 * A line between a phone and the stack of the run, on a port of its own: real connections that are
 * cut, lost and held, and another build in the place of the stack's own.
 */
export class Wire {
  readonly origin: string;
  /** What happens to each request, in order of their arrival; by default they pass. */
  fateOf: (path: string) => Fate = () => 'pass';
  /** Paths whose fate is done with, in order; those that are held, when they begin to be. */
  readonly done: string[] = [];
  readonly #server: Server;
  readonly #stack: URL;
  readonly #sockets = new Set<Duplex>();
  #build: string | null = null;
  #held: (() => void)[] = [];
  #waiting: (() => void)[] = [];

  private constructor(server: Server, stack: URL) {
    this.#server = server;
    this.#stack = stack;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket) => this.#keepTrack(socket));
    server.on('request', (request, response) => void this.#carry(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  static async to(stackOrigin: string): Promise<Wire> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Wire(server, new URL(stackOrigin));
  }

  /** Breaks every connection that there is. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets go of what is held. */
  release(): void {
    this.fateOf = () => 'pass';
    for (const go of this.#held.splice(0)) go();
  }

  /** Resolves when the fate of a request to this path is done with, from now on. */
  async next(path: string): Promise<void> {
    const from = this.done.length;
    while (!this.done.slice(from).includes(path))
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** From now on the pages and files of this build are served, and none of the stack's own. */
  deploy(build: string): void {
    this.#build = build;
  }

  async close(): Promise<void> {
    this.release();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    await closed;
  }

  #keepTrack(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
  }

  async #carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.origin).pathname;
    const fate = this.fateOf(path);
    if (fate === 'refuse') {
      request.socket.destroy();
      this.#note(path);
      return;
    }
    if (fate === 'hold') {
      const released = new Promise<void>((resolve) => this.#held.push(resolve));
      this.#note(path);
      await released;
    }
    if (this.#build !== null && this.#answerFrom(this.#build, path, response)) return;
    this.#pass(request, response, fate === 'lose');
    if (fate === 'pass') this.#note(path);
  }

  #note(path: string): void {
    this.done.push(path);
    for (const go of this.#waiting.splice(0)) go();
  }

  #pass(request: IncomingMessage, response: ServerResponse, isLost: boolean): void {
    const { hostname, port } = this.#stack;
    const { url: path = '/', method, headers } = request;
    const onward = forward({ hostname, port, path, method, headers }, (answer) => {
      if (isLost) {
        answer.resume();
        answer.once('end', () => {
          request.socket.destroy();
          this.#note(path);
        });
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.fateOf(request.url ?? '') !== 'pass') {
      socket.destroy();
      return;
    }
    const onward: Socket = connect(Number(this.#stack.port), this.#stack.hostname, () => {
      const lines = Object.entries(request.headers).map(
        ([name, value]) => `${name}: ${String(value)}`,
      );
      onward.write(`GET ${String(request.url)} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    this.#keepTrack(onward);
    socket.once('close', () => onward.destroy());
    onward.once('close', () => socket.destroy());
  }

  /** @returns false for what a build does not hold: data, and the settings of the server */
  #answerFrom(build: string, path: string, response: ServerResponse): boolean {
    const file = [join(build, 'client', path), join(build, 'prerendered', `${path}.html`)].find(
      (candidate) => existsSync(candidate) && statSync(candidate).isFile(),
    );
    if (file) {
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' });
      response.end(readFileSync(file));
      return true;
    }
    if (!path.startsWith('/_app/immutable/')) return false;
    response.writeHead(404);
    response.end();
    return true;
  }
}
