/** What became of the last thing that a person recorded on a page. */
export class Saving {
  /** In words, for everyone and for screen readers; "" before the first. */
  said = $state('');
  failed = $state(false);
  /** Moves on with every record, so that the same words twice are told twice. */
  count = $state(0);

  /**
   * Waits until the record is durable on this phone, and only then says so.
   *
   * @returns false when the phone could not keep it: the form stays as it is
   */
  async keep(write: Promise<unknown>, words: string): Promise<boolean> {
    try {
      await write;
      this.failed = false;
      this.said = words;
      return true;
    } catch {
      // A full disk or a closed database: whatever it was, the person still has what they typed.
      this.failed = true;
      this.said = '';
      return false;
    } finally {
      this.count += 1;
    }
  }
}
