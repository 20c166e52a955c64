import type { Broadcast } from './broadcast.ts';
import { PresenceTopic } from './presence.ts';
import type { Clock } from './clock.ts';

/** Whoever gets what is sent to a topic. */
export type Subscriber = {
  deliver: (broadcast: Broadcast) => void;
  deliverPresence: (broadcast: Broadcast) => void;
};

type Topic<S> = { subscribers: Set<S>; presence: PresenceTopic };

/**
 * Who listens where. A private and a public channel of the same name are two topics: what is sent
 * to the one is never seen on the other.
 */
export class Hub<S extends Subscriber> {
  readonly #topics = new Map<string, Topic<S>>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `name` is without the "realtime:" prefix. Returns the topic's presence. */
  join(name: string, isPrivate: boolean, subscriber: S): PresenceTopic {
    const key = keyOf(name, isPrivate);
    let topic = this.#topics.get(key);
    if (!topic) {
      const subscribers = new Set<S>();
      const presence = new PresenceTopic(`realtime:${name}`, this.#clock, (diff) => {
        for (const each of subscribers) each.deliverPresence(diff);
      });
      topic = { subscribers, presence };
      this.#topics.set(key, topic);
    }
    topic.subscribers.add(subscriber);
    return topic.presence;
  }

  leave(name: string, isPrivate: boolean, subscriber: S): void {
    const key = keyOf(name, isPrivate);
    const topic = this.#topics.get(key);
    if (!topic) return;
    topic.subscribers.delete(subscriber);
    if (topic.subscribers.size > 0) return;
    topic.presence.close();
    this.#topics.delete(key);
  }

  /** Hands a broadcast to every subscriber but `from`. */
  send(name: string, isPrivate: boolean, broadcast: Broadcast, from?: S): void {
    const topic = this.#topics.get(keyOf(name, isPrivate));
    if (!topic) return;
    for (const subscriber of topic.subscribers) {
      if (subscriber !== from) subscriber.deliver(broadcast);
    }
  }

  get topicCount(): number {
    return this.#topics.size;
  }
}

const keyOf = (name: string, isPrivate: boolean) => `${isPrivate ? 'private' : 'public'}:${name}`;
