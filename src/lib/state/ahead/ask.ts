import type { Ahead } from './ahead';

interface Membership {
  operation_id: string;
  active: boolean;
  deleted_at: string | null;
}

export interface AskOptions {
  /** Supabase's address, without a slash at the end; empty for the page's own. */
  url: string;
  publishableKey: string;
  /** The name of the cookie with the session. */
  cookie: string;
  /** Under which the page keeps what was asked. */
  place: string;
}

/**
 * Asks for the memberships and the first page of rows while the files of the app are on their way:
 * on a phone that keeps nothing of the account yet, and with a session that still holds. Answers stay
 * in memory until the app takes them (`answeredAhead`).
 *
 * It is written into the page as its own text: it may name nothing but what browsers have. What it
 * asks is what `readMemberships` and the first pull ask, to the letter; a test holds them equal.
 */
export const askAhead = async ({
  url,
  publishableKey,
  cookie,
  place,
}: AskOptions): Promise<void> => {
  const parts = document.cookie
    .split('; ')
    .map((each) => each.split('='))
    .filter(([name]) => name === cookie || name?.startsWith(`${cookie}.`))
    .toSorted(([a = ''], [b = '']) => a.length - b.length || (a < b ? -1 : 1));
  const text = parts.map(([, value]) => value).join('');
  if (!text.startsWith('base64-')) return;
  const bytes = atob(text.slice(7).replaceAll('-', '+').replaceAll('_', '/'));
  const session = JSON.parse(
    new TextDecoder().decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0))),
  ) as { access_token: string; expires_at: number; user: { id: string } };
  const { access_token: token, expires_at: expiresAt, user } = session;
  if (expiresAt * 1_000 - Date.now() < 90_000) return;
  const base = `${url || location.origin}/rest/v1/`;
  const ahead: Ahead = { token, askedAt: performance.now(), answers: {} };
  Object.assign(globalThis, { [place]: ahead });
  // What is kept here is asked for from where it ends, and may wait for a PIN.
  const kept = await indexedDB.databases();
  if (kept.some(({ name }) => name?.includes(user.id))) return;
  // Nobody has taken them: the app came late, or waits for a PIN to be set.
  setTimeout(() => (ahead.answers = {}), 20_000);
  const ask = (path: string, body?: string): Promise<Response> => {
    const answer = fetch(base + path, {
      headers: {
        apikey: publishableKey,
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { method: 'POST', body } : {}),
      cache: 'no-store',
      signal: AbortSignal.timeout(45_000),
    });
    answer.catch(() => undefined);
    ahead.answers[`${base}${path} ${body ?? ''}`] = answer;
    return answer;
  };
  const askRows = (operation: string) =>
    void ask('rpc/pull_changes', JSON.stringify({ operation, cursor: null, page: 500 }));
  const read = (key: string) => JSON.parse(localStorage.getItem(key) ?? 'null') as unknown;
  const only = (members: readonly Membership[]): string | undefined => {
    const active = members.filter((each) => each.active && each.deleted_at === null);
    const chosen = read('daylight.operation');
    return (
      active.find((each) => each.operation_id === chosen) ??
      (active.length === 1 ? active[0] : undefined)
    )?.operation_id;
  };
  const remembered = read('daylight.memberships') as { members: Membership[] } | null;
  const known = remembered ? only(remembered.members) : undefined;
  if (known) askRows(known);
  const members = ask(`members?select=*&user_id=eq.${user.id}`);
  void ask('operations?select=*');
  if (known) return;
  const found = only((await (await members).clone().json()) as Membership[]);
  if (found) askRows(found);
};
