import type { Result } from '$lib/domain/result';
import { m } from '$lib/paraglide/messages.js';
import { Saving } from '../field/saving.svelte';

/** What keeps a change of a row on this device. */
export interface RowKeeping {
  readonly isBusy: boolean;
  /** @param words said when it is kept */
  keep: (write: Promise<unknown>, words: string) => Promise<boolean>;
}

/** One form on one row: what was opened, what stands in it, and what became of saving it. */
export class RowForm<
  Row extends object,
  Form,
  Fault extends { type: string },
> implements RowKeeping {
  /** The row as the author saw it when the form was opened, or saved last. */
  opened: Row = $state.raw() as Row;
  form: Form = $state() as Form;
  /** Which field is wrong, as of the last attempt to save. */
  error: Fault | null = $state.raw(null);
  /** Told in words under the form: nothing changed. */
  remark: string | null = $state(null);
  isBusy = $state(false);
  readonly saving = new Saving();
  readonly #formOf: (row: Row) => Form;

  constructor(opened: Row, formOf: (row: Row) => Form) {
    this.#formOf = formOf;
    this.opened = opened;
    this.form = formOf(opened);
  }

  /** The form starts anew from the row as it now is; undefined once that is taken away. */
  restart(row: Row | undefined): void {
    this.opened = row ?? this.opened;
    this.form = this.#formOf(this.opened);
  }

  /**
   * Writes what was changed, unless a field is wrong or nothing is another.
   * @param changes against `opened`
   * @returns whether it was kept: the form may start anew then
   */
  async save<Changes>(
    changes: Result<Changes | null, Fault>,
    write: (changes: Changes) => Promise<unknown>,
  ): Promise<boolean> {
    this.error = changes.ok ? null : changes.error;
    this.remark = changes.ok && !changes.value ? m.admin_no_changes() : null;
    if (!changes.ok || !changes.value) return false;
    return this.keep(write(changes.value), m.admin_saved());
  }

  /** Keeps a change on this device; false when it could not, and the form stays as it is. */
  async keep(write: Promise<unknown>, words: string): Promise<boolean> {
    this.isBusy = true;
    this.remark = null;
    const isKept = await this.saving.keep(write, words);
    this.isBusy = false;
    return isKept;
  }
}
