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
