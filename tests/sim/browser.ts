/** What the tabs of one browser share: messages and locks. */
import type { JoinTabs } from '../../src/lib/sync/tabs.ts';
import type { Schedule } from './schedule.ts';
import type { Tab } from './tab.ts';

const messageMs = 5;

interface Member {
  tab: Tab;
  name: string;
  hear: (message: unknown) => void;
}
interface Waiting {
  tab: Tab;
  name: string;
  run: () => Promise<unknown>;
}

export class Browser {
  readonly #schedule: Schedule;
  readonly #members = new Set<Member>();
  readonly #holders = new Map<string, Tab>();
  #waiting: Waiting[] = [];

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  joinTabs(tab: Tab): JoinTabs {
    return (name, hear) => {
      const member = { tab, name, hear };
      this.#members.add(member);
      const post = (message: unknown) => {
        if (!tab.isAlive) return;
        const text = JSON.stringify(message);
        for (const other of this.#members)
          if (other !== member && other.name === name)
            this.#schedule.after(messageMs, () => {
              if (other.tab.isAlive && this.#members.has(other)) other.hear(JSON.parse(text));
            });
      };
      return { post, close: () => this.#members.delete(member) };
    };
  }

  locks(tab: Tab): Pick<LockManager, 'request'> {
    const request = (
      name: string,
      { signal }: { signal?: AbortSignal },
      hold: () => Promise<unknown>,
    ): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const waiting = { tab, name, run: () => hold().then(resolve, reject) };
        signal?.addEventListener('abort', () => {
          this.#waiting = this.#waiting.filter((other) => other !== waiting);
        });
        this.#waiting.push(waiting);
        this.#grant();
      });
    return { request } as unknown as Pick<LockManager, 'request'>;
  }

  /** A tab is gone: what it held is free. */
  forget(tab: Tab): void {
    for (const member of this.#members) if (member.tab === tab) this.#members.delete(member);
    for (const [name, holder] of this.#holders) if (holder === tab) this.#holders.delete(name);
    this.#waiting = this.#waiting.filter((waiting) => waiting.tab !== tab);
    this.#schedule.after(messageMs, () => this.#grant());
  }

  #grant(): void {
    for (const waiting of [...this.#waiting]) {
      if (this.#holders.has(waiting.name)) continue;
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      this.#holders.set(waiting.name, waiting.tab);
      this.#schedule.after(1, () => {
        if (!waiting.tab.isAlive) return;
        void waiting.run().then(() => {
          this.#holders.delete(waiting.name);
          this.#grant();
        });
      });
    }
  }
}
