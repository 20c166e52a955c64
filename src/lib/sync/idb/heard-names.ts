/** The databases of what the server said last [S13]: whoever wipes a phone finds them without the store. */
export const heardDatabaseName = (userId: string, operationId: string): string =>
  `${heardPrefix(userId)}${operationId}`;
export const heardPrefix = (userId: string): string => `daylight heard ${userId} `;
