import { fork, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { WebSocketServer, type WebSocket } from 'ws';
import { startRealtime } from '../../supabase/embedded/realtime/server.ts';
import { benchDatabase, type BenchDatabase } from './cluster.ts';
import { median, timed, type Measurement } from './measure.ts';

const watchers = 500;
const messages = 200;
const rounds = 5;
const commits = 100;
const topic = 'bench';
const jwtSecret = 'a-secret-for-this-measurement-only-0123456789';
const payload = { kind: 'task', id: crypto.randomUUID(), note: 'x'.repeat(400) };

/** The embedded Realtime server, with its watchers' sockets read in a process of their own. */
export default async function realtimeBench(): Promise<Measurement[]> {
  const db = await benchDatabase();
  const realtime = await startRealtime({
    databaseUrl: db.url,
    jwtSecret,
    publishableKey: 'sb_publishable_bench',
    secretKey: 'sb_secret_bench',
    allowPublic: false,
    log: () => undefined,
  });
  const served = createServer().on('upgrade', realtime.handleUpgrade);
  const bare = createServer();
  try {
    await Promise.all([listen(served), listen(bare)]);
    const users = await makeUsers(db);
    const sendBare = await openBareLoop(bare);
    const watching = await startReaders(portOf(served), await tokensOf(users));
    const sendServed = await openSender(portOf(served));
    const fanOut = await measureFanOut(sendBare, { readers: watching, send: sendServed });
    return [
      fanOut,
      await measureCommits(db, watching),
      await measureLook(db, users),
      ...stop(watching, sendBare.readers),
    ];
  } finally {
    for (const http of [served, bare]) {
      http.closeAllConnections();
      http.close();
    }
    await realtime.close();
    await db.close();
  }
}

type Loop = { readers: ChildProcess; send: () => Promise<void> };

/** One broadcast after the other to every watcher, turn by turn with the bare loop. */
async function measureFanOut(bare: Loop, served: Loop): Promise<Measurement> {
  const times: Record<'bare' | 'served', number[]> = { bare: [], served: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, loop] of [
      ['bare', bare],
      ['served', served],
    ] as const) {
      const all = received(loop.readers, messages);
      times[name].push(
        await timed(async () => {
          await loop.send();
          await all;
        }),
      );
    }
  }
  const [ours, theirs] = [median(times.served), median(times.bare)];
  const rate = (ms: number) => Math.round((watchers * messages * 1000) / ms).toLocaleString('en');
  return {
    name: `Realtime fan-out to ${watchers} watchers, against a bare ws loop (time)`,
    measured: ours / theirs,
    budget: 1 / 0.6,
    unit: 'x',
    detail: `${rate(ours)} against ${rate(theirs)} deliveries a second, median of ${rounds}`,
  };
}

/** From the commit of a transaction that calls realtime.send() to each watcher's socket. */
async function measureCommits(db: BenchDatabase, readers: ChildProcess): Promise<Measurement> {
  const all = received(readers, commits);
  const committedAt: number[] = [];
  for (let n = 0; n < commits; n += 1) {
    await db.sql`select realtime.send(${db.sql.json(payload)}, 'x', ${topic})`;
    committedAt.push(Date.now());
    await new Promise((pause) => setTimeout(pause, 40));
  }
  const times = await all;
  const latencies = times
    .flatMap((each) => each.map((time, n) => time - (committedAt[n] ?? time)))
    .sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return {
    name: `commit to ${watchers} watchers, p95`,
    measured: at(0.95),
    budget: 130,
    unit: 'ms',
    detail: `median ${at(0.5)} ms, slowest ${at(1 - 1e-9)} ms, ${commits} commits`,
  };
}

/** What it costs to ask the policies for every watcher again, which happens every 2 s. */
async function measureLook(db: BenchDatabase, users: string[]): Promise<Measurement> {
  const questions = users.map((sub) => ({
    role: 'authenticated',
    claims: JSON.stringify({ role: 'authenticated', sub }),
    headers: '{}',
    topic,
    ask: ['broadcast_read'],
  }));
  const times: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    times.push(
      await timed(
        () => db.sql`select _realtime.authorize(${JSON.stringify(questions)}::text::jsonb)`,
      ),
    );
  }
  return {
    name: `looking at the policies again for ${users.length} users`,
    measured: median(times),
    budget: 200,
    unit: 'ms',
    detail: 'every 2 s while anything is written, median of 10',
  };
}

