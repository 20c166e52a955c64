import type { JoinTabs } from '../tabs.ts';

/** Tabs whose messages arrive when the test says so, in the order in which they were sent. */
export class TestTabs {
  readonly #tabs: { name: string; hear: (message: unknown) => void }[] = [];
  #sent: (() => void)[] = [];

  join: JoinTabs = (name, hear) => {
    const tab = { name, hear };
    this.#tabs.push(tab);
    const leave = () => this.#tabs.splice(this.#tabs.indexOf(tab), 1);
    const post = (message: unknown) => {
      for (const other of this.#tabs.filter((each) => each !== tab && each.name === name))
        this.#sent.push(() => other.hear(message));
    };
    return { post, close: () => void leave() };
  };

  /** Everything that was sent arrives. */
  deliver(): void {
    const sent = this.#sent;
    this.#sent = [];
    for (const arrive of sent) arrive();
  }

  lose(): void {
    this.#sent = [];
  }
}
