/**
 * The cookie that holds the session. Named here because the default name is drawn from the host,
 * and a phone may know the server by another address than the server itself.
 */
export const sessionCookie = { name: 'daylight-session', path: '/', sameSite: 'lax' } as const;
