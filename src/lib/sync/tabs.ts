/** Messages between the tabs of this browser that have the same thing open. */

export interface Tabs {
  /** Reaches every other tab, not this one. Must be JSON. */
  post: (message: unknown) => void;
  close: () => void;
}

export type JoinTabs = (name: string, hear: (message: unknown) => void) => Tabs;

/** By BroadcastChannel; where that is missing, by the event that localStorage sends to other tabs. */
export const joinTabs: JoinTabs = (name, hear) =>
  typeof BroadcastChannel === 'function' ? byChannel(name, hear) : byStorage(name, hear);

const byChannel: JoinTabs = (name, hear) => {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => hear(data);
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
};

const byStorage: JoinTabs = (name, hear) => {
  const key = `daylight.tabs.${name}`;
  const listening = new AbortController();
  addEventListener(
    'storage',
    ({ key: changed, newValue }) => {
      if (changed === key && newValue !== null) hear((JSON.parse(newValue) as [unknown])[0]);
    },
    { signal: listening.signal },
  );
  return {
    post: (message) => {
      // The same text twice would be no event.
      localStorage.setItem(key, JSON.stringify([message, Math.random()]));
      localStorage.removeItem(key);
    },
    close: () => listening.abort(),
  };
};
