/** First parts of the addresses that the app's router draws; '' is the start page. */
const pages = new Set([
  '',
  'field',
  'map',
  'sites',
  'releases',
  'reports',
  'care',
  'people',
  'tracing',
  'evidence',
  'settings',
  'admin',
  'login',
  'join',
]);

/** Addresses among them that the server answers with a document or data. */
const documents = [
  /^\/admin\/accounts\/(activity|change|create|reset|sign-out)$/,
  /^\/admin\/log\/export$/,
  /^\/evidence\/(check|package)$/,
  /^\/people\/photos\/clear$/,
];

/**
 * Whether the kept shell answers a navigation to this address [H1]. Everything that is not known to
 * be a page goes to the server: exports, health, Supabase's own paths.
 * @param pathname of this origin, beginning with a slash
 */
export const isAppPage = (pathname: string): boolean =>
  pages.has(pathname.split('/')[1] ?? '') && !documents.some((document) => document.test(pathname));
