import { observed, verdict } from '$lib/domain/lease';
import type { LeaseBook } from './lease-book';
import { rulesOf } from './lease-book';
import type { Stores } from './stores';

/**
 * What has to be done on a phone whether anybody is signed in or not: wipes that were broken off,
 * and the rows of accounts that can no longer ask the server, once their lease is over [Q2]. What
 * they had not sent stays as letters.
 * @param present the account that is signed in, which asks for itself
 */
export const tidy = async (
  stores: Stores,
  book: LeaseBook,
  nowMs: number,
  present: string | null,
): Promise<void> => {
  await stores.finishWipes();
  for (const userId of book.accounts().filter((account) => account !== present)) {
    const lease = book.read(userId);
    if (!lease) continue;
    const contact = observed(lease.contact, nowMs, 0);
    book.keep(userId, { ...lease, contact });
    if (verdict(contact, rulesOf(lease.operations)) !== 'lease_over') continue;
    for (const operationId of await stores.operationsOf(userId))
      await stores.leaveOperation(userId, operationId);
    book.forget(userId);
  }
};
