/** Marks of direction, which nobody sees and a text brings along that was copied out of a message. */
const directionMarks = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Arabic-Indic and Persian digits as 0 to 9, without marks of direction: what a person types on
 * either keyboard, or pastes, means the same.
 */
export const westernDigits = (text: string): string =>
  text
    .replace(directionMarks, '')
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/gu, (digit) => String(digit.charCodeAt(0) & 0xf));
