import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import type { Clock } from './clock.ts';
import { PgOutput, type InsertedRow } from './pgoutput.ts';

const publication = 'supabase_realtime_messages_publication';
const statusEveryMs = 10_000;
const retryMs = [100, 500, 1_000, 2_000, 5_000];
const stopMs = 2_000;
const yieldAfterBytes = 256_000;

export type FeedOptions = {
  /** Superuser (or a role with REPLICATION) on the database. */
  databaseUrl: string;
  clock: Clock;
  log: (message: string) => void;
  /** Called once for every committed row, in the order of the commits. */
  onRow: (row: InsertedRow) => void;
  /** The feed runs (again): rows committed while it did not have not been and will not be told. */
  onReady: () => void;
  /** Awaited between stretches of a large transaction, so that readers can keep up. */
  pace: () => Promise<void>;
};

/**
 * Follows the rows of realtime.messages by logical replication: only committed ones, of any size,
 * and as upstream with a temporary slot, which ends with its connection and so never holds back
 * WAL for a server that is gone. Connects again by itself (docs/decisions/0003-realtime-feed.md).
 */
export class Feed {
  readonly #options: FeedOptions;
  #stopped = false;
  #ready = false;
  #failures = 0;
  #end: (() => Promise<void>) | null = null;
  #cancelRetry: (() => void) | null = null;
  #running: Promise<void> | null = null;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  get ready(): boolean {
    return this.#ready;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRetry?.();
    await this.#end?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const reason = await this.#follow().catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
      );
      this.#ready = false;
      if (this.stopped) return;
      this.#options.log(`The database feed stopped (${reason}); connecting again`);
      await this.#waitToRetry();
    }
  }

  #waitToRetry(): Promise<void> {
    const delayMs = retryMs[Math.min(this.#failures, retryMs.length - 1)] ?? 0;
    this.#failures += 1;
    return new Promise((done) => {
      const cancel = this.#options.clock.after(delayMs, done);
      this.#cancelRetry = () => {
        cancel();
        done();
      };
    });
  }

  /** Runs until the connection ends; resolves or rejects with the reason. */
  async #follow(): Promise<string> {
    const sql = postgres(this.#options.databaseUrl, {
      max: 1,
      fetch_types: false,
      idle_timeout: 0,
      max_lifetime: null,
      connect_timeout: 10,
      onnotice: () => undefined,
      connection: {
        application_name: 'realtime_replication_connection',
        // Not in the library's types; its own subscribe() passes it too.
        ...({ replication: 'database' } as object),
      },
    });
    this.#end = () => sql.end({ timeout: 0 });
    try {
      const slot = `daylight_realtime_${randomBytes(6).toString('hex')}`;
      await sql.unsafe(
        `CREATE_REPLICATION_SLOT ${slot} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`,
      );
      // After START_REPLICATION the protocol copies both ways: the stream reads as well.
      const stream = (await sql
        .unsafe(
          `START_REPLICATION SLOT ${slot} LOGICAL 0/0 (proto_version '1', publication_names '"${publication}"')`,
        )
        .writable()) as unknown as Duplex;
      this.#end = async () => {
        // In order, so that the slot is gone when stop() resolves.
        const ended = new Promise((done) => stream.once('close', done));
        stream.end();
        await Promise.race([ended, delay(stopMs)]);
      };
      const reason = await this.#read(stream);
      if (this.stopped) await sql.unsafe(`DROP_REPLICATION_SLOT ${slot}`);
      return reason;
    } finally {
      this.#end = null;
      await sql.end({ timeout: 0 });
    }
  }

  #read(stream: Duplex): Promise<string> {
    const output = new PgOutput();
    let received = 0n;
    let unyielded = 0;
    const confirm = () => stream.write(standbyStatus(received, this.#options.clock.now()));
    const stopConfirming = this.#options.clock.every(statusEveryMs, confirm);

    const onData = (chunk: Buffer) => {
      if (chunk[0] === 0x6b) {
        received = chunk.readBigUInt64BE(1);
        if (chunk[17] === 1) confirm();
        return;
      }
      if (chunk[0] !== 0x77) return;
      const message = chunk.subarray(25);
      if (message[0] === 0x43) received = message.readBigUInt64BE(10);
      const row = output.read(message);
      if (!row) return;
      this.#hand(row);
      unyielded += message.length;
      if (unyielded < yieldAfterBytes) return;
      unyielded = 0;
      stream.pause();
      void this.#options.pace().then(() => stream.resume());
    };

    return new Promise<string>((done) => {
      stream.on('data', onData);
      stream.on('error', (error: Error) => done(error.message));
      stream.once('close', () => done('the connection closed'));
      stream.once('end', () => done('the server ended the stream'));
      this.#failures = 0;
      this.#ready = true;
      this.#options.onReady();
    }).finally(stopConfirming);
  }

  #hand(row: InsertedRow): void {
    try {
      this.#options.onRow(row);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.log(`UnableToBroadcastChanges: ${reason}`);
    }
  }
}

/** Tells Postgres up to where the WAL is no longer needed (message 'r'). */
function standbyStatus(lsn: bigint, nowMs: number): Buffer {
  const message = Buffer.alloc(34);
  message[0] = 0x72;
  for (const at of [1, 9, 17]) message.writeBigUInt64BE(lsn, at);
  const since2000 = BigInt(Math.round(nowMs - Date.UTC(2000, 0, 1))) * 1000n;
  message.writeBigInt64BE(since2000, 25);
  return message;
}
