const askEveryMs = 60_000;

/**
 * Asks the server now and every minute for what is not among the rows.
 * @param take is given each answer that comes before the end
 * @returns how to end it
 */
export const askEveryMinute = <T>(
  ask: () => Promise<T>,
  take: (heard: T) => void,
): (() => void) => {
  let isGone = false;
  const once = async () => {
    const heard = await ask();
    if (!isGone) take(heard);
  };
  void once();
  const asking = setInterval(() => void once(), askEveryMs);
  return () => {
    isGone = true;
    clearInterval(asking);
  };
};
