import type { Right } from './authorizer.ts';
import type { Channel } from './channel.ts';
import { limits, texts } from './limits.ts';
import { isRecord, type ClientMessage } from './protocol.ts';

/** A presence message: `{event: "track", payload}` or `{event: "untrack"}`. Always answered. */
export function handlePresence(channel: Channel, message: ClientMessage): void | Promise<void> {
  const { payload } = message;
  if (!channel.presenceRate.take()) {
    channel.shutDown(texts.tooManyPresenceCalls);
    return;
  }
  const event = isRecord(payload) && typeof payload['event'] === 'string' ? payload['event'] : '';
  switch (event.toLowerCase()) {
    case 'track':
      return track(channel, message, isRecord(payload) ? payload['payload'] : undefined);
    case 'untrack':
      channel.tracked = null;
      channel.presence?.untrack(channel);
      {
        channel.reply(message, 'ok', {});
        return;
      }
    default: {
      channel.reply(message, event === '' ? 'ok' : 'error', {});
      return;
    }
  }
}

function track(
  channel: Channel,
  message: ClientMessage,
  payload: unknown = {},
): void | Promise<void> {
  if (channel.rights && channel.rights.presence_write === undefined) {
    return askForPresence(channel).then(() => {
      if (!channel.ended) apply(channel, message, payload);
    });
  }
  apply(channel, message, payload);
}

/** Asks for the right to track, and for the right to read if the join had presence off. */
async function askForPresence(channel: Channel): Promise<void> {
  const { claims, name, services } = channel;
  const ask: Right[] = ['presence_write'];
  if (channel.rights?.presence_read === undefined) ask.push('presence_read');
  const answer = await services.authorizer.ask({ claims, topic: name, ask });
  if (answer.type === 'unavailable' || channel.claims !== claims) return;
  const rights = answer.type === 'decided' ? answer.rights : {};
  const decided = Object.fromEntries(ask.map((right) => [right, rights[right] === true]));
  channel.rights = { ...channel.rights, ...decided };
}

function apply(channel: Channel, message: ClientMessage, payload: unknown): void {
  if (channel.rights && channel.rights.presence_write !== true) {
    channel.reply(message, 'error', {});
    return;
  }
  if (!isRecord(payload)) {
    channel.reply(message, 'error', { reason: texts.presencePayload });
    return;
  }
  const json = JSON.stringify(payload);
  if (Buffer.byteLength(json) > limits.payloadBytes) {
    channel.shutDown(texts.trackSizeExceeded);
    return;
  }
  if (json !== channel.tracked) {
    channel.tracked = json;
    channel.presence?.track(channel, channel.join.presence.key, payload);
  }
  channel.reply(message, 'ok', {});
  channel.enablePresence();
}
