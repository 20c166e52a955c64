import type { Page } from '@playwright/test';
import { arrangeWorksite } from '../support/arrange.ts';
import { seriousFaults } from '../support/axe.ts';
import { cutOff, reconnect } from '../support/cutOff.ts';
import type { Device } from '../support/stack.ts';
import { expect, test } from '../support/test.ts';
import type { wordsIn } from '../support/words.ts';

type Words = ReturnType<typeof wordsIn>;

const comment = async (page: Page, words: Words, text: string): Promise<void> => {
  await page.getByLabel(words.field_comment_label()).fill(text);
  await page.getByRole('button', { name: words.field_comment_send() }).click();
  await expect(page.getByText(text).first()).toBeVisible();
  await expect(page.getByLabel(words.field_comment_label())).toHaveValue('');
};

/** A picture of each part of the code on the screen, as another phone's camera would take it. */
const photograph = async (page: Page, words: Words): Promise<Buffer[]> => {
  const screen = page.getByRole('dialog');
  await expect(screen.getByRole('img')).toBeVisible();
  const pause = screen.getByRole('button', { name: words.records_qr_pause() });
  if (!(await pause.isVisible())) return [await page.screenshot()];
  await pause.click();
  const of = Number(/\d+(?=\D*$)/.exec(await screen.getByText(/\d+\D+\d+/).innerText())?.[0]);
  const pictures: Buffer[] = [];
  for (let taken = 0; taken < of; taken += 1) {
    const before = await screen.getByRole('img').getAttribute('aria-label');
    pictures.push(await page.screenshot());
    await screen.getByRole('button', { name: words.records_qr_next() }).click();
    await expect(screen.getByRole('img')).not.toHaveAttribute('aria-label', before ?? '');
  }
  return pictures;
};

/** What the server has of the task, with whose it is. */
const commentsOf = async (admin: Device, taskId: string) => {
  const { data } = await admin.client
    .from('task_events')
    .select('actor_id,payload')
    .eq('task_id', taskId)
    .eq('kind', 'comment')
    .order('version');
  return (data as { actor_id: string; payload: { body: string } }[]).map(
    ({ actor_id, payload }) => [actor_id, payload.body],
  );
};

test('[K7] [T3] records travel on a colleague’s phone, as picture and file, and arrive once, as their author’s', async ({
  openAs,
  device,
  words,
}) => {
  test.setTimeout(120_000);
  const [admin, own] = [device('admin'), device('coordinator.team4')];
  const { taskId } = await arrangeWorksite(admin, 4);
  const author = await openAs('coordinator.team4', `/field/tasks/${taskId}`);
  // The phone has made itself known, and has the key, before the network goes.
  await author.waitForFunction(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    return names.some((name) => name?.startsWith('daylight vault'));
  });
  const { data: who } = await own.client.auth.getUser();
  const me = who.user?.id ?? '';
  await expect
    .poll(
      async () => (await own.client.from('devices').select('id').eq('user_id', me)).data?.length,
    )
    .toBeGreaterThan(0);
  await cutOff(author);
  await comment(author, words, 'عبر الرمز');
  await author.goto('/field/records');
  await author.getByRole('link', { name: words.records_state_waiting() }).click();
  await author.getByRole('button', { name: words.records_to_qr() }).click();
  const pictures = await photograph(author, words);
  expect(await seriousFaults(author)).toEqual([]);

  const carrier = await openAs('coordinator.team1', '/field/records/carry');
  const take = carrier.getByLabel(words.records_carry_file()).and(carrier.locator('input'));
  const open = (name: string, mimeType: string, buffer: Buffer) =>
    take.setInputFiles({ name, mimeType, buffer });
  await open('photo.png', 'image/png', await carrier.screenshot());
  await expect(carrier.getByText(words.records_carry_no_code())).toBeVisible();
  await open('notes.txt', 'text/plain', Buffer.from('{"format":"something"}'));
  await expect(carrier.getByText(words.records_carry_not_ours())).toBeVisible();
  // In the wrong order, and one of them twice.
  for (const [at, picture] of [...pictures.toReversed(), ...pictures.slice(-1)].entries())
    await open(`${at}.png`, 'image/png', picture);
  const carried = carrier.getByRole('region', { name: words.records_carried() });
  await expect(
    carried.getByText(words.records_carried_state_delivered(), { exact: true }),
  ).toHaveCount(1);
  expect(await commentsOf(admin, taskId)).toEqual([[me, 'عبر الرمز']]);
  expect(await seriousFaults(carrier)).toEqual([]);

  await author.goto(`/field/tasks/${taskId}`);
  await comment(author, words, 'عبر الملف');
  await author.goto('/field/records');
  const saved = author.waitForEvent('download');
  await author.getByRole('button', { name: words.records_to_file_all({ count: 2 }) }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^records-\d{12}\.daylight$/);
  await expect(author.getByText(words.records_file_saved({ count: 2 }))).toBeVisible();
  await take.setInputFiles(await file.path());
  // One of the two was here already.
  await expect(carrier.getByText(words.records_carry_taken({ count: 1 }))).toBeVisible();
  await expect(
    carried.getByText(words.records_carried_state_delivered(), { exact: true }),
  ).toHaveCount(2);
  await take.setInputFiles(await file.path());
  await expect(carrier.getByText(words.records_carry_known())).toBeVisible();
  const both = [
    [me, 'عبر الرمز'],
    [me, 'عبر الملف'],
  ];
  expect(await commentsOf(admin, taskId)).toEqual(both);

  await reconnect(author);
  await author.evaluate(() => dispatchEvent(new Event('online')));
  await expect(author.getByText(words.common_sync_nothing_waiting())).toBeVisible();
  expect(await commentsOf(admin, taskId)).toEqual(both);
});

test('a phone without a camera, or that may not use it, says so and offers another way', async ({
  openAs,
  words,
}) => {
  const page = await openAs('coordinator.team1', '/field/records/carry');
  const scan = page.getByRole('button', { name: words.records_carry_scan() });
  const fail = (name: string) =>
    page.evaluate((type) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', type));
    }, name);
  await fail('NotAllowedError');
  await scan.click();
  await expect(page.getByText(words.records_camera_refused())).toBeVisible();
  await fail('NotFoundError');
  await scan.click();
  await expect(page.getByText(words.records_camera_none())).toBeVisible();
  await fail('NotReadableError');
  await scan.click();
  await expect(page.getByText(words.records_camera_busy())).toBeVisible();
});
