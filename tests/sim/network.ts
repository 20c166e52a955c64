import type { Dice } from './dice.ts';
import type { Figures } from './figures.ts';
import { Link } from './link.ts';
import type { Schedule } from './schedule.ts';
import type { Broadcast, SimServer } from './server.ts';

/** How bad it is; probabilities are for each request or message. */
export interface Weather {
  requestLost: number;
  answerLost: number;
  duplicated: number;
  latencyMs: number;
  liveLost: number;
  liveDuplicated: number;
  /** 5xx from something in between. */
  unavailable: number;
  /** 401 after a refresh. */
  unauthorized: number;
  /** A mutation of the batch fails unexpectedly [W8]. */
  poisoned: number;
  /** Something in between takes no batch that is larger. */
  largestBatch: number;
}

export const fairWeather: Weather = {
  requestLost: 0,
  answerLost: 0,
  duplicated: 0,
  latencyMs: 80,
  liveLost: 0,
  liveDuplicated: 0,
  unavailable: 0,
  unauthorized: 0,
  poisoned: 0,
  largestBatch: 100,
};

/** A page of the app that may be gone by the time that something comes back. */
export interface Page {
  isAlive: boolean;
}

export interface NetworkOptions {
  schedule: Schedule;
  server: SimServer;
  dice: Dice;
  figures: Figures;
  weather: Weather;
  /** An answer with the server's word on these mutations has reached the phone. */
  onAnswered: (user: string, ids: readonly string[], answer: unknown) => void;
}

export class SimNetwork {
  readonly options: NetworkOptions;
  weather: Weather;
  /** Nobody reaches the server. */
  isDown = false;
  readonly links: Link[] = [];

  constructor(options: NetworkOptions) {
    this.options = options;
    this.weather = options.weather;
  }

  link(user: string, areSocketsBlocked: boolean): Link {
    const link = new Link(this, user, areSocketsBlocked);
    this.links.push(link);
    return link;
  }

  /** What the server has announced goes out to those who listen. */
  async broadcast(): Promise<void> {
    this.tell(await this.options.server.news());
  }

  tell(news: readonly Broadcast[]): void {
    for (const message of news) for (const link of this.links) link.send(message);
  }

  setDown(isDown: boolean): void {
    this.isDown = isDown;
    if (isDown) for (const link of this.links) link.drop();
  }

  /** The account's rights have changed: the server looks again at who listens. */
  async recheck(user: string): Promise<void> {
    for (const link of this.links) if (link.user === user) await link.recheck();
  }
}
