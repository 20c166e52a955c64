import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** Made for 127.0.0.1 and for nothing else: whoever uses it tells the browser to take it. */
const certificate = readFileSync(join(import.meta.dirname, 'tile-server.pem'));
const side = 256;

/** A map server of a test's own: real pictures over https, each with its own colour. */
export class TileServer {
  /** As an operation's settings name it. */
  readonly template: string;
  /** Tiles that were asked for, in order: `z/x/y`. */
  readonly asked: string[] = [];
  /** False: pictures may be shown by a page of another origin, not read. */
  isShared = true;
  /** How many more are answered before the line breaks. */
  left = Number.POSITIVE_INFINITY;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.template = `https://127.0.0.1:${(server.address() as AddressInfo).port}/{z}/{x}/{y}.png`;
    server.on('request', (request, response) => {
      const [, z = '', x = '', y = ''] =
        /^\/(\d+)\/(\d+)\/(\d+)\.png$/.exec(request.url ?? '') ?? [];
      this.left -= 1;
      if (this.left < 0) {
        request.socket.destroy();
        return;
      }
      this.asked.push(`${z}/${x}/${y}`);
      response.writeHead(200, {
        'content-type': 'image/png',
        'cache-control': 'no-store',
        ...(this.isShared ? { 'access-control-allow-origin': '*' } : {}),
      });
      response.end(picture(Number(z) * 20, Number(x) % 256, Number(y) % 256));
    });
  }

  static async start(): Promise<TileServer> {
    const server = createServer({ key: certificate, cert: certificate });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TileServer(server);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
}

/** A PNG of one colour, with a lighter edge. */
const picture = (red: number, green: number, blue: number): Buffer => {
  const row = (isEdge: boolean) =>
    Buffer.from([
      0,
      ...Array.from({ length: side }, (_, x) =>
        isEdge || x === 0 ? [235, 235, 235] : [red, green, blue],
      ).flat(),
    ]);
  const pixels = Buffer.concat([row(true), ...Array<Buffer>(side - 1).fill(row(false))]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // Eight bits a colour, three colours, nothing else.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const chunk = (name: string, content: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};
