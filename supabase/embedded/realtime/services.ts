import type { Sql } from 'postgres';
import type { Authorizer } from './authorizer.ts';
import type { Channel } from './channel.ts';
import type { Clock } from './clock.ts';
import type { Hub } from './hub.ts';
import type { Tokens } from './tokens.ts';

/** What every socket and channel of one server shares. */
export type Services = {
  sql: Sql;
  clock: Clock;
  log: (message: string) => void;
  hub: Hub<Channel>;
  authorizer: Authorizer;
  tokens: Tokens;
  allowPublic: boolean;
  /** Whether rows committed from now on are broadcast. */
  feedReady: () => boolean;
};
