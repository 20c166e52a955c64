import { TabLocks } from './tab-locks';
import { Unsaved } from './unsaved';

/** Why a new version waits: records on their way, something not saved here, or in another tab. */
export type Obstacle = 'sending' | 'unsaved' | 'elsewhere';

export interface AppShellOptions {
  /** Null where the browser has none: plain http, private windows of some. */
  container: ServiceWorkerContainer | null;
  locks: LockManager | null;
  /** The version of the running page. */
  version: string;
  reload: () => void;
}

const lookEveryMs = 500;
const askEveryMs = 60 * 60_000;
const handOverMs = 10_000;

/** The app as it is kept on this phone, and the change to a newer version of it [H2]. */
export class AppShell {
  /** Whether the app opens without a network. */
  kept: 'impossible' | 'no' | 'coming' | 'yes' = $state('no');
  /** A newer version is on the phone, whole, and waits. */
  isNewReady = $state(false);
  /** The person has asked for it. */
  isAsked = $state(false);
  /** Why it does not take over yet; null while it was not tried. */
  obstacle: Obstacle | null = $state(null);
  /** Records of this tab are on their way to the server. */
  #isSending = false;
  readonly #options: AppShellOptions;
  readonly #locks: TabLocks | null;
  readonly #unsaved = new Unsaved();
  #page: Document | null = null;
  #registration: ServiceWorkerRegistration | null = null;
  /** The worker that answers is of another version than this page: only loading again helps. */
  #isPageOld = false;
  #isTrying = false;

  constructor(options: AppShellOptions) {
    this.#options = options;
    this.#locks = options.locks && new TabLocks(options.locks);
    if (!options.container) this.kept = 'impossible';
  }

  /** Watches over the version of this page; returns how to stop. */
  start(page: Document): () => void {
    const { container, reload } = this.#options;
    if (!container) return () => undefined;
    this.#page = page;
    const listening = new AbortController();
    const { signal } = listening;
    let hadController = container.controller !== null;
    const controllerChanged = () => {
      if (hadController) reload();
      else void this.#compare();
      hadController = true;
    };
    container.addEventListener('controllerchange', controllerChanged, { signal });
    const unwatch = this.#unsaved.watch(page, () => this.#hold());
    page.addEventListener('visibilitychange', () => this.#turned(), { signal });
    addEventListener('online', () => void this.#ask(), { signal });
    const asking = setInterval(() => void this.#ask(), askEveryMs);
    const looking = setInterval(() => this.#look(), lookEveryMs);
    void this.#begin(container);
    return () => {
      listening.abort();
      unwatch();
      clearInterval(asking);
      clearInterval(looking);
      this.#locks?.inUse.set(false);
      this.#locks?.inFront.set(false);
    };
  }

  /** Puts the app on the phone: once the first list is on the screen, for the line is thin. */
  async keep(): Promise<void> {
    const { container } = this.#options;
    if (!container || this.#registration) return;
    this.kept = 'coming';
    try {
      this.#watch(await container.register('/service-worker.js', { updateViaCache: 'none' }));
    } catch {
      // Tried again when the network is back, and at the next start.
      this.kept = 'no';
    }
  }

  set isSending(value: boolean) {
    if (value === this.#isSending) return;
    this.#isSending = value;
    this.#hold();
  }

  /** The person wants the new version: now, or as soon as nothing stands in its way. */
  update(): void {
    this.isAsked = true;
    void this.#try({ unseen: false });
  }

  async #begin(container: ServiceWorkerContainer): Promise<void> {
    const registration = await container.getRegistration('/');
    if (registration) {
      this.#watch(registration);
      // Opened anew, and nobody is in the middle of anything: now is the best time.
      if (registration.waiting) await this.#try({ unseen: true });
      void this.#ask();
    }
    if (container.controller) void this.#compare();
    this.#turned();
  }

  #watch(registration: ServiceWorkerRegistration): void {
    this.#registration = registration;
    const follow = (worker: ServiceWorker | null) => {
      worker?.addEventListener('statechange', () => this.#read());
      this.#read();
    };
    registration.addEventListener('updatefound', () => follow(registration.installing));
    follow(registration.installing);
  }

  #read(): void {
    const registration = this.#registration;
    if (!registration) return;
    this.kept = registration.active ? 'yes' : registration.installing ? 'coming' : 'no';
    this.isNewReady =
      this.#isPageOld || (registration.active !== null && registration.waiting !== null);
    // What could not be fetched whole is asked for from the start.
    if (this.kept === 'no') this.#registration = null;
  }

  /** A page that came from the server may be newer or older than the worker that answers it now. */
  async #compare(): Promise<void> {
    const { container, version } = this.#options;
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise<unknown>((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
    });
    container?.controller?.postMessage('which version', [port2]);
    this.#isPageOld = (await answered) !== version;
    this.#read();
  }

  /** Asks the server for a newer version. */
  async #ask(): Promise<void> {
    try {
      if (this.#registration) await this.#registration.update();
    } catch {
      // No network: the next time.
    }
  }

  #turned(): void {
    const isSeen = this.#page?.visibilityState === 'visible';
    this.#locks?.inFront.set(isSeen);
    if (isSeen) void this.#ask();
  }

  /** What stands in the way in this tab. */
  get #ownObstacle(): Obstacle | null {
    if (this.#isSending) return 'sending';
    return this.#unsaved.hasAny ? 'unsaved' : null;
  }

  #hold(): void {
    this.#locks?.inUse.set(this.#ownObstacle !== null);
  }

  #look(): void {
    if (!this.isNewReady) return;
    this.#hold();
    if (this.isAsked) void this.#try({ unseen: false });
    else if (this.#page?.visibilityState === 'hidden') void this.#try({ unseen: true });
  }

  async #try({ unseen }: { unseen: boolean }): Promise<void> {
    if (this.#isTrying) return;
    if (!this.#locks) {
      // Nobody can tell what other tabs do: the browser changes over when all are closed.
      if (!unseen) this.obstacle = 'elsewhere';
      return;
    }
    this.#isTrying = true;
    this.#hold();
    const own = this.#ownObstacle;
    const isDone = own === null && (await this.#locks.whenFree(() => this.#handOver(), { unseen }));
    if (!unseen || isDone) this.obstacle = isDone ? null : (own ?? 'elsewhere');
    this.#isTrying = false;
  }

  /** Resolves when this page is about to go, or when the browser did not do as it was told. */
  async #handOver(): Promise<void> {
    const { container, reload } = this.#options;
    const waiting = this.#registration?.waiting;
    if (!waiting) {
      if (this.#isPageOld) reload();
      return;
    }
    const changed = new Promise<void>((resolve) => {
      container?.addEventListener('controllerchange', () => resolve(), { once: true });
      setTimeout(resolve, handOverMs);
    });
    waiting.postMessage('take over');
    await changed;
  }
}
