/** The position of a photo or file: only for who has chosen it, and never in the way of collecting. */
import type { Result } from '$lib/domain/result';
import { takePosition, type Position, type PositionError } from '../../field/check-in/position';

export type PlaceState =
  | { type: 'off' }
  | { type: 'looking' }
  | { type: 'found'; position: Position; atMs: number }
  | PositionError;

interface PlaceTakingOptions {
  /** Where the choice is remembered on this phone. */
  storage: Storage;
  take?: () => Promise<Result<Position, PositionError>>;
  nowMs?: () => number;
  wait?: (ms: number) => Promise<void>;
}

const key = 'daylight.evidence-place';
/** What is collected counts more than where: a photo waits no longer for its position. */
const patienceMs = 4_000;
/** A position that is older is another place, perhaps. */
const freshForMs = 60_000;

export class PlaceTaking {
  state: PlaceState = $state.raw({ type: 'off' });
  readonly #storage: Storage;
  readonly #take: () => Promise<Result<Position, PositionError>>;
  readonly #nowMs: () => number;
  readonly #wait: (ms: number) => Promise<void>;
  #looking: Promise<void> | null = null;

  constructor({
    storage,
    take = takePosition,
    nowMs = Date.now,
    wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }: PlaceTakingOptions) {
    this.#storage = storage;
    this.#take = take;
    this.#nowMs = nowMs;
    this.#wait = wait;
    if (this.#remembered()) void this.#look();
  }

  get isWanted(): boolean {
    return this.state.type !== 'off';
  }

  /** What this person chooses, now and for the next time on this phone. */
  choose(isWanted: boolean): void {
    try {
      this.#storage.setItem(key, isWanted ? 'yes' : 'no');
    } catch {
      // It holds as long as the page then.
    }
    if (isWanted) void this.#look();
    else this.state = { type: 'off' };
  }

  /** The position for what is collected now; null without the choice, or where none comes in time. */
  async forCapture(): Promise<Position | null> {
    if (!this.isWanted) return null;
    await Promise.race([this.#look(), this.#wait(patienceMs)]);
    return this.#fresh();
  }

  #fresh(): Position | null {
    const { state } = this;
    if (state.type !== 'found' || this.#nowMs() - state.atMs > freshForMs) return null;
    return state.position;
  }

  /** One question at a time, and none while the last answer is fresh. */
  #look(): Promise<void> {
    if (this.#fresh()) return Promise.resolve();
    this.state = { type: 'looking' };
    this.#looking ??= this.#take().then((taken) => {
      this.#looking = null;
      // Whoever has turned it off meanwhile is not asked where they are.
      if (!this.isWanted) return;
      this.state = taken.ok
        ? { type: 'found', position: taken.value, atMs: this.#nowMs() }
        : taken.error;
    });
    return this.#looking;
  }

  #remembered(): boolean {
    try {
      return this.#storage.getItem(key) === 'yes';
    } catch {
      return false;
    }
  }
}
