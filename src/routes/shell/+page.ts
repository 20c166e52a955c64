// The page that the service worker keeps and answers every address of the app with: made at the
// build, so that it belongs to the same version as the files beside it. It draws nothing itself;
// the router draws the page that the address names.
export const prerender = true;
export const ssr = false;
