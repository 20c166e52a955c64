import type { LockRules } from '$lib/domain/lease';
import { leaseLeftMs, untilVerdictMs, verdict } from '$lib/domain/lease';
import type { Result } from '$lib/domain/result';
import { err } from '$lib/domain/result';
import type { Tabs } from '$lib/sync/tabs';
import type { PinError, UnlockError } from '$lib/sync/vault/vault';
import * as v from 'valibot';
import type { Lease, LeaseTerms } from './lease-book';
import { newLease, rulesOf } from './lease-book';
import { LeaseCount } from './lease-count';
import type { Ending, LockMessage, LockOptions, LockState } from './lock-options';
import { messageSchema } from './lock-options';

/** The clocks are looked at this often while the page is open, and when it comes to the front. */
const lookMs = 15_000;
/** A locked phone asks the server this often what has become of the account [Q4]. */
const askMs = 60_000;
/** Other tabs hear of a touch at most this often. */
const tellActiveMs = 5_000;

/** Whether one account's rows may be on the screen: the PIN, the idle time, the lease [Q1]-[Q4]. */
export class Lock {
  state: LockState = $state('starting');
  hasPin = $state(false);
  /** Wrong PINs that are left before the phone is wiped [S10]. */
  attemptsLeft = $state(5);
  lease: Lease = $state.raw(newLease(0));
  readonly rules: LockRules = $derived(rulesOf(this.lease.operations));
  readonly leaseLeftMs: number = $derived(leaseLeftMs(this.lease.contact, this.rules));
  readonly #options: LockOptions;
  readonly #tabs: Tabs;
  readonly #count: LeaseCount;
  /** The key has been dropped: the PIN is asked, whatever the hours say. */
  #isShut = false;
  /** What is open when an operation begins to ask for a PIN stays open until the next start. */
  #needsPin = false;
  /** Whether it is known if there is a PIN: nothing opens before. */
  #isStarted = false;
  #isStopped = false;
  #cancelTimer: () => void = () => undefined;
  #active: { nowMs: number; monotonicMs: number };
  #toldActiveMs = Number.NEGATIVE_INFINITY;
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(options: LockOptions) {
    this.#options = options;
    this.#count = new LeaseCount(options.book, options.userId, options.clocks);
    this.#active = this.#times();
    this.#tabs = options.joinTabs(`daylight-lock-${options.userId}`, (message) => {
      const parsed = v.safeParse(messageSchema, message);
      if (parsed.success) void this.#hear(parsed.output);
    });
  }

  /** False over plain http, where browsers give no WebCrypto, and where nothing is kept. */
  get canHavePin(): boolean {
    return this.#options.vault?.isEncrypted ?? false;
  }

  /** Finds out how things stand, and watches from here on. */
  async start(): Promise<void> {
    const { isWiping } = await this.#readVault();
    // The app was ended in the middle of a wipe, or between the last attempt and the wipe.
    if (isWiping || (this.hasPin && this.attemptsLeft === 0)) {
      await this.#options.wipe(isWiping ? 'quick' : 'pin');
      return;
    }
    this.#active = this.#times();
    this.#needsPin = rulesOf(this.#count.known().operations).isPinRequired;
    this.#isStarted = true;
    await this.look();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer();
    this.#tabs.close();
  }

  /** Looks at the clocks, and locks when it is time; when the page comes to the front, and by itself. */
  async look(): Promise<void> {
    if (this.#isStopped || !this.#isStarted) return;
    this.lease = this.#count.look();
    if (this.state === 'open' && this.#idleForMs() >= this.#idleLimitMs()) await this.lock();
    else await this.#judge();
    this.#askSometimes();
    this.#sleep();
  }

  /** By hand, and when the phone was not touched: in every tab. Nothing to do without a PIN. */
  async lock(): Promise<void> {
    if (!this.hasPin) return;
    this.#post({ type: 'lock' });
    await this.#shut();
  }

  /** Slow by design, and an attempt counts before it is tried [S9], [S10]. */
  async unlock(pin: string): Promise<Result<null, UnlockError>> {
    const { vault, wipe } = this.#options;
    if (!vault || this.state !== 'locked') return err({ type: 'no_pin' });
    const unlocked = await vault.unlock(pin);
    if (unlocked.ok) {
      this.#isShut = false;
      this.#active = this.#times();
      this.lease = this.#count.open();
      await this.#judge();
    } else if (unlocked.error.type === 'wiped') {
      await wipe('pin');
      return unlocked;
    }
    await this.#readVault();
    return unlocked;
  }

  /** @param pin see `pinFault` in domain/pin for what is none */
  async setPin(pin: string): Promise<Result<null, PinError>> {
    const { vault } = this.#options;
    if (!vault) return err({ type: 'unsupported' });
    const set = await vault.create(pin);
    await this.#pinChanged();
    return set;
  }

  /** Whether to offer a PIN to who has none: until it was declined, on this phone. */
  get isPinOffered(): boolean {
    return this.canHavePin && !this.hasPin && !this.lease.isPinDeclined;
  }

  declinePin(): void {
    this.lease = this.#count.declinePin();
  }

  /** The old PIN counts as an attempt. */
  async changePin(from: string, to: string): Promise<Result<null, PinError>> {
    const { vault, wipe } = this.#options;
    if (!vault) return err({ type: 'unsupported' });
    const changed = await vault.changePin(from, to);
    if (!changed.ok && changed.error.type === 'wiped') await wipe('pin');
    else await this.#pinChanged();
    return changed;
  }

  /** The network is back, or the page is in front again: the server may be worth asking at once. */
  async back(): Promise<void> {
    this.#askedMs = Number.NEGATIVE_INFINITY;
    await this.look();
  }

  /** A person has touched this phone. */
  touch(): void {
    this.#active = this.#times();
    if (this.#active.monotonicMs - this.#toldActiveMs < tellActiveMs) return;
    this.#toldActiveMs = this.#active.monotonicMs;
    this.#post({ type: 'active' });
  }

  /** The server has answered the active member of one operation [Q2]. */
  async confirm(operationId: string, terms: LeaseTerms): Promise<void> {
    const { operations } = this.#count.known();
    await this.#settle({ ...operations, [operationId]: terms }, operations);
  }

  /** The server has named all the operations of which the account is an active member: at least one. */
  async confirmAll(operations: Lease['operations']): Promise<void> {
    this.#needsPin = rulesOf(operations).isPinRequired;
    await this.#settle(operations, this.#count.known().operations);
  }

  /** The account's rows are about to go from this phone: no other tab shows or writes them any more. */
  warnTabs(ending: Ending): void {
    this.#post({ type: 'gone', ending });
  }

  /** The account's rows are gone from this phone. */
  end(ending: Ending | null): void {
    this.#post({ type: 'gone', ending });
    this.#count.forget();
    this.stop();
  }

  async #settle(operations: Lease['operations'], before: Lease['operations']): Promise<void> {
    const isWiped = Object.entries(operations).some(
      ([id, { wipeCount }]) => wipeCount > (before[id]?.wipeCount ?? wipeCount),
    );
    if (isWiped) {
      await this.#options.wipe('remote');
      return;
    }
    if (this.#isStopped) return;
    this.lease = this.#count.confirm(operations);
    if (!this.#isStarted || (this.state === 'open' && !this.#needsPin)) return;
    await this.#judge();
    this.#post({ type: 'changed' });
  }

  async #hear(message: LockMessage): Promise<void> {
    if (message.type === 'active') this.#active = this.#times();
    else if (message.type === 'lock') await this.#shut();
    else if (message.type === 'changed') {
      await this.#readVault();
      await this.look();
    } else {
      this.stop();
      this.#options.gone(message.ending);
    }
  }

  async #pinChanged(): Promise<void> {
    await this.#readVault();
    this.#post({ type: 'changed' });
    await this.#judge();
  }

  async #readVault(): Promise<{ isWiping: boolean }> {
    try {
      const status = await this.#options.vault?.status();
      if (!status) return { isWiping: false };
      this.hasPin = status.hasPin;
      this.#isShut ||= status.isLocked;
      this.attemptsLeft = status.attemptsLeft;
      return status;
    } catch {
      // A database that cannot be read holds nothing that could be shown; the store says so.
      return { isWiping: false };
    }
  }

  async #shut(): Promise<void> {
    if (!this.hasPin) await this.#readVault();
    this.#isShut ||= this.hasPin;
    await this.#judge();
  }

  async #judge(): Promise<void> {
    const before = this.state;
    this.state = this.#stateNow();
    if (this.state === 'open' || this.state === before) return;
    // What the screens have asked to be kept is written, then the key is dropped: nothing is lost.
    await this.#options.release();
    this.#options.vault?.lock();
    this.#isShut = this.hasPin;
  }

  #stateNow(): LockState {
    const now = verdict(this.lease.contact, this.rules);
    if (now === 'lease_over') return 'lease_over';
    if (this.hasPin) return this.#isShut || now === 'lock' ? 'locked' : 'open';
    if (now === 'lock') return 'needs_contact';
    return this.#needsPin && this.#options.vault ? 'pin_missing' : 'open';
  }

  #times(): { nowMs: number; monotonicMs: number } {
    const { now, monotonic } = this.#options.clocks;
    return { nowMs: now(), monotonicMs: monotonic() };
  }

  #idleLimitMs(): number {
    return this.hasPin ? this.rules.idleMinutes * 60_000 : Number.POSITIVE_INFINITY;
  }

  #idleForMs(): number {
    const { nowMs, monotonicMs } = this.#times();
    return Math.max(nowMs - this.#active.nowMs, monotonicMs - this.#active.monotonicMs);
  }

  #askSometimes(): void {
    if (this.state === 'open' || this.state === 'pin_missing') return;
    const { monotonic } = this.#options.clocks;
    if (monotonic() - this.#askedMs < askMs) return;
    this.#askedMs = monotonic();
    void this.#options.ask();
  }

  #sleep(): void {
    const { timers, random } = this.#options;
    const untilMs = Math.min(
      // Phones that were locked in the same minute do not all ask in the same second.
      lookMs * (0.75 + random() / 2),
      untilVerdictMs(this.lease.contact, this.rules) || lookMs,
      this.state === 'open' ? this.#idleLimitMs() - this.#idleForMs() : lookMs,
    );
    this.#cancelTimer();
    if (this.#isStopped) return;
    this.#cancelTimer = timers.after(Math.max(untilMs, 50), () => void this.look());
  }

  #post(message: LockMessage): void {
    if (!this.#isStopped) this.#tabs.post(message);
  }
}
