import * as v from 'valibot';
import { limits } from './limits.ts';
import { isRecord } from './protocol.ts';

/** A boolean, or its name in any case; anything else counts as the default, as upstream has it. */
const flag = (standard: boolean) =>
  v.optional(
    v.fallback(
      v.union([
        v.boolean(),
        v.pipe(
          v.string(),
          v.toLowerCase(),
          v.picklist(['true', 'false']),
          v.transform((word) => word === 'true'),
        ),
      ]),
      standard,
    ),
    standard,
  );

const part = <T extends v.ObjectEntries>(entries: T) =>
  v.pipe(
    v.unknown(),
    v.transform((input) => (isRecord(input) ? input : {})),
    v.object(entries),
  );

const token = v.fallback(v.nullish(v.string(), null), null);

const joinPayload = part({
  access_token: token,
  user_token: token,
  config: v.optional(
    part({
      private: flag(false),
      broadcast: v.optional(
        part({
          ack: flag(false),
          self: flag(false),
          replication_ready: flag(false),
          replay: v.optional(v.unknown()),
        }),
        {},
      ),
      presence: v.optional(
        part({
          // Clients from before this option expect presence; later ones always say.
          enabled: flag(true),
          key: v.fallback(v.optional(v.union([v.string(), v.number(), v.boolean()]), ''), ''),
        }),
        {},
      ),
      postgres_changes: v.fallback(v.optional(v.array(v.unknown()), []), []),
    }),
    {},
  ),
});

/** How a client wants to join. */
export type Join = {
  /** Null: the API key that the socket was opened with. */
  token: string | null;
  private: boolean;
  ack: boolean;
  self: boolean;
  replicationReady: boolean;
  replay: Replay | 'invalid' | null;
  presence: { enabled: boolean; key: string };
  postgresChanges: boolean;
};

/** Stored messages from `sinceMs` on, the latest `limit` of them. */
export type Replay = { sinceMs: number; limit: number };

/** Reads the payload of phx_join. Never refuses: what cannot be read counts as not said. */
export function parseJoin(payload: unknown): Join {
  const { access_token, user_token, config } = v.parse(joinPayload, payload);
  const named = user_token ?? access_token;
  return {
    token: named === null || named.startsWith('sb_') ? null : named,
    private: config.private,
    ack: config.broadcast.ack,
    self: config.broadcast.self,
    replicationReady: config.broadcast.replication_ready,
    replay: config.broadcast.replay == null ? null : parseReplay(config.broadcast.replay),
    presence: {
      enabled: config.presence.enabled,
      key: config.presence.key === '' ? crypto.randomUUID() : String(config.presence.key),
    },
    postgresChanges: config.postgres_changes.some((change) => change !== null),
  };
}

function parseReplay(input: unknown): Replay | 'invalid' {
  if (!isRecord(input)) return 'invalid';
  const since = input['since'] ?? 0;
  const limit = input['limit'] ?? limits.replayDefault;
  if (!Number.isSafeInteger(since) || !Number.isSafeInteger(limit)) return 'invalid';
  return {
    sinceMs: Math.min(Math.max(since as number, 0), 8.64e15),
    limit: Math.min(Math.max(limit as number, 1), limits.replayMost),
  };
}
