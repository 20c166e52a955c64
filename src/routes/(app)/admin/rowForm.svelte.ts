import { Saving } from '../field/saving.svelte';

/** One form on one row: what was opened, and what became of saving it. */
export class RowForm<Row extends object> {
  /** The row as the author saw it when the form was opened, or saved last. */
  opened: Row = $state.raw() as Row;
  /** Told in words under the form: nothing changed, or some fields are wrong. */
  remark: string | null = $state(null);
  isBusy = $state(false);
  readonly saving = new Saving();

  constructor(opened: Row) {
    this.opened = opened;
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
