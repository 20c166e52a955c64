import { expect, test } from '../support/test.ts';

test('an overdue team rings for the admin and the coordinators, and not for the observer', async ({
  openAs,
  words,
}) => {
  const alarm = words.common_overdue_title({ count: 1 });
  for (const account of ['admin', 'coordinator.team1', 'medic.team5']) {
    const page = await openAs(account, '/sites');
    await expect(page.getByRole('alert', { name: alarm })).toBeVisible();
  }
  const observer = await openAs('observer', '/sites');
  await expect(observer.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(observer.getByRole('link', { name: /./ }).first()).toBeVisible();
  await expect(observer.getByRole('alert')).toHaveCount(0);
});
