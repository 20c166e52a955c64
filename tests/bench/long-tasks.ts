import type { CDPSession, Page } from '@playwright/test';

/** What the main thread was busy with while something was done. */
export interface Busy {
  /**
   * The longest task, in ms that the thread itself ran: on a phone that does nothing else that is
   * how long a tap waits, and here no other work of the machine is counted.
   */
  longestMs: number;
  /** The longest by the wall clock, the machine's other work included. */
  wallMs: number;
  /** Tasks that ran for more than 50 ms. */
  longTasks: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

/** The tasks of a page's main thread, from a trace of what the browser itself counts as one. */
export class MainThread {
  readonly #page: Page;
  readonly #devtools: CDPSession;

  private constructor(page: Page, devtools: CDPSession) {
    this.#page = page;
    this.#devtools = devtools;
  }

  /** @param slower how many times slower than this machine the page runs from now on */
  static async of(page: Page, slower: number): Promise<MainThread> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
    return new MainThread(page, devtools);
  }

  /** Watches while `work` is done and until the page has nothing left to do. */
  async during(work: () => Promise<unknown>): Promise<Busy> {
    const events: TraceEvent[] = [];
    const collect = ({ value }: { value: object[] }) => {
      for (const event of value as TraceEvent[]) events.push(event);
    };
    this.#devtools.on('Tracing.dataCollected', collect);
    await this.#devtools.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: ['toplevel'] },
    });
    await work();
    await this.#idle();
    const complete = new Promise((resolve) =>
      this.#devtools.once('Tracing.tracingComplete', resolve),
    );
    await this.#devtools.send('Tracing.end');
    await complete;
    this.#devtools.off('Tracing.dataCollected', collect);
    return busy(events);
  }

  /** Twice idle, half a second apart: what a change has set off has come to its end. */
  async #idle(): Promise<void> {
    await this.#page.evaluate(async () => {
      const idle = () => new Promise((resolve) => requestIdleCallback(resolve));
      await idle();
      await new Promise((resolve) => setTimeout(resolve, 500));
      await idle();
    });
  }
}

const busy = (events: readonly TraceEvent[]): Busy => {
  const tasks = mainThreadTasks(events);
  if (tasks.length === 0) throw new Error('the trace has no task of the page');
  return {
    longestMs: Math.max(...tasks.map(({ thread }) => thread)),
    wallMs: Math.max(...tasks.map(({ wall }) => wall)),
    longTasks: tasks.filter(({ thread }) => thread > 50).length,
  };
};

/** The renderer that did most is the page's: others are spare. */
const mainThreadTasks = (events: readonly TraceEvent[]): { wall: number; thread: number }[] => {
  const threads = new Set(
    events
      .filter(({ ph, args }) => ph === 'M' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const byThread = Map.groupBy(
    events.filter(
      ({ name, ph, pid, tid }) =>
        ph === 'X' && name === 'ThreadControllerImpl::RunTask' && threads.has(`${pid} ${tid}`),
    ),
    ({ pid, tid }) => `${pid} ${tid}`,
  );
  const sum = (all: readonly TraceEvent[]) => all.reduce((total, { dur = 0 }) => total + dur, 0);
  const [most = []] = [...byThread.values()].toSorted((a, b) => sum(b) - sum(a));
  return most.map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1_000, thread: tdur / 1_000 }));
};
