type Choice<T> = readonly [weight: number, value: T];
export type Choices<T> = readonly [Choice<T>, ...Choice<T>[]];

/** Chance that a seed repeats: sfc32, seeded by a hash of the seed's text. */
export class Dice {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(seed: string) {
    this.#seed = seed;
    const [a, b, c] = [hash(seed, 1), hash(seed, 2), hash(seed, 3)];
    this.#a = a;
    this.#b = b;
    this.#c = c;
    for (let round = 0; round < 12; round += 1) this.next();
  }

  /** Dice of its own for a part of the run: what one part draws changes nothing for the others. */
  fork(name: string): Dice {
    return new Dice(`${this.#seed} ${name}`);
  }

  /** 0 to 1, 1 excluded. */
  next = (): number => {
    const sum = (((this.#a + this.#b) | 0) + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from 0 to `below`, `below` excluded. */
  int(below: number): number {
    return Math.floor(this.next() * below);
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** Waiting times: most are short, some are long. */
  around(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** Undefined for an empty list. */
  pick<T>(list: readonly [T, ...T[]]): T;
  pick<T>(list: readonly T[]): T | undefined;
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.int(list.length)];
  }

  /** A few at the front of the list are drawn far more often than the others. */
  pickUnevenly<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.next() ** 3 * list.length)];
  }

  weighted<T>(choices: Choices<T>): T {
    let left = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return choices[0][1];
  }

  uuid(): string {
    const hex = Array.from({ length: 32 }, () => this.int(16).toString(16)).join('');
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
  }
}

/** FNV-1a with a salt. */
const hash = (text: string, salt: number): number => {
  let value = (2_166_136_261 ^ salt) >>> 0;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 16_777_619) >>> 0;
  return value | 0;
};
