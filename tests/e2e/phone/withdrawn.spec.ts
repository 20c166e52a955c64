import type { Page } from '@playwright/test';
import { arrangeWorksite } from '../support/arrange.ts';
import { seriousFaults } from '../support/axe.ts';
import { cutOff, reconnect } from '../support/cutOff.ts';
import { gotoComplete } from '../support/goto.ts';
import { expect, test } from '../support/test.ts';
import type { wordsIn } from '../support/words.ts';

type Words = ReturnType<typeof wordsIn>;

const writeComment = async (page: Page, words: Words, text: string) => {
  await page.getByLabel(words.field_comment_label()).fill(text);
  await page.getByRole('button', { name: words.field_comment_send() }).click();
  await expect(page.getByRole('listitem').filter({ hasText: text }).first()).toContainText(
    words.field_pending(),
  );
};

/** Opens the only record that waits; returns its id. */
const openWaiting = async (page: Page, words: Words): Promise<string> => {
  await page.goto('/field/records');
  await page.getByRole('link', { name: words.records_state_waiting() }).click();
  await expect(page).toHaveURL(/\/field\/records\/[0-9a-f-]{36}$/);
  return page.url().slice(-36);
};

const asksNothingMore = async (page: Page, words: Words) => {
  for (const name of [words.records_correct(), words.records_retry(), words.records_to_qr()])
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
};

test('[W13] what its author gave up elsewhere changes nothing when it comes, and is taken off the list', async ({
  openAs,
  device,
  words,
}) => {
  const { taskId } = await arrangeWorksite(device('admin'), 4);
  const page = await openAs('coordinator.team4', `/field/tasks/${taskId}`);
  await cutOff(page);
  await writeComment(page, words, 'الباب الثاني مغلق');
  const id = await openWaiting(page, words);
  const given = { kind: 'task.comment', entity_id: taskId, reason: 'x', state: 'waiting' };
  const elsewhere = device('coordinator.team4');
  expect(await elsewhere.mutate('record.discard', id, { record_id: id, ...given })).toMatchObject({
    outcome: 'applied',
  });

  await reconnect(page);
  await page.goto('/field/records');
  const refused = page.getByRole('link', { name: words.records_state_refused() });
  await expect(refused).toContainText(words.domain_reason_withdrawn());
  await refused.click();
  await expect(page.getByRole('main')).toContainText(words.domain_reason_withdrawn());
  await asksNothingMore(page, words);
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: words.records_dismiss() }).click();
  await expect(refused).toHaveCount(0);
  await gotoComplete(page, `/field/tasks/${taskId}`);
  await expect(page.getByText('الباب الثاني مغلق')).toHaveCount(0);
});

test('[W14] a correction of what had arrived after all stands not beside it, and says so', async ({
  openAs,
  device,
  words,
}) => {
  const admin = device('admin');
  const { taskId } = await arrangeWorksite(admin, 4);
  const page = await openAs('coordinator.team4', `/field/tasks/${taskId}`);
  // Everything is out of reach, but the first sending arrives, and its answer is lost.
  await cutOff(page);
  let isSent = false;
  await page.context().route('**/rpc/apply_mutations', async (route) => {
    if (!isSent) {
      isSent = true;
      await route.fetch();
    }
    await route.abort();
  });
  await writeComment(page, words, 'عشرة في الممر');
  await page.clock.install();
  await openWaiting(page, words);
  await expect.poll(() => isSent).toBe(true);
  const correct = page.getByRole('button', { name: words.records_correct(), exact: true });
  await expect(correct).toBeVisible();
  // What is on its way cannot be corrected: the clock stands, so that no further try is made meanwhile.
  await page.clock.pauseAt(Date.now() + 60_000);
  await expect(correct).toBeVisible();
  await correct.click();
  const form = page.getByRole('dialog');
  await expect(form).toContainText(words.records_correct_arrived());
  await form.getByRole('textbox').first().fill('اثنا عشر في الممر');
  await form.getByRole('button', { name: words.records_correct_save() }).click();
  await expect(page).toHaveURL(/\/field\/records$/);
  await page.clock.resume();

  await reconnect(page);
  await page.goto('/field/records');
  const refused = page.getByRole('link', { name: words.records_state_refused() });
  await expect(refused).toContainText(words.domain_reason_already_applied());
  await refused.click();
  await asksNothingMore(page, words);
  await expect(
    page.getByRole('button', { name: words.records_discard(), exact: true }),
  ).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  const { data, error } = await admin.client
    .from('task_events')
    .select('payload')
    .eq('task_id', taskId)
    .eq('kind', 'comment');
  expect(error).toBeNull();
  expect(data).toMatchObject([{ payload: { body: 'عشرة في الممر' } }]);
});
