/** Remembers one value a key, and makes it anew when its stamp has changed. */
export class Memo<V> {
  readonly #values = new Map<string, { stamp: string | number; value: V }>();

  get(key: string, stamp: string | number, make: () => V): V {
    const known = this.#values.get(key);
    if (known?.stamp === stamp) return known.value;
    const value = make();
    this.#values.set(key, { stamp, value });
    return value;
  }
}
