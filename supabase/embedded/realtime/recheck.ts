import type { Sql } from 'postgres';
import type { Authorizer, Right } from './authorizer.ts';
import type { Channel } from './channel.ts';
import type { Clock } from './clock.ts';
import { limits } from './limits.ts';

/**
 * Looks at the policies again for open private channels, and ends those that may no longer read,
 * in upstream's words. A look is left out while nothing has been written to the cluster since the
 * last one, but never for long: a policy may also depend on the time.
 */
export class Recheck {
  readonly #sql: Sql;
  readonly #authorizer: Authorizer;
  readonly #clock: Clock;
  /** The next transaction id as it would be if nobody wrote since the last look; null: unknown. */
  #quietAt: bigint | null = null;
  #lookedAt = -Infinity;
  #looking: Promise<void> | null = null;

  constructor(sql: Sql, authorizer: Authorizer, clock: Clock) {
    this.#sql = sql;
    this.#authorizer = authorizer;
    this.#clock = clock;
  }

  /** Looks at all these channels, unless a look is under way or nothing can have changed. */
  async look(channels: () => Iterable<Channel>): Promise<void> {
    if (this.#looking) return;
    this.#looking = this.#lookNow(channels).finally(() => (this.#looking = null));
    await this.#looking;
  }

  /** Resolves when no look is under way. */
  async idle(): Promise<void> {
    await this.#looking?.catch(() => undefined);
  }

  async #lookNow(channels: () => Iterable<Channel>): Promise<void> {
    const groups = groupsOf(channels());
    if (groups.length === 0) return;
    const before = await this.#writes();
    const dueAnyway = this.#clock.now() - this.#lookedAt >= limits.recheckAnywayMs;
    if (!dueAnyway && before !== null && before === this.#quietAt) return;
    this.#lookedAt = this.#clock.now();
    const ownBefore = this.#authorizer.transactionIds;
    await Promise.all(groups.map((group) => this.#lookAt(group)));
    const own = BigInt(this.#authorizer.transactionIds - ownBefore);
    const after = await this.#writes();
    // Whoever wrote while the look was under way may have been missed by it: then look again.
    this.#quietAt = before !== null && after === before + own ? after : null;
  }

  /** Looks at these channels now, whatever was written. */
  async lookAt(channels: Iterable<Channel>): Promise<void> {
    await Promise.all(groupsOf(channels).map((group) => this.#lookAt(group)));
  }

  async #lookAt(group: Channel[]): Promise<void> {
    const [first] = group;
    if (!first?.rights) return;
    const { claims, name } = first;
    const ask = Object.keys(first.rights) as Right[];
    const answer = await this.#authorizer.ask({ claims, topic: name, ask });
    // A database that cannot be asked gives nothing away either.
    if (answer.type === 'unavailable') return;
    const rights = answer.type === 'decided' ? answer.rights : {};
    for (const channel of group) {
      // One with a new token has asked for that itself.
      if (!channel.ended && channel.claims.json === claims.json) channel.applyRights(rights, ask);
    }
  }

  /** The next transaction id, or null while a transaction that has one is open. */
  async #writes(): Promise<bigint | null> {
    const [row] = await this.#sql<{ next: string; open: boolean }[]>`
      select pg_snapshot_xmax(s)::text as next, pg_snapshot_xmin(s) < pg_snapshot_xmax(s) as open
      from pg_current_snapshot() s`;
    return !row || row.open ? null : BigInt(row.next);
  }
}

/** Channels of one token and topic, for which the same is known, are asked for once. */
function groupsOf(channels: Iterable<Channel>): Channel[][] {
  const groups = new Map<string, Channel[]>();
  for (const channel of channels) {
    if (channel.rights === null || channel.ended) continue;
    const known = Object.keys(channel.rights).sort().join();
    const key = JSON.stringify([channel.claims.json, channel.name, known]);
    const group = groups.get(key);
    if (group) group.push(channel);
    else groups.set(key, [channel]);
  }
  return [...groups.values()];
}
