/**
 * Where to go after the sign-in: the page that was asked for, if it is one of ours.
 * Anything that a browser could read as another origin ("//host", "/\host", control characters
 * that it drops) is no page of ours, and the start page takes over.
 */
export const destination = (asked: string | null, origin: string): string => {
  if (asked === null || !asked.startsWith('/')) return '/';
  const url = URL.parse(asked, origin);
  if (url?.origin !== origin || isAccountPage(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
};

const isAccountPage = (path: string) => /^\/(login|join)(\/|$)/u.test(path);
