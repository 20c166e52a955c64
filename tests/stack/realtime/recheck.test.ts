import type { Sql } from 'postgres';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Authorizer, Question } from '../../../supabase/embedded/realtime/authorizer.ts';
import type { Channel } from '../../../supabase/embedded/realtime/channel.ts';
import { Recheck } from '../../../supabase/embedded/realtime/recheck.ts';
import { TestClock } from './test-clock.ts';

/** A database of which only the next transaction id is known, and what was asked of it. */
class Database {
  next = 100n;
  open = false;
  transactionIds = 0;
  asked: Question[] = [];
  whileAsked = () => undefined as unknown;
  readonly sql = (() =>
    Promise.resolve([{ next: String(this.next), open: this.open }])) as unknown as Sql;

  readonly ask = (question: Question) => {
    this.asked.push(question);
    this.transactionIds += 2;
    this.next += 2n;
    this.whileAsked();
    return Promise.resolve({ type: 'decided', rights: { broadcast_read: true } });
  };
}

const channel = (user: string, name: string, ended = false) =>
  ({
    name,
    ended,
    rights: { broadcast_read: true },
    claims: { json: JSON.stringify({ sub: user }) },
    applyRights: () => undefined,
  }) as unknown as Channel;

let database: Database;
let clock: TestClock;
let recheck: Recheck;
const one = [channel('a', 'x')];
const look = async (channels: Channel[] = one) => {
  const before = database.asked.length;
  await recheck.look(() => channels);
  return database.asked.length - before;
};
beforeEach(() => {
  database = new Database();
  clock = new TestClock();
  recheck = new Recheck(database.sql, database as unknown as Authorizer, clock);
});

describe('a look at the policies', () => {
  test('asks once for each user and topic', async () => {
    const channels = [
      channel('a', 'x'),
      channel('a', 'x'),
      channel('b', 'x'),
      channel('a', 'y'),
      channel('a', 'z', true),
    ];
    expect(await look(channels)).toBe(3);
  });

  test('is left out while nothing was written since the last', async () => {
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    database.next += 1n;
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
  });

  test('is repeated when somebody wrote while it was under way', async () => {
    database.whileAsked = () => (database.next += 1n);
    expect(await look()).toBe(1);
    database.whileAsked = () => undefined;
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
  });

  test('is repeated while a transaction that may write is open', async () => {
    database.open = true;
    expect(await look()).toBe(1);
    expect(await look()).toBe(1);
    database.open = false;
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
  });

  test('comes after half a minute at the latest, for policies that depend on the time', async () => {
    expect(await look()).toBe(1);
    clock.advance(29_000);
    expect(await look()).toBe(0);
    clock.advance(1_000);
    expect(await look()).toBe(1);
  });
});
