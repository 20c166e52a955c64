/** Everything that goes wrong, and when: drawn from the seed. */
import type { Dice } from './dice.ts';
import type { Figures } from './figures.ts';
import type { SimNetwork, Weather } from './network.ts';
import type { Phone } from './phone.ts';
import type { Schedule } from './schedule.ts';
import type { SimServer } from './server.ts';
import type { World } from './world.ts';

const second = 1_000;
const year = 365 * 86_400 * second;

export const weatherOf = (dice: Dice): Weather => ({
  requestLost: dice.between(0, 0.15),
  answerLost: dice.between(0.01, 0.15),
  duplicated: dice.between(0, 0.1),
  latencyMs: dice.between(40, 600),
  liveLost: dice.between(0, 0.1),
  liveDuplicated: dice.between(0, 0.1),
  unavailable: dice.between(0, 0.03),
  unauthorized: dice.between(0, 0.003),
  poisoned: dice.between(0, 0.02),
  largestBatch: dice.chance(0.25) ? 20 : 100,
});

export interface TroublesOptions {
  schedule: Schedule;
  dice: Dice;
  figures: Figures;
  network: SimNetwork;
  server: SimServer;
  world: World;
  phones: readonly Phone[];
  /** How long the run is going to be, about. */
  lengthMs: number;
  /** The server looks at the bytes of evidence that have come [V2]. */
  areFilesChecked: boolean;
}

/** Who may come back to the operation, and who not: as the administrator has last said. */
export type Active = Map<string, boolean>;

export class Troubles {
  readonly active: Active = new Map();
  readonly #options: TroublesOptions;
  #isOver = false;
  #isClosed = false;

  constructor(options: TroublesOptions) {
    this.#options = options;
    for (const { userId } of options.world.accounts) this.active.set(userId, true);
  }

  begin(): void {
    const { phones, dice, lengthMs } = this.#options;
    for (const phone of phones) this.#beginOn(phone);
    for (let count = dice.int(4); count > 0; count -= 1)
      this.#sometime(() => this.#outage(dice.between(5, 60) * second));
    if (dice.chance(0.35)) this.#sometime(() => this.#renewEpoch());
    if (dice.chance(0.35)) this.#sometime(() => this.#close(dice.between(20, 60) * second));
    if (this.#options.areFilesChecked) this.#checkFiles(dice.fork('files'));
    const half = lengthMs / 2;
    for (const phone of phones) {
      if (dice.chance(0.2)) this.#at(dice.between(0.1, 1) * half, () => this.#revoke(phone));
      if (dice.chance(0.2)) this.#sometime(() => this.#changeRights(phone));
    }
  }

  /** No more of it: what was broken is mended, what is wrong and no fault of the network stays. */
  async end(): Promise<void> {
    const { phones, network } = this.#options;
    this.#isOver = true;
    network.setDown(false);
    for (const phone of phones) {
      phone.options.link.mend();
      phone.isDiskFull = false;
      for (const { tab } of phone.apps) tab.disarm();
      phone.open();
    }
    if (this.#isClosed) await this.#setStatus('active');
  }

  /** The person looks at the phone, and does what its notices ask for. */
  look(phone: Phone): void {
    const { dice } = this.#options;
    for (const { engine, sync, tab } of phone.apps) {
      const { halt } = engine.status;
      if (halt === null || engine.status.phase !== 'stopped') continue;
      if (halt === 'storage') sync.refresh();
      else if (halt === 'unauthorized' && dice.chance(0.5)) engine.start();
      else tab.kill();
    }
  }

  #beginOn(phone: Phone): void {
    const { dice, schedule, lengthMs, figures } = this.#options;
    const { link } = phone.options;
    const every = (mean: number, act: () => void) => {
      const next = () =>
        schedule.after(second + dice.around(mean), () => {
          if (this.#isOver) return;
          act();
          next();
        });
      next();
    };
    every(120 * second, () => this.#cut(phone, dice.around(60 * second)));
    // A shift in a basement.
    if (dice.chance(0.25))
      this.#at(dice.between(0, 0.4) * lengthMs, () =>
        this.#cut(phone, dice.between(0.2, 0.6) * lengthMs),
      );
    every(100 * second, () => {
      const app = phone.app;
      app?.tab.armCrash(dice.int(dice.chance(0.5) ? 6 : 60));
    });
    every(240 * second, () => {
      if (dice.chance(0.5)) phone.kill();
      else phone.app?.tab.kill();
    });
    every(300 * second, () => link.drop());
    every(30 * second, () => this.look(phone));
    if (dice.chance(0.1))
      every(120 * second, () => {
        phone.isDiskFull = true;
        this.#at(dice.between(2, 30) * second, () => (phone.isDiskFull = false));
      });
    if (dice.chance(0.3)) phone.clockOffset = dice.between(-20, 20) * year;
    else phone.clockOffset = dice.between(-120, 120) * second;
    if (dice.chance(0.3))
      every(90 * second, () => {
        figures.clockJumps += 1;
        phone.clockOffset = dice.chance(0.5)
          ? dice.between(-20, 20) * year
          : dice.between(-3_600, 3_600) * second;
      });
  }

  #at(delayMs: number, act: () => unknown): void {
    this.#options.schedule.after(delayMs, () => (this.#isOver ? undefined : act()));
  }

  #sometime(act: () => unknown): void {
    this.#at(this.#options.dice.between(0.15, 0.9) * this.#options.lengthMs, act);
  }