async function makeUsers({ sql, owner }: BenchDatabase): Promise<string[]> {
  await owner
    .unsafe(
      `create table public.bench_members (user_id uuid primary key, active boolean not null);
       create function public.is_bench_member() returns boolean
       language sql stable security definer set search_path = '' as $$
         select exists (
           select from public.bench_members m where m.user_id = (select auth.uid()) and m.active
         )
       $$;
       create policy "members read" on realtime.messages for select to authenticated
         using (extension = 'broadcast' and (select public.is_bench_member()));`,
    )
    .simple();
  const users = Array.from({ length: watchers }, () => crypto.randomUUID());
  await sql`insert into public.bench_members select id, true from unnest(${users}::uuid[]) id`;
  return users;
}

function tokensOf(users: string[]): Promise<string[]> {
  const secret = new TextEncoder().encode(jwtSecret);
  return Promise.all(
    users.map((sub) =>
      new SignJWT({ role: 'authenticated', sub })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setExpirationTime('1h')
        .sign(secret),
    ),
  );
}

/** The floor: each message's bytes made once and handed to `ws` for every socket, no more. */
async function openBareLoop(http: Server): Promise<Loop> {
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  const sockets = new Set<WebSocket>();
  server.on('connection', (socket) => sockets.add(socket));
  const readers = await startReaders(portOf(http), []);
  const message = [null, null, `realtime:${topic}`, 'broadcast', { event: 'x', payload }];
  const send = async () => {
    for (let n = 0; n < messages; n += 1) {
      const frame = Buffer.from(JSON.stringify(message));
      for (const socket of sockets) socket.send(frame, { binary: false });
      await new Promise((turn) => setImmediate(turn));
    }
  };
  return { readers, send };
}

/** A socket with the secret key that broadcasts to the topic. */
async function openSender(port: number): Promise<() => Promise<void>> {
  const { WebSocket: Client } = await import('ws');
  const url = `ws://127.0.0.1:${port}/realtime/v1/websocket?apikey=sb_secret_bench&vsn=2.0.0`;
  const socket = new Client(url, { perMessageDeflate: false });
  await new Promise((open) => socket.once('open', open));
  const config = { private: true, broadcast: { ack: true }, presence: { enabled: false } };
  const push = (ref: number, event: string, body: object) =>
    socket.send(JSON.stringify(['1', String(ref), `realtime:${topic}`, event, body]));
  push(1, 'phx_join', { config });
  await new Promise((joined) => socket.once('message', joined));
  return async () => {
    for (let n = 0; n < messages; n += 1) {
      const answered = new Promise((done) => socket.once('message', done));
      push(n + 2, 'broadcast', { type: 'broadcast', event: 'x', payload });
      await answered;
    }
  };
}

function startReaders(port: number, tokens: string[]): Promise<ChildProcess> {
  const file = new URL('./realtime-readers.ts', import.meta.url);
  const child = fork(file, [String(port), String(watchers), topic]);
  child.send({ tokens });
  return new Promise((ready) => child.once('message', () => ready(child)));
}

/** Resolves when every watcher has had `count` messages: the time (ms) of each, by watcher. */
function received(readers: ChildProcess, count: number): Promise<number[][]> {
  readers.send({ count });
  return new Promise((done) =>
    readers.once('message', ({ times }: { times: number[][] }) => done(times)),
  );
}

function stop(...readers: ChildProcess[]): Measurement[] {
  for (const child of readers) child.kill();
  return [];
}

function listen(http: Server): Promise<void> {
  return new Promise((done) => http.listen(0, '127.0.0.1', () => done()));
}

function portOf(http: Server): number {
  return (http.address() as AddressInfo).port;
}
