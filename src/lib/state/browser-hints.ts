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

/** Tells of every touch and key, before any screen takes it. */
export const watchTouches = (onTouch: () => void): (() => void) => {
  const listening = new AbortController();
  const options = { signal: listening.signal, capture: true, passive: true };
  for (const event of ['pointerdown', 'keydown', 'wheel', 'touchmove'])
    addEventListener(event, onTouch, options);
  return () => listening.abort();
};
