import type { Mutation } from '../../src/lib/domain/mutations.ts';
import { err } from '../../src/lib/domain/result.ts';
import type {
  LiveHandlers,
  LiveTopics,
  Transport,
  TransportError,
} from '../../src/lib/sync/transport.ts';
import type { Dice } from './dice.ts';
import type { Page, SimNetwork } from './network.ts';
import type { Answer, Broadcast } from './server.ts';

/** As the app's own transport: no answer by then is no answer. */
const answerWithinMs = 45_000;

interface Listener {
  page: Page;
  topics: readonly string[];
  handlers: LiveHandlers;
  isJoined: boolean;
  isLeft: boolean;
}

/** One phone's way to the server. */
export class Link {
  readonly user: string;
  isCut = false;
  areSocketsBlocked: boolean;
  readonly #network: SimNetwork;
  readonly #listeners = new Set<Listener>();
  /** Dice of their own: in which order things come back from the database changes nothing. */
  readonly #dice: Record<'asking' | 'arriving' | 'hearing' | 'joining', Dice>;

  constructor(network: SimNetwork, user: string, areSocketsBlocked: boolean) {
    this.#network = network;
    this.user = user;
    this.areSocketsBlocked = areSocketsBlocked;
    const { dice } = network.options;
    this.#dice = {
      asking: dice.fork(`asking ${user}`),
      arriving: dice.fork(`arriving ${user}`),
      hearing: dice.fork(`hearing ${user}`),
      joining: dice.fork(`joining ${user}`),
    };
  }

  transport(page: Page): Transport {
    return {
      apply: (batch) => {
        const text = JSON.stringify(batch);
        const ids = batch.map(({ id }) => id);
        return this.#ask(
          page,
          'batches',
          () => this.#apply(batch, ids, text),
          (answer) => {
            if (answer.ok) this.#network.options.onAnswered(this.user, ids, answer.value);
          },
        );
      },
      pull: (operation, cursor, size) =>
        this.#ask(page, 'pulls', () => this.#pull(operation, cursor, size)),
      live: (topics, handlers) => this.#live(page, topics, handlers),
    };
  }

  cut(): void {
    this.isCut = true;
    this.drop();
  }

  mend(): void {
    this.isCut = false;
  }

  /** Connections end. */
  drop(): void {
    for (const listener of this.#listeners) this.#lose(listener);
  }

  async recheck(): Promise<void> {
    for (const listener of this.#listeners)
      if (listener.isJoined && !(await this.#mayHear(listener))) this.#lose(listener);
  }

  send(message: Broadcast): void {
    const { figures, schedule } = this.#network.options;
    const dice = this.#dice.hearing;
    const { liveLost, liveDuplicated } = this.#network.weather;
    for (const listener of this.#listeners) {
      if (!listener.isJoined || !listener.topics.includes(message.topic)) continue;
      if (dice.chance(liveLost)) {
        figures.liveLost += 1;
        continue;
      }
      const copies = dice.chance(liveDuplicated) ? 2 : 1;
      figures.liveDuplicated += copies - 1;
      for (let copy = 0; copy < copies; copy += 1)
        schedule.after(this.#latency(dice), () => {
          if (!listener.isJoined || !listener.page.isAlive) return;
          figures.liveHeard += 1;
          if (message.event === 'change') listener.handlers.change(message.payload);
          else listener.handlers.hint(message.payload);
        });
    }
  }

  get #isUnreachable(): boolean {
    return this.isCut || this.#network.isDown;
  }

  #latency(dice: Dice): number {
    const { latencyMs } = this.#network.weather;
    return 10 + dice.around(dice.chance(0.05) ? latencyMs * 10 : latencyMs);
  }

  #ask(
    page: Page,
    kind: 'batches' | 'pulls',
    arrive: () => Promise<Answer>,
    onAnswer: (answer: Answer) => void = () => undefined,
  ): Promise<Answer> {
    const { figures, schedule } = this.#network.options;
    const dice = this.#dice.asking;
    const { requestLost, answerLost, duplicated, unavailable, unauthorized } =
      this.#network.weather;
    figures[kind] += 1;
    return new Promise((resolve) => {
      let isOver = false;
      const answer = (value: Answer) => {
        if (isOver) return;
        isOver = true;
        forget();
        if (!page.isAlive) return;
        onAnswer(value);
        resolve(value);
      };
      const fail = (error: TransportError) => answer(err(error));
      const forget = schedule.after(answerWithinMs, () => fail({ type: 'offline' }));
      if (this.#isUnreachable) {
        // Most phones know; some believe in a network that leads nowhere.
        if (dice.chance(0.8)) schedule.after(dice.between(5, 500), () => fail({ type: 'offline' }));
        return;
      }
      if (dice.chance(requestLost)) {
        figures.requestsLost += 1;
        if (dice.chance(0.7))
          schedule.after(dice.between(50, 3_000), () => fail({ type: 'offline' }));
        return;
      }
      if (dice.chance(unavailable)) {
        const retryAfterMs = dice.chance(0.2) ? 5_000 : 0;
        schedule.after(this.#latency(dice), () =>
          fail({ type: 'server', status: 503, retryAfterMs }),
        );
        return;
      }
      if (dice.chance(unauthorized)) {
        schedule.after(this.#latency(dice), () => fail({ type: 'unauthorized' }));
        return;
      }
      const copies = dice.chance(duplicated) ? 2 : 1;
      figures.requestsDuplicated += copies - 1;
      for (let copy = 0; copy < copies; copy += 1) {
        // The second one may wander about for minutes.
        const late = copy === 1 && dice.chance(0.5) ? dice.between(0, 240_000) : 0;
        const isAnswerLost = dice.chance(answerLost);
        const back = this.#latency(dice);
        const isNoticed = dice.chance(0.5);
        schedule.after(this.#latency(dice) + late, async () => {
          if (copy === 0 && this.#isUnreachable) {
            figures.requestsLost += 1;
            return;
          }
          const value = await arrive();
          if (isAnswerLost) {
            figures.answersLost += 1;
            if (isNoticed) schedule.after(back, () => fail({ type: 'offline' }));
            return;
          }
          schedule.after(back, () => {
            if (this.#isUnreachable) figures.answersLost += 1;
            else answer(value);
          });
        });
      }
    });
  }

  async #apply(batch: readonly Mutation[], ids: readonly string[], text: string): Promise<Answer> {
    const { server, figures } = this.#network.options;
    const dice = this.#dice.arriving;
    const { poisoned, largestBatch } = this.#network.weather;
    if (batch.length > largestBatch) return err({ type: 'batch_refused', status: 413 });
    const poison = dice.chance(poisoned) ? dice.pick(ids) : null;
    if (poison !== null) figures.serverErrors += 1;
    const { answer, news } = await server.apply(this.user, text, poison);
    this.#network.tell(news);
    return answer;
  }

  async #pull(operation: string, cursor: string | null, size: number): Promise<Answer> {
    const { server, figures } = this.#network.options;
    const answer = await server.pull(this.user, operation, cursor, size);
    if (answer.ok && (answer.value as { reset: boolean }).reset) figures.resets += 1;
    return answer;
  }

  #live(page: Page, { all, restricted }: LiveTopics, handlers: LiveHandlers): () => void {
    const topics = restricted === null ? [all] : [all, restricted];
    const listener = { page, topics, handlers, isJoined: false, isLeft: false };
    this.#listeners.add(listener);
    this.#join(listener);
    return () => {
      listener.isLeft = true;
      listener.isJoined = false;
      this.#listeners.delete(listener);
    };
  }

  #join(listener: Listener): void {
    const { schedule } = this.#network.options;
    const dice = this.#dice.joining;
    const again = () => schedule.after(dice.between(1_000, 20_000), () => this.#join(listener));
    schedule.after(this.#latency(dice), async () => {
      if (listener.isLeft || listener.isJoined) return;
      if (!listener.page.isAlive) {
        this.#listeners.delete(listener);
        return;
      }
      if (this.areSocketsBlocked) return;
      if (this.#isUnreachable || !(await this.#mayHear(listener))) {
        again();
        return;
      }
      schedule.after(1, () => {
        if (listener.isLeft || listener.isJoined) return;
        if (this.#isUnreachable) {
          again();
          return;
        }
        listener.isJoined = true;
        if (listener.page.isAlive) listener.handlers.joined();
      });
    });
  }

  async #mayHear({ topics }: Listener): Promise<boolean> {
    for (const topic of topics)
      if (!(await this.#network.options.server.mayHear(this.user, topic))) return false;
    return true;
  }

  #lose(listener: Listener): void {
    if (!listener.isJoined) return;
    listener.isJoined = false;
    this.#network.options.schedule.after(1, () => {
      if (listener.page.isAlive && !listener.isLeft) listener.handlers.lost();
    });
    this.#join(listener);
  }
}
