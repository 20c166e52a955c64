import { createAccount, freshLogin, join } from '../support/accounts.ts';
import { arrangeWorksite } from '../support/arrange.ts';
import { measureFromTap } from '../support/clock.ts';
import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, test } from '../support/test.ts';

test('a coordinator signs in and moves a task; the map of an observer follows within a second', async ({
  openBrowser,
  openAs,
  device,
  words,
}) => {
  const { siteName, taskTitle } = await arrangeWorksite(device('admin'), 1);
  const observer = await openAs('observer', `/map?q=${encodeURIComponent(siteName)}`);
  const map = observer.getByRole('region', { name: words.map_region() });
  const count = observer.getByText(words.map_sites_count({ count: 1 })).filter({ visible: true });
  await expect(count).toBeVisible();
  await map.getByRole('button', { name: words.map_fit() }).click();
  const one = words.map_open_tasks({ count: 1 });
  await expect(map.getByRole('button', { name: siteName })).toHaveAccessibleName(new RegExp(one));

  const phone = await openBrowser();
  await phone.goto('/login');
  await signIn(phone, words, demoAccount('coordinator.team1'));
  await phone.getByRole('link', { name: taskTitle }).click();
  await phone.getByRole('button', { name: words.field_step_in_progress() }).click();
  await expect(phone.getByText(words.domain_task_status_in_progress()).first()).toBeVisible();

  const ms = await measureFromTap(
    phone.getByRole('button', { name: words.field_step_done() }),
    map,
    one,
  );
  test.info().annotations.push({ type: 'tap to the other map', description: `${ms} ms` });
  console.log(`tap to the other map: ${ms} ms`);
  expect(ms).toBeLessThan(1000);
});

test('an admin makes an account that a third person joins by link and uses at once', async ({
  openBrowser,
  openAs,
  device,
  words,
}) => {
  const { taskTitle } = await arrangeWorksite(device('admin'), 2);
  const admin = await openAs('admin', '/admin/accounts');
  const login = freshLogin();
  const link = await createAccount(admin, words, {
    login,
    name: 'Second coordinator, team 2',
    role: 'coordinator',
    team: 2,
  });

  const third = await openBrowser();
  await join(third, words, link, 'seven quiet lamps');
  await third.getByRole('link', { name: taskTitle }).click();
  await third.getByRole('button', { name: words.field_step_en_route() }).click();
  await expect(third.getByRole('button', { name: words.field_step_blocked() })).toBeVisible();
  await expect(third.getByText(words.field_pending_long())).toHaveCount(0);

  // The link has done its work: whoever finds it later gets nowhere, and the password stays.
  const finder = await openBrowser();
  await finder.goto(link);
  await finder.getByLabel(words.account_join_password(), { exact: true }).fill('another password');
  await finder.getByRole('button', { name: words.account_join_save() }).click();
  await expect(
    finder.getByRole('heading', { name: words.account_join_used_title() }),
  ).toBeVisible();
  await signIn(finder, words, { email: login, password: 'seven quiet lamps' });
});
