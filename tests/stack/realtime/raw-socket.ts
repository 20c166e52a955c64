import { WebSocket } from 'ws';
import { Inbox } from './inbox.ts';

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
        this.messages.push({ ...(parsed as RawMessage), joinRef: null });
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
