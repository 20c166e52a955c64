import type { Mutation } from '../../domain/mutations.ts';
import type { Result } from '../../domain/result.ts';
import { err, ok } from '../../domain/result.ts';
import type { Author } from '../layer.ts';
import type { LiveHandlers, LiveTopics, Transport, TransportError } from '../transport.ts';
import type { Broadcast, MemoryServer } from './server.ts';
import { settled } from './timers.ts';

type Answer = Result<unknown, TransportError>;

interface Request {
  kind: 'apply' | 'pull';
  /** What the server does with it, when it arrives. */
  arrive: () => Answer;
  answer: (answer: Answer) => void;
}

/** A network that delivers nothing by itself: the test decides what arrives, when, and how often. */
export class MemoryNetwork implements Transport {
  requests: Request[] = [];
  /** Live messages on their way to this phone. */
  messages: Broadcast[] = [];
  /** The batches that have arrived at the server, by the ids of their mutations. */
  readonly batches: string[][] = [];
  topics: LiveTopics | null = null;
  handlers: LiveHandlers | null = null;
  readonly #server: MemoryServer;
  readonly #author: Author;

  constructor(server: MemoryServer, author: Author) {
    this.#server = server;
    this.#author = author;
    server.onBroadcast = (broadcast) => {
      if (this.handlers) this.messages.push(structuredClone(broadcast));
    };
  }

  apply = (batch: readonly Mutation[]): Promise<Answer> =>
    this.#send('apply', () => {
      this.batches.push(batch.map(({ id }) => id));
      return ok(structuredClone(this.#server.apply(batch, this.#author)));
    });

  pull = (_operation: string, cursor: string | null, page: number): Promise<Answer> =>
    this.#send('pull', () =>
      this.#server.isMember ? ok(this.#server.pull(cursor, page)) : err({ type: 'not_a_member' }),
    );

  live = (topics: LiveTopics, handlers: LiveHandlers): (() => void) => {
    this.topics = topics;
    this.handlers = handlers;
    return () => {
      if (this.handlers === handlers) this.handlers = null;
    };
  };

  /** The next request of this kind arrives and its answer comes back. */
  async deliver(kind: Request['kind']): Promise<void> {
    const request = this.#take(kind);
    request.answer(request.arrive());
    await settled();
  }

  /** The next request of this kind arrives; its answer is brought back by calling what is returned. */
  arrive(kind: Request['kind']): () => Promise<void> {
    const request = this.#take(kind);
    const value = request.arrive();
    return async () => {
      request.answer(value);
      await settled();
    };
  }

  /** It arrives, and the answer is lost on the way back. */
  async loseAnswer(kind: Request['kind']): Promise<void> {
    const request = this.#take(kind);
    request.arrive();
    request.answer(err({ type: 'offline' }));
    await settled();
  }

  /** It never arrives, or something else answers. */
  async fail(kind: Request['kind'], error: TransportError = { type: 'offline' }): Promise<void> {
    this.#take(kind).answer(err(error));
    await settled();
  }

  /** The server's answer is something else altogether. */
  async answerWith(kind: Request['kind'], value: unknown): Promise<void> {
    this.#take(kind).answer(ok(value));
    await settled();
  }

  async join(): Promise<void> {
    this.handlers?.joined();
    await settled();
  }

  /** A live message arrives; the order is the test's. */
  async hear(index = 0): Promise<void> {
    const [message] = this.messages.splice(index, 1);
    await this.tell(message);
  }

  async tell(message: Broadcast | undefined): Promise<void> {
    if (message) this.handlers?.change(message);
    if (message?.partial && this.topics?.restricted) this.handlers?.hint(message);
    await settled();
  }

  waiting(kind: Request['kind']): number {
    return this.requests.filter((request) => request.kind === kind).length;
  }

  #send(kind: Request['kind'], arrive: () => Answer): Promise<Answer> {
    return new Promise((answer) => this.requests.push({ kind, arrive, answer }));
  }

  #take(kind: Request['kind']): Request {
    const index = this.requests.findIndex((request) => request.kind === kind);
    const [request] = index < 0 ? [] : this.requests.splice(index, 1);
    if (!request) throw new Error(`No ${kind} is on its way.`);
    return request;
  }
}
