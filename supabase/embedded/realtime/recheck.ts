import type { Authorizer, Right } from './authorizer.ts';
import type { Channel } from './channel.ts';

/**
 * Asks the policies again for open private channels and ends those that may no longer read, with
 * upstream's words. Channels of the same token and topic are asked for once. Where the database
 * cannot be asked nothing is ended: its rows cannot be read either.
 */
export async function recheck(authorizer: Authorizer, channels: Iterable<Channel>): Promise<void> {
  const groups = new Map<string, Channel[]>();
  for (const channel of channels) {
    if (channel.rights === null || channel.ended) continue;
    const ask = Object.keys(channel.rights).sort().join();
    const key = JSON.stringify([channel.claims.role, channel.claims.json, channel.name, ask]);
    const group = groups.get(key);
    if (group) group.push(channel);
    else groups.set(key, [channel]);
  }
  await Promise.all([...groups.values()].map((group) => recheckGroup(authorizer, group)));
}

async function recheckGroup(authorizer: Authorizer, group: Channel[]): Promise<void> {
  const [first] = group;
  if (!first?.rights) return;
  const { claims, name } = first;
  const ask = Object.keys(first.rights) as Right[];
  const answer = await authorizer.ask({ claims, topic: name, ask });
  if (answer.type === 'unavailable') return;
  const rights = answer.type === 'decided' ? answer.rights : {};
  for (const channel of group) {
    // A refresh in between has asked for the new token itself.
    if (!channel.ended && channel.claims.json === claims.json) channel.applyRights(rights, ask);
  }
}
