import type { Sql } from 'postgres';
import type { Replay } from './join-payload.ts';

/** A stored broadcast: `payload` is JSON text, or `binary` is set. */
export type StoredMessage = {
  id: string;
  event: string;
  payload: string | null;
  binary: Buffer | null;
};

/** The latest private broadcasts of a topic, oldest first, as upstream replays them on a join. */
export async function readReplay(
  sql: Sql,
  topic: string,
  { sinceMs, limit }: Replay,
): Promise<StoredMessage[]> {
  const since = new Date(sinceMs).toISOString();
  // Rows of one transaction have the same time; their place in the table keeps their order.
  const rows = await sql<StoredMessage[]>`
    select id, event, payload::text as payload, binary_payload as binary
    from realtime.messages
    where topic = ${topic} and private and extension = 'broadcast' and event is not null
      and inserted_at >= ${since}::timestamptz at time zone 'utc'
    order by inserted_at desc, tableoid desc, ctid desc
    limit ${limit}`;
  return rows.reverse();
}
