/** What a person typed keeps its own direction inside a sentence of ours. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;
