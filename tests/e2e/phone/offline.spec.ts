import { arrangeWorksite } from '../support/arrange.ts';
import { expect, test } from '../support/test.ts';

test('a tap without a network shows at once, is kept, and is sent when the network is back', async ({
  openAs,
  device,
  words,
}) => {
  const { taskId } = await arrangeWorksite(device('admin'), 2);
  const page = await openAs('coordinator.team2', `/field/tasks/${taskId}`);
  const start = page.getByRole('button', { name: words.field_step_in_progress(), exact: true });
  await expect(start).toBeVisible();
  await page.context().setOffline(true);
  await start.click();
  await expect(page.getByText(words.domain_task_status_in_progress()).first()).toBeVisible();
  const badge = page.getByRole('banner').getByRole('button');
  await expect(badge).toContainText(/1|١/);

  const admin = await openAs('admin', `/field/tasks/${taskId}`);
  await expect(admin.getByText(words.domain_task_status_open()).first()).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText(words.field_pending_long())).toBeHidden();
  await expect(admin.getByText(words.domain_task_status_in_progress()).first()).toBeVisible();
});
