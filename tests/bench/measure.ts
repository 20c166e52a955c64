/** One line of the benchmarks: what was measured against what it may cost. */
export type Measurement = {
  name: string;
  measured: number;
  /** At most this, in the same unit. */
  budget: number;
  unit: string;
  /** How the number came about. */
  detail: string;
};

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** Runs the work and returns how long it took, in ms. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
