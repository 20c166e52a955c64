/** A reason that somebody else can make sense of: two words at the least. */
export const isEnoughWords = (text: string): boolean =>
  text.split(/\s+/u).filter((word) => /\p{L}/u.test(word)).length >= 2;
