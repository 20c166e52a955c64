/** Works through a list in its order, one at a time: each takes the operation's clock in turn. */
export const oneByOne = async <T, R>(
  list: readonly T[],
  work: (entry: T) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = [];
  for (const entry of list) results.push(await work(entry));
  return results;
};
