/** One seed: phones, troubles, people; then rest, and the checks. */
import { createHash } from 'node:crypto';
import { readCursor } from '../../src/lib/sync/cursor.ts';
import { isPending } from '../../src/lib/sync/outbox.ts';
import type { Template } from '../support/template.ts';
import { faultsIn, logOf } from './checks.ts';
import { Dice } from './dice.ts';
import type { Figures } from './figures.ts';
import { newFigures } from './figures.ts';
import { Hands } from './hands.ts';
import { Ledger } from './ledger.ts';
import { fairWeather, SimNetwork } from './network.ts';
import { Phone } from './phone.ts';
import { Schedule } from './schedule.ts';
import { SimServer } from './server.ts';
import { Troubles, weatherOf } from './troubles.ts';
import type { Knowledge } from './wishes/index.ts';
import { makeWorld } from './world.ts';

const minute = 60_000;
/** Everything has come to rest by then, or something never will. */
const longestCalmMs = 20 * minute;

export interface SeedOptions {
  seed: number;
  /** Records that are durable on some phone before the troubles end. */
  mutations: number;
  phones: number;
  /** How long the people work, in minutes of virtual time, about. */
  minutes: number;
  /** Seeds that were pinned when there was less to record go their old ways. Default: everything. */
  knows?: Knowledge;
}

export interface Outcome {
  seed: number;
  faults: string[];
  figures: Figures;
  /** Of the log: the same seed gives the same. */
  digest: string;
  /** Minutes of virtual time until everything was at rest. */
  calmAfter: number;
}

export const simulate = async (template: Template, options: SeedOptions): Promise<Outcome> => {
  const server = await SimServer.open(template);
  try {
    return await new Run(server, options).outcome();
  } finally {
    await server.close();
  }
};

class Run {
  readonly #options: SeedOptions;
  readonly #server: SimServer;
  readonly #dice: Dice;
  readonly #figures = newFigures();
  readonly #ledger = new Ledger();
  /** A day ago: the server believes a phone whose clock is right. */
  readonly #schedule = new Schedule(Date.now() - 24 * 60 * minute);
  readonly #failures: string[] = [];
  readonly #hands: Hands;
  readonly #knows: Knowledge;
  #isWorking = true;

