/** Long work in short tasks: a tap never waits for more than one of them. */
const longestTaskMs = 30;

/** @returns to be awaited between two steps; goes on at once while the task is still short */
export const pauses = (): (() => Promise<void>) => {
  let startedAt = performance.now();
  return async () => {
    if (performance.now() - startedAt < longestTaskMs) return;
    await nextTask();
    startedAt = performance.now();
  };
};

/** Ends the task under way: between two pieces of work of which each is long enough by itself. */
export const nextTask = (): Promise<void> => new Promise((resume) => setTimeout(resume));
