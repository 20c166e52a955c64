/** What a person does with an open app: records something, sees to what was refused, changes a mind. */
import type { Mutation, MutationKind } from '../../src/lib/domain/mutations.ts';
import type { Asked } from '../../src/lib/sync/compose.ts';
import {
  composeAgain,
  composeCorrection,
  composeDiscard,
  composeMutation,
} from '../../src/lib/sync/compose.ts';
import type { OutboxRecord } from '../../src/lib/sync/outbox.ts';
import { isDismissible, isProblem } from '../../src/lib/sync/outbox.ts';
import { hasEffects, readyEffects } from '../../src/lib/sync/overlay.ts';
import { StorageError } from '../../src/lib/sync/storage-error.ts';
import type { Figures } from './figures.ts';
import type { Ledger } from './ledger.ts';
import type { OpenApp, Phone, PhoneOptions } from './phone.ts';
import type { Schedule } from './schedule.ts';
import type { Knowledge } from './wishes/index.ts';
import { wishOf } from './wishes/index.ts';

export interface HandsOptions {
  ledger: Ledger;
  figures: Figures;
  knows: Knowledge;
  /** A failure that no rule foresees. */
  onFailure: (cause: unknown) => void;
}

export class Hands {
  readonly #options: HandsOptions;
  readonly #last = new Map<Phone, Mutation>();

  constructor(options: HandsOptions) {
    this.#options = options;
  }

  /** One deed, where the app is open. */
  act(phone: Phone): void {
    const { dice } = phone.options;
    const { app } = phone;
    if (!app) return;
    if (app.engine.status.problems > 0 && dice.chance(0.25)) this.#settle(phone, app);
    else if (app.engine.status.waiting > 0 && dice.chance(0.12)) this.#correct(phone, app);
    else this.#record(phone, app);
  }

  #record(phone: Phone, app: OpenApp): void {
    const { dice, operationId } = phone.options;
    const { engine } = app;
    const { replica } = engine;
    if (!engine.status.isReady || replica.cursor === null) return;
    const { author } = replica;
    if (author.role === 'observer' && dice.chance(0.9)) return;
    const nowMs = nowOn(phone, app);
    const { knows, ledger } = this.#options;
    const standing = (kind: MutationKind) => ledger.standing(kind);
    const takenAway = (kind: MutationKind) => ledger.takenAway(kind);
    const last = this.#last.get(phone) ?? null;
    const wish = wishOf({ replica, author, dice, nowMs, standing, takenAway, last }, knows);
    if (!wish) return;
    const asked = { ...wish, id: dice.uuid(), operationId, nowMs };
    const mutation = composeMutation(asked as Asked<MutationKind>, replica, author);
    this.#last.set(phone, mutation);
    this.#keep(phone.options, mutation, engine.mutate(mutation), null);
  }

  /** Something was refused, or no longer fitted. */
  #settle(phone: Phone, app: OpenApp): void {
    const { dice } = phone.options;
    const { engine } = app;
    const { replica } = engine;
    const { figures, ledger } = this.#options;
    const record = dice.pick(replica.records.filter(isProblem));
    if (!record) return;
    ledger.get(record.key).isTakenOff = true;
    const nowMs = nowOn(phone, app);
    const id = dice.uuid();
    if (dice.chance(0.3)) {
      figures.replaced += 1;
      const mutation = composeAgain(record, id, nowMs, replica, replica.author);
      this.#keep(phone.options, mutation, engine.replace(record.key, mutation), record.key);
    } else if (isDismissible(record)) {
      figures.dismissed += 1;
      this.#survive(engine.dismiss(record.key));
    } else {
      figures.discarded += 1;
      this.#discard(phone, app, record, id);
    }
  }

  /** Changes or gives up what still waits: nobody knows whether it has arrived [K7], [W13]. */
  #correct(phone: Phone, app: OpenApp): void {
    const { dice } = phone.options;
    const { engine } = app;
    const { replica } = engine;
    const waiting = replica.records.filter(
      ({ state, mutation }) => state === 'waiting' && mutation.kind !== 'record.discard',
    );
    const record = dice.pick(waiting);
    if (!record) return;
    this.#options.figures.correctedWaiting += 1;
    const id = dice.uuid();
    if (dice.chance(0.3)) {
      this.#discard(phone, app, record, id);
      return;
    }
    const { payload } = record.mutation;
    const nowMs = nowOn(phone, app);
    const mutation = composeCorrection(record, payload, id, nowMs, replica, replica.author);
    this.#keep(phone.options, mutation, engine.replace(record.key, mutation), record.key);
  }

  #discard(phone: Phone, app: OpenApp, record: OutboxRecord, id: string): void {
    const why = 'no longer';
    const mutation = composeDiscard(record, why, id, nowOn(phone, app));
    this.#keep(phone.options, mutation, app.engine.discard(record.key, why, id), record.key);
  }

  /** The ledger hears from the storage when it is kept, and from the app when it cannot be. */
  #keep(
    { index, schedule }: PhoneOptions,
    mutation: Mutation,
    done: Promise<unknown>,
    replaces: string | null,
  ): void {
    const { figures, ledger, onFailure } = this.#options;
    const entry = ledger.note(index, mutation, replaces);
    figures.mutations += 1;
    figures.kinds[mutation.kind].made += 1;
    this.#awaitEffects(mutation.kind, schedule);
    done.catch((cause: unknown) => {
      if (cause instanceof StorageError) entry.isRefusedByDisk = true;
      else onFailure(cause);
    });
  }

  /** What shows the desks' records comes as a file of the app: virtual time waits for it. */
  #awaitEffects(kind: MutationKind, schedule: Schedule): void {
    if (hasEffects([kind])) return;
    schedule.busy += 1;
    void readyEffects([kind]).then(() => (schedule.busy -= 1));
  }

  #survive(done: Promise<unknown>): void {
    done.catch((cause: unknown) => {
      if (!(cause instanceof StorageError)) this.#options.onFailure(cause);
    });
  }
}

const nowOn = (phone: Phone, { tab }: OpenApp): number => tab.timers(() => phone.clockOffset).now();
