import { expect, test, vi } from 'vitest';
import { confirmed, defaultLockRules } from '$lib/domain/lease';
import { LeaseBook } from './lease-book';
import type { Stores } from './stores';
import { MemoryStorage } from './testing/storage';
import { tidy } from './tidying';

const hour = 3_600_000;
const start = Date.parse('2024-12-08T04:00:00Z');

/** A phone on which two accounts have signed in at the start. */
const phone = () => {
  const book = new LeaseBook(new MemoryStorage());
  for (const userId of ['one', 'other'])
    book.keep(userId, {
      contact: confirmed(start),
      operations: { operation: { rules: defaultLockRules, wipeCount: 0 } },
      isPinDeclined: false,
    });
  const stores = {
    finishWipes: vi.fn(() => Promise.resolve()),
    operationsOf: () => Promise.resolve(['operation']),
    leaveOperation: vi.fn(() => Promise.resolve()),
  };
  return {
    book,
    stores,
    tidyAt: (nowMs: number) => tidy(stores as unknown as Stores, book, nowMs, 'one'),
  };
};

test('[Q5] every start completes the wipes that were broken off', async () => {
  const { stores, tidyAt } = phone();
  await tidyAt(start);
  expect(stores.finishWipes).toHaveBeenCalledOnce();
});

test('[Q2] the rows of an account that is signed out go with its lease, those of the present one stay', async () => {
  const { stores, tidyAt, book } = phone();
  await tidyAt(start + 167 * hour);
  expect(stores.leaveOperation).not.toHaveBeenCalled();
  await tidyAt(start + 168 * hour);
  expect(stores.leaveOperation.mock.calls).toEqual([['other', 'operation']]);
  expect(book.accounts()).toEqual(['one']);
});

test('[Q3] setting the clock back between two starts does not keep them', async () => {
  const { stores, tidyAt } = phone();
  await tidyAt(start + 100 * hour);
  await tidyAt(start);
  await tidyAt(start + 68 * hour);
  expect(stores.leaveOperation).toHaveBeenCalledOnce();
});
