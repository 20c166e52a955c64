import type { Answer, Right, Rights } from './authorizer.ts';
import { encodeUserBroadcast } from './binary.ts';
import { messagePayload, textFrame } from './broadcast.ts';
import { Channel, type ChannelSocket } from './channel.ts';
import { parseJoin, type Join } from './join-payload.ts';
import { texts } from './limits.ts';
import type { ClientMessage, Frame, Version } from './protocol.ts';
import { readReplay, type StoredMessage } from './replay.ts';
import type { Services } from './services.ts';
import type { Claims } from './tokens.ts';

export type JoinResult = { ok: true; channel: Channel } | { ok: false; reason: string };

const refused = (reason: string): JoinResult => ({ ok: false, reason });

/**
 * Decides on a phx_join and, where it may, makes the channel, which listens already. `opened` is
 * called at the moment at which the join is to be answered, before anything else is sent on it.
 * Refusals have upstream's words.
 */
export async function joinChannel(
  socket: ChannelSocket & { apiKey: string },
  services: Services,
  message: ClientMessage,
  opened: (channel: Channel) => void,
): Promise<JoinResult> {
  const { topic, joinRef } = message;
  const name = topic.slice('realtime:'.length);
  if (name === '') return refused(texts.topicNameRequired);
  const join = parseJoin(message.payload);
  if (!join.private && !services.allowPublic) return refused(texts.privateOnly);
  if (join.postgresChanges) return refused(texts.postgresChanges);

  const token = join.token ?? socket.apiKey;
  const verified = await services.tokens.verify(token);
  if (!verified.ok) return refused(`${verified.error.code}: ${verified.error.message}`);
  const { claims } = verified;

  const decided = join.private ? await askToRead(services, claims, name, join) : null;
  if (decided?.ok === false) return decided;
  const replay = replayOf(join, decided?.rights ?? null, name);
  if (!replay.ok) return refused(replay.reason);

  const caller = { claims, token, rights: decided?.rights ?? null };
  const channel = new Channel(socket, services, { topic, joinRef, join }, caller);
  // Listens before it reads what is stored: between the two nothing gets lost.
  channel.listen();
  let stored: StoredMessage[] = [];
  try {
    if (replay.read) stored = await readReplay(services.sql, name, replay.read);
  } catch (error) {
    services.log(`${texts.replayFailed} (${String(error)})`);
    channel.leave();
    return refused(texts.replayFailed);
  }
  opened(channel);
  if (channel.ended) return { ok: true, channel };
  channel.open(
    stored.map((each) => ({ id: each.id, frame: replayFrame(socket.version, channel, each) })),
  );
  return { ok: true, channel };
}

async function askToRead(
  services: Services,
  claims: Claims,
  name: string,
  join: Join,
): Promise<{ ok: true; rights: Rights } | { ok: false; reason: string }> {
  const ask: Right[] = ['broadcast_read'];
  if (join.presence.enabled) ask.push('presence_read');
  const answer: Answer = await services.authorizer.ask({ claims, topic: name, ask });
  if (answer.type === 'unavailable') return { ok: false, reason: texts.databaseUnavailable };
  const rights = answer.type === 'decided' ? answer.rights : {};
  const readable = rights.broadcast_read === true || rights.presence_read === true;
  return readable
    ? { ok: true, rights }
    : { ok: false, reason: `Unauthorized: ${texts.notReadable(name)}` };
}

function replayOf(join: Join, rights: Rights | null, name: string) {
  const { replay } = join;
  if (replay === null) return { ok: true, read: null } as const;
  if (!join.private) return { ok: false, reason: texts.replayPublic } as const;
  if (rights?.broadcast_read !== true) {
    return { ok: false, reason: `Unauthorized: ${texts.notReadable(name)}` } as const;
  }
  if (replay === 'invalid') return { ok: false, reason: texts.replayParams } as const;
  return { ok: true, read: replay } as const;
}

function replayFrame(version: Version, channel: Channel, stored: StoredMessage): Frame | null {
  const meta = { replayed: true, id: stored.id } as const;
  if (stored.binary) {
    const user = { event: stored.event, encoding: 'binary', data: stored.binary } as const;
    const data =
      version === '2.0.0' ? encodeUserBroadcast(channel.topic, user, JSON.stringify(meta)) : null;
    return data && { data, binary: true };
  }
  const payload = messagePayload(stored.event, stored.payload ?? 'null', meta);
  return textFrame(version, channel.joinRef, channel.topic, payload);
}
