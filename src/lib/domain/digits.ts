/** Arabic-Indic and Persian digits as 0 to 9: what a person types on either keyboard means the same. */
export const westernDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06F0-\u06F9]/gu, (digit) => String(digit.charCodeAt(0) & 0xf));
