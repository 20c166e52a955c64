import { jsonBroadcast, messagePayload, userBroadcast } from './broadcast.ts';
import { limits } from './limits.ts';
import { isRecord } from './protocol.ts';
import type { Services } from './services.ts';
import type { Claims } from './tokens.ts';

type PostedMessage = { topic: string; event: string; payload: string; private: boolean };
type Errors = Record<string, unknown>;

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'authorization, apikey, content-type, x-client-info',
};
const empty = (status: number) => new Response(null, { status, headers: cors });
const json = (status: number, body: unknown) => Response.json(body, { status, headers: cors });
const unauthorized = () => json(401, { message: 'Unauthorized' });
const blank = "can't be blank";
const tooLarge = 'Payload size exceeds tenant limit';

/**
 * Broadcast by HTTP: POST …/api/broadcast with `{messages: [{topic, event, payload, private}]}`,
 * and POST …/api/broadcast/<topic>/events/<event> with one payload, JSON or bytes. Answers 202;
 * a private message of a batch that its sender may not write is passed over, as upstream does.
 * Null when the path is not one of these.
 */
export async function handleBroadcastRequest(
  services: Services,
  request: Request,
): Promise<Response | null> {
  const url = new URL(request.url);
  const path = /\/api\/broadcast(?:\/([^/]+)\/events\/([^/]+))?\/?$/.exec(url.pathname);
  if (!path) return null;
  if (request.method === 'OPTIONS') return empty(204);
  if (request.method !== 'POST') return json(405, { message: 'Method Not Allowed' });
  const claims = await callerOf(services, request);
  if (!claims) return unauthorized();
  const body = await readBody(request);
  if (body === null) return json(413, { message: tooLarge });
  const [, topic, event] = path;
  if (topic === undefined || event === undefined) return sendBatch(services, claims, body);
  const one = {
    topic: decode(topic),
    event: decode(event),
    private: url.searchParams.get('private') === 'true',
    isBinary: request.headers.get('content-type')?.startsWith('application/octet-stream') === true,
  };
  return sendOne(services, claims, one, body);
}

async function callerOf(services: Services, request: Request): Promise<Claims | null> {
  const bearer = /^bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const token = bearer ?? request.headers.get('apikey');
  if (!token) return null;
  const verified = await services.tokens.verify(token);
  return verified.ok ? verified.claims : null;
}

/** Null when it is larger than any message may be. */
async function readBody(request: Request): Promise<Buffer | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limits.frameBytes) return null;
  const body = Buffer.from(await request.arrayBuffer());
  return body.length > limits.frameBytes ? null : body;
}

async function sendBatch(services: Services, claims: Claims, body: Buffer): Promise<Response> {
  const parsed = parseJson(body);
  if (parsed === undefined) return json(400, { message: 'Malformed JSON' });
  const list = isRecord(parsed) ? parsed['messages'] : undefined;
  if (list === undefined || list === null || (Array.isArray(list) && list.length === 0)) {
    return json(422, { errors: { messages: [blank] } });
  }
  if (!Array.isArray(list)) return json(422, { errors: { messages: ['is invalid'] } });
  const read = list.map(parseMessage);
  const errors = read.map((each) => ('errors' in each ? each.errors : {}));
  if (errors.some((each) => Object.keys(each).length > 0)) {
    return json(422, { errors: { messages: errors } });
  }
  const messages = read.filter((each): each is PostedMessage => !('errors' in each));
  const topics = new Set(messages.filter((each) => each.private).map(({ topic }) => topic));
  const allowed = new Map(
    await Promise.all(
      [...topics].map(async (topic) => [topic, await mayWrite(services, claims, topic)] as const),
    ),
  );
  for (const { topic, event, payload, private: isPrivate } of messages) {
    if (isPrivate && allowed.get(topic) !== true) continue;
    const broadcast = jsonBroadcast(`realtime:${topic}`, messagePayload(event, payload));
    services.hub.send(topic, isPrivate, broadcast);
  }
  return empty(202);
}

function parseMessage(input: unknown): PostedMessage | { errors: Errors } {
  if (!isRecord(input)) return { errors: { message: ['is invalid'] } };
  const { topic, event, payload } = input;
  const errors: Errors = {};
  if (typeof topic !== 'string' || topic === '') errors['topic'] = [blank];
  if (typeof event !== 'string' || event === '') errors['event'] = [blank];
  if (payload === undefined || payload === null) errors['payload'] = [blank];
  else if (!isRecord(payload)) errors['payload'] = ['is invalid'];
  const text = JSON.stringify(payload ?? {});
  if (Buffer.byteLength(text) > limits.payloadBytes) errors['payload'] = [tooLarge];
  if (Object.keys(errors).length > 0) return { errors };
  return {
    topic: topic as string,
    event: event as string,
    payload: text,
    private: input['private'] === true || input['private'] === 'true',
  };
}

async function sendOne(
  services: Services,
  claims: Claims,
  to: { topic: string; event: string; private: boolean; isBinary: boolean },
  body: Buffer,
): Promise<Response> {
  if (body.length > limits.payloadBytes) return json(422, { errors: { payload: [tooLarge] } });
  if (!to.isBinary && parseJson(body) === undefined) {
    return json(400, { message: 'Malformed JSON' });
  }
  if (to.private && !(await mayWrite(services, claims, to.topic))) {
    return json(403, { message: 'Unauthorized' });
  }
  const user = {
    event: to.event,
    encoding: to.isBinary ? 'binary' : 'json',
    data: body,
  } as const;
  services.hub.send(to.topic, to.private, userBroadcast(`realtime:${to.topic}`, user));
  return empty(202);
}

async function mayWrite(services: Services, claims: Claims, topic: string): Promise<boolean> {
  const answer = await services.authorizer.ask({ claims, topic, ask: ['broadcast_write'] });
  return answer.type === 'decided' && answer.rights.broadcast_write === true;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
