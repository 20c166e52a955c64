import { SyncEngine } from '../../src/lib/sync/engine.ts';
import type { Author } from '../../src/lib/sync/layer.ts';
import type { OutboxRecord } from '../../src/lib/sync/outbox.ts';
import { overlay } from '../../src/lib/sync/overlay.ts';
import type { Replica } from '../../src/lib/sync/replica.ts';
import type { LocalStore } from '../../src/lib/sync/store.ts';
import type { TabSync } from '../../src/lib/sync/tab-sync.ts';
import { syncInTurn } from '../../src/lib/sync/tab-sync.ts';
import { Browser } from './browser.ts';
import type { Dice } from './dice.ts';
import type { Disk } from './disks.ts';
import { idbDisk, memoryDisk } from './disks.ts';
import type { Figures } from './figures.ts';
import { GuardedStore } from './guarded-store.ts';
import type { Ledger } from './ledger.ts';
import type { Link } from './link.ts';
import type { Schedule } from './schedule.ts';
import { Tab } from './tab.ts';

export interface PhoneOptions {
  index: number;
  operationId: string;
  author: Author;
  /** On IndexedDB; else in memory. */
  isOnIdb: boolean;
  /** As many pages as this are open at once. */
  tabs: number;
  link: Link;
  schedule: Schedule;
  dice: Dice;
  figures: Figures;
  ledger: Ledger;
  onFailure: (cause: unknown) => void;
}

/** One page with the app open in it. */
export interface OpenApp {
  tab: Tab;
  engine: SyncEngine;
  sync: TabSync;
}

/** A phone: its storage outlives its pages, its clock is its own. */
export class Phone {
  readonly options: PhoneOptions;
  readonly disk: Disk;
  /** Its clock less the true time, in ms. */
  clockOffset = 0;
  isDiskFull = false;
  apps: OpenApp[] = [];
  readonly #browser: Browser;
  #opened = 0;
  #opening = 0;

  constructor(options: PhoneOptions) {
    this.options = options;
    this.#browser = new Browser(options.schedule);
    this.disk = options.isOnIdb ? idbDisk(options.schedule, this.#browser) : memoryDisk();
  }

  /** A page with the app in it that is open now; null while there is none. */
  get app(): OpenApp | null {
    return this.options.dice.pick(this.apps) ?? null;
  }

  /** The page that talks to the server, or would. */
  get leader(): OpenApp | null {
    return (
      this.apps.find(({ engine }) => engine.status.phase !== 'stopped') ?? this.apps[0] ?? null
    );
  }

  /** The person opens the app, in as many pages as are missing. */
  open(): void {
    while (this.apps.length + this.#opening < this.options.tabs) void this.#openOne();
  }

  /** Whatever is open is gone at once. */
  kill(): void {
    for (const { tab } of this.apps) tab.kill();
  }

  async #openOne(): Promise<void> {
    const { schedule, figures, dice, link, author, operationId, ledger, onFailure } = this.options;
    this.#opening += 1;
    let isOpening = true;
    const opened = () => {
      if (isOpening) this.#opening -= 1;
      isOpening = false;
    };
    const tab = new Tab(schedule, figures, () => {
      opened();
      this.apps = this.apps.filter((app) => app.tab !== tab);
      this.#browser.forget(tab);
      this.#comeBack();
    });
    if (dice.chance(0.05)) tab.armCrash(dice.int(12));
    try {
      const store = this.#store(tab);
      const random = dice.fork(`page ${(this.#opened += 1)}`).next;
      const timers = tab.timers(() => this.clockOffset);
      const transport = link.transport(tab);
      let added: OutboxRecord[] = [];
      let replica: Replica | null = null;
      // By itself: what else waits is laid over the rows anew with it.
      const isShown = ({ mutation }: OutboxRecord): boolean =>
        replica !== null &&
        Object.values(overlay(replica, [mutation], replica.author)).some(({ size }) => size > 0);
      store.subscribe(({ records, removed }) => {
        const isNew = ({ key }: OutboxRecord) => !ledger.get(key).isDurable;
        added = removed.length === 0 ? records.filter((one) => isNew(one) && isShown(one)) : [];
        for (const { key, seq } of records) ledger.isKept(key, seq);
      });
      // As it is known now: what changes later the engine has to hear from the server.
      const known = { operationId, author: { ...author } };
      const options = { ...known, store, transport, timers, random };
      // Rows are read into memory in turns of the event loop, which the schedule waits for.
      const load = store.load.bind(store);
      store.load = async () => {
        const state = await load();
        schedule.busy += 1;
        return state;
      };
      const engine = await SyncEngine.open(options);
      schedule.busy -= 1;
      replica = engine.replica;
      engine.subscribe((change) => {
        if (change?.outbox && change.tables.size > 0)
          for (const { mutation } of added) figures.kinds[mutation.kind].shown += 1;
      });
      for (const { key, seq } of engine.replica.records) ledger.isKept(key, seq);
      opened();
      const name = 'daylight';
      const locks = this.options.tabs > 1 ? this.#browser.locks(tab) : null;
      const joinTabs = this.#browser.joinTabs(tab);
      const sync = syncInTurn({ engine, name, locks, joinTabs });
      this.apps.push({ tab, engine, sync });
    } catch (cause) {
      opened();
      if (tab.isAlive) onFailure(cause);
    }
  }

  #store(tab: Tab): LocalStore {
    const { schedule, dice, figures } = this.options;
    const inner = this.disk.open(tab);
    return new GuardedStore({
      ...{ inner, tab, schedule, dice, figures },
      isFull: () => this.isDiskFull,
    });
  }

  /** After a crash the person opens the app again, sooner or later. */
  #comeBack(): void {
    const { schedule, dice } = this.options;
    schedule.after(500 + dice.around(15_000), () => this.open());
  }
}
