/**
 * The watchers of realtime.bench.ts, in a process of their own. It is told the tokens to join with
 * and answers once all have joined; told a count, it answers with the time (ms) of each broadcast
 * by watcher once every watcher has had that many.
 */
import { WebSocket } from 'ws';

const [port = '', watchers = '', topic = ''] = process.argv.slice(2);
let wanted = 0;
let missing = 0;
let times: number[][] = [];

process.on('message', (told: { tokens: string[] } | { count: number }) => {
  if ('tokens' in told) void open(told.tokens);
  else begin(told.count);
});

function begin(count: number): void {
  wanted = count;
  missing = Number(watchers) * count;
  times = Array.from({ length: Number(watchers) }, () => []);
}

async function open(tokens: string[]): Promise<void> {
  await Promise.all(
    Array.from({ length: Number(watchers) }, (_, watcher) => watch(watcher, tokens[watcher])),
  );
  process.send?.('ready');
}

async function watch(watcher: number, token: string | undefined): Promise<void> {
  const url = `ws://127.0.0.1:${port}/realtime/v1/websocket?apikey=sb_publishable_bench&vsn=2.0.0`;
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((opened) => socket.once('open', opened));
  if (token !== undefined) await join(socket, token);
  socket.on('message', (data: Buffer) => {
    if (wanted === 0 || !data.includes('"broadcast"')) return;
    times[watcher]?.push(Date.now());
    missing -= 1;
    if (missing > 0) return;
    wanted = 0;
    process.send?.({ times });
  });
}

/** Joins and waits for the word that the database feed is ready. */
function join(socket: WebSocket, token: string): Promise<void> {
  const config = {
    private: true,
    broadcast: { replication_ready: true },
    presence: { enabled: false },
  };
  const payload = { access_token: token, config };
  socket.send(JSON.stringify(['1', '1', `realtime:${topic}`, 'phx_join', payload]));
  return new Promise((ready) => {
    const listen = (data: Buffer) => {
      if (!data.includes('"system"')) return;
      socket.off('message', listen);
      ready();
    };
    socket.on('message', listen);
  });
}