  constructor(server: SimServer, options: SeedOptions) {
    this.#server = server;
    this.#knows = options.knows ?? 'everything';
    this.#hands = new Hands({
      ledger: this.#ledger,
      figures: this.#figures,
      knows: this.#knows,
      onFailure: (cause) => this.#fail(cause),
    });
    this.#options = options;
    this.#dice = new Dice(`daylight ${options.seed}`);
  }

  async outcome(): Promise<Outcome> {
    const { seed, minutes, mutations } = this.#options;
    const catching = (cause: unknown) => this.#fail(cause);
    process.on('unhandledRejection', catching);
    try {
      const server = this.#server;
      const world = await makeWorld(
        { sql: server.sql, apply: (user, batch) => server.apply(user, batch) },
        this.#dice.fork('world'),
        this.#options.phones,
        this.#knows,
      );
      await server.news();
      const network = this.#network();
      const phones = world.accounts.map((_, index) => this.#phone(network, world, index));
      const troubles = new Troubles({
        ...{ schedule: this.#schedule, dice: this.#dice.fork('troubles'), figures: this.#figures },
        ...{ network, server, world, phones, lengthMs: minutes * minute },
        areFilesChecked: this.#knows === 'everything',
      });
      for (const phone of phones) this.#begin(phone);
      troubles.begin();
      while (this.#ledger.durable < mutations && this.#failures.length === 0)
        await this.#schedule.pass(5_000);

      this.#isWorking = false;
      network.weather = fairWeather;
      await troubles.end();
      const isActive = (phone: Phone) => troubles.active.get(phone.options.author.userId) === true;
      const calmAfter = await this.#rest(phones, troubles, isActive);
      const ended = { server, world, ledger: this.#ledger, phones, isActive };
      const faults = this.#failures.length > 0 ? this.#failures : await faultsIn(ended);
      for (const phone of phones) phone.kill();
      await this.#schedule.pass(1);
      return { seed, faults, figures: this.#figures, digest: await this.#count(world), calmAfter };
    } finally {
      process.off('unhandledRejection', catching);
    }
  }

  #network(): SimNetwork {
    const dice = this.#dice.fork('network');
    return new SimNetwork({
      ...{ schedule: this.#schedule, server: this.#server, dice, figures: this.#figures },
      weather: weatherOf(this.#dice.fork('weather')),
      onAnswered: (_user, ids, answers) => this.#ledger.answered(ids, answers),
    });
  }

  #phone(network: SimNetwork, world: Awaited<ReturnType<typeof makeWorld>>, index: number): Phone {
    const dice = this.#dice.fork(`phone ${index}`);
    const account = world.accounts[index];
    if (!account) throw new Error('A phone without an account.');
    return new Phone({
      index,
      operationId: world.operationId,
      author: { ...account },
      // One in ten; half of them with two pages open.
      isOnIdb: index % 10 === 4,
      tabs: index % 20 === 4 ? 2 : 1,
      link: network.link(account.userId, dice.chance(0.25)),
      ...{ schedule: this.#schedule, dice, figures: this.#figures, ledger: this.#ledger },
      onFailure: (cause) => this.#fail(cause),
    });
  }

  #begin(phone: Phone): void {
    const { dice } = phone.options;
    this.#schedule.after(dice.between(0, 20_000), () => phone.open());
    const { minutes, phones, mutations } = this.#options;
    const pause = (minutes * minute * phones) / mutations;
    const next = () =>
      this.#schedule.after(50 + dice.around(pause), () => {
        if (!this.#isWorking) return;
        this.#hands.act(phone);
        next();
      });
    next();
  }

  /** @returns how long it took, in minutes of virtual time */
  async #rest(
    phones: readonly Phone[],
    troubles: Troubles,
    isActive: (phone: Phone) => boolean,
  ): Promise<number> {
    const startedAt = this.#schedule.now;
    while (this.#failures.length === 0) {
      await this.#schedule.pass(10_000);
      const version = await this.#version();
      const isAtRest = (phone: Phone): boolean => {
        if (!isActive(phone))
          return (
            phone.apps.length > 0 &&
            phone.apps.every(({ engine }) => engine.replica.cursor === null)
          );
        return (
          phone.apps.length === phone.options.tabs &&
          phone.apps.every(
            ({ engine: { replica } }) =>
              readCursor(replica.cursor)?.version === version && !replica.records.some(isPending),
          )
        );
      };
      const restless = phones.filter((phone) => !isAtRest(phone));
      const tookMs = this.#schedule.now - startedAt;
      if (restless.length === 0) return tookMs / minute;
      for (const phone of restless) troubles.look(phone);
      if (tookMs > longestCalmMs) {
        for (const phone of restless)
          this.#failures.push(`${describe(phone)}, the server at ${version}`);
        return tookMs / minute;
      }
    }
    return 0;
  }

  async #version(): Promise<number> {
    const [row] = await this.#server.sql<{ version: number }[]>`
      select version::int from public.operation_clocks`;
    return row?.version ?? 0;
  }

  /** @returns the digest of the log */
  async #count(world: Awaited<ReturnType<typeof makeWorld>>): Promise<string> {
    const events = await logOf({ server: this.#server, world });
    const digest = createHash('sha256');
    this.#figures.duplicateAnswers = this.#ledger.duplicates;
    for (const { id, outcome, reason, kind, actor } of events) {
      const isMade = this.#ledger.entries.has(id);
      digest.update(JSON.stringify([isMade ? id : '', kind, actor, outcome, reason]));
      this.#figures.events += 1;
      if (outcome === 'applied') this.#figures.applied += 1;
      else if (outcome === 'conflict') this.#figures.conflicts += 1;
      else this.#figures.rejected += 1;
      const entry = this.#ledger.entries.get(id);
      if (!entry) continue;
      const ofKind = this.#figures.kinds[entry.mutation.kind];
      if (outcome === 'applied') ofKind.applied += 1;
      else if (outcome === 'conflict') ofKind.conflicts += 1;
      else {
        ofKind.rejected += 1;
        const refusal = `${kind} ${reason}`;
        this.#figures.refusals[refusal] = (this.#figures.refusals[refusal] ?? 0) + 1;
      }
    }
    return digest.digest('hex').slice(0, 12);
  }

  #fail(cause: unknown): void {
    this.#failures.push(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  }
}

const describe = (phone: Phone): string => {
  const apps = phone.apps.map(({ engine }) => {
    const { phase, halt, waiting, problems } = engine.status;
    const pending = engine.replica.records.filter(isPending).slice(0, 2);
    return JSON.stringify({
      phase,
      halt,
      waiting,
      problems,
      cursor: engine.replica.cursor,
      pending,
    });
  });
  return `Phone ${phone.options.index} does not come to rest: ${apps.join(' and ')}`;
};
