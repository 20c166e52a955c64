/** Where map tiles lie on this phone; in clear, so that a wipe takes them too. */
export const tileDatabaseName = 'daylight map tiles';