  #cut(phone: Phone, lengthMs: number): void {
    const { dice, figures } = this.#options;
    const { link } = phone.options;
    if (link.isCut) return;
    figures.cuts += 1;
    link.cut();
    // Phones do not always notice that they are cut off, or that they no longer are.
    if (dice.chance(0.5)) for (const { engine } of phone.apps) engine.networkLost();
    this.#at(lengthMs, () => {
      link.mend();
      if (dice.chance(0.5)) for (const { sync } of phone.apps) sync.refresh();
    });
  }

  #outage(lengthMs: number): void {
    this.#options.network.setDown(true);
    this.#at(lengthMs, () => this.#options.network.setDown(false));
  }

  /** Some bytes are not those that were collected. */
  #checkFiles(dice: Dice): void {
    const { server, network } = this.#options;
    this.#at(dice.around(20 * second), async () => {
      const checked = await server.checkFile(dice.chance(0.8));
      if (checked) await network.broadcast();
      this.#checkFiles(dice);
    });
  }

  async #renewEpoch(): Promise<void> {
    this.#options.figures.epochs += 1;
    await this.#options.server.sql`select private.renew_epochs()`;
  }

  async #close(lengthMs: number): Promise<void> {
    this.#options.figures.closings += 1;
    await this.#setStatus('closed');
    this.#at(lengthMs, () => this.#setStatus('active'));
  }

  async #setStatus(status: 'active' | 'closed'): Promise<void> {
    const { server, world, dice, network } = this.#options;
    this.#isClosed = status === 'closed';
    const mutation = {
      id: dice.uuid(),
      operation_id: world.operationId,
      kind: 'operation.update',
      entity_id: world.operationId,
      base_version: null,
      payload: { set: { status }, base: { status: status === 'closed' ? 'active' : 'closed' } },
      device_at: null,
    };
    await server.apply(world.administrator, JSON.stringify([mutation]));
    await network.broadcast();
  }

  async #revoke(phone: Phone): Promise<void> {
    const { dice, figures } = this.#options;
    figures.revoked += 1;
    await this.#set(phone, { active: false });
    if (dice.chance(0.7))
      this.#at(dice.between(5, 240) * second, async () => {
        figures.letIn += 1;
        await this.#set(phone, { active: true });
      });
  }

  async #changeRights(phone: Phone): Promise<void> {
    const { dice, figures, world } = this.#options;
    figures.rightsChanged += 1;
    const { author } = phone.options;
    if (dice.chance(0.5)) author.teamId = dice.pick(world.teams) ?? null;
    else {
      author.role = dice.pick(['coordinator', 'medic', 'observer', 'admin'] as const);
      const isField = ['coordinator', 'medic'].includes(author.role);
      author.teamId = isField ? (dice.pick(world.teams) ?? null) : null;
    }
    await this.#set(phone, { active: this.active.get(author.userId) ?? true });
  }

  async #set(phone: Phone, { active }: { active: boolean }): Promise<void> {
    const { server, world, network } = this.#options;
    const { userId: user, role, teamId: team } = phone.options.author;
    this.active.set(user, active);
    const answer = await server.setMember(world.administrator, world.operationId, {
      ...{ user, role, team, active },
      name: role,
    });
    const outcome = answer.ok && (answer.value as { outcome: string }).outcome;
    if (outcome !== 'applied') throw new Error(`set_member: ${JSON.stringify(answer)}`);
    await network.recheck(user);
    await network.broadcast();
  }
}
