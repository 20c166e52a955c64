import { expect, test } from 'vitest';
import { err, ok } from '$lib/domain/result';
import type { Rest } from '$lib/sync/rest';
import { author, memberRow, operationId, operationRow, uuid } from '$lib/sync/testing/rows';
import { lostOperations, readMemberships } from './membership';

/** The server's answer to both questions. */
const read = (members: unknown, operations: unknown) => {
  const rest: Rest = ({ path }) =>
    Promise.resolve(ok(path.startsWith('members') ? members : operations));
  return readMemberships(rest, author.userId);
};
const elsewhere = uuid('1');
/** Of what a phone keeps of two operations, what goes after this answer. */
const lostAfter = async (members: unknown, operations: unknown) => {
  const answer = await read(members, operations);
  return answer.ok ? lostOperations([operationId, elsewhere], answer.value) : answer.error;
};

test('[Q4] operations that the server does not name, or where the caller is not active, are lost', async () => {
  expect(await lostAfter([memberRow()], [operationRow()])).toEqual([elsewhere]);
  expect(await lostAfter([{ ...memberRow(), active: false }], [operationRow()])).toEqual([
    operationId,
    elsewhere,
  ]);
});

test('[Q4] a row that only a newer app can read takes nothing off the phone', async () => {
  expect(await lostAfter([{ ...memberRow(), role: 'of a newer app' }], [operationRow()])).toEqual([
    elsewhere,
  ]);
  expect(await lostAfter([memberRow()], [{ ...operationRow(), status: 'paused' }])).toEqual([
    elsewhere,
  ]);
});

test('[Q4] an answer that cannot be read at all is none', async () => {
  const none = { type: 'server', status: 200, retryAfterMs: 0 };
  expect(await lostAfter({ members: [] }, [])).toEqual(none);
  expect(await lostAfter([memberRow()], ['nothing'])).toEqual(none);
  expect(await readMemberships(() => Promise.resolve(err({ type: 'offline' })), '')).toEqual(
    err({ type: 'offline' }),
  );
});
