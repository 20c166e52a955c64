/** Marks that force a direction upon everything after them: U+202D and U+202E. */
const overrides = /[\u202D\u202E]/gu;

/**
 * A text as somebody typed or pasted it, without the marks that turn what follows round: with one of
 * them, copied unseen out of a message, a dose of 120 reads 021. Marks that only tell where a direction
 * begins stay.
 */
export const withoutOverrides = (text: string): string => text.replace(overrides, '');
