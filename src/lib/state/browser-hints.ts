/** Tells when it is worth asking the server at once, and when the phone knows that it cannot. */
export const watchBrowser = (onBack: () => void, onLost: () => void): (() => void) => {
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener('online', onBack, { signal });
  addEventListener('offline', onLost, { signal });
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') onBack();
    },
    { signal },
  );
  return () => listening.abort();
};
