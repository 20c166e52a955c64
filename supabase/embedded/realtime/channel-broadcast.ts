import type { Channel } from './channel.ts';
import { jsonBroadcast, userBroadcast, type Broadcast } from './broadcast.ts';
import { limits, texts } from './limits.ts';
import { isRecord, type ClientMessage } from './protocol.ts';

/**
 * A broadcast from a socket. As upstream: who may not write is not answered at all, and an answer
 * comes only where the join asked for `ack`; a payload that is too large is always answered.
 */
export function handleBroadcast(channel: Channel, message: ClientMessage): void | Promise<void> {
  const right = channel.rights?.broadcast_write;
  if (channel.rights && right === undefined) {
    return askToWrite(channel).then(() => {
      if (!channel.ended) send(channel, message);
    });
  }
  send(channel, message);
}

async function askToWrite(channel: Channel): Promise<void> {
  const { claims, name, services } = channel;
  const answer = await services.authorizer.ask({ claims, topic: name, ask: ['broadcast_write'] });
  // Not remembered where the database could not be asked: the next message asks again.
  if (answer.type === 'unavailable' || channel.claims !== claims) return;
  const allowed = answer.type === 'decided' && answer.rights.broadcast_write === true;
  channel.rights = { ...channel.rights, broadcast_write: allowed };
}

function send(channel: Channel, message: ClientMessage): void {
  if (channel.rights && channel.rights.broadcast_write !== true) return;
  if (!message.user && !isRecord(message.payload)) {
    channel.reply(message, 'error', { reason: texts.broadcastPayload });
    return;
  }
  const broadcast = toBroadcast(channel.topic, message);
  if (!broadcast) {
    channel.reply(message, 'error', { reason: texts.payloadSizeExceeded });
    return;
  }
  const { name, join, services } = channel;
  services.hub.send(name, join.private, broadcast, join.self ? undefined : channel);
  if (join.ack) channel.reply(message, 'ok', {});
}

/** Null when the payload is too large. */
function toBroadcast(topic: string, { user, payload }: ClientMessage): Broadcast | null {
  if (user) return user.data.length > limits.payloadBytes ? null : userBroadcast(topic, user);
  const json = JSON.stringify(payload);
  return Buffer.byteLength(json) > limits.payloadBytes ? null : jsonBroadcast(topic, json);
}
